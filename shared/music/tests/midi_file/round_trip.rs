//! What is written is read back: by us with the same content, by `midly` at all.

use ai_band_music::clip::{CONTROLLER_MAX, Control, ControlKind, Note};
use ai_band_music::key::Key;
use ai_band_music::meter::{self, Meter};
use ai_band_music::midi_file::{self, Marker, MidiFile, Timing, Track};
use ai_band_music::pitch::Pitch;
use ai_band_music::tempo::{self, Tempo};
use ai_band_music::time::{Micros, Ticks};
use proptest::collection::vec;
use proptest::prelude::*;

/// A tempo that a file's whole microseconds can hold.
fn any_tempo() -> impl Strategy<Value = Tempo> {
    (60_000_u32..=15_000_000).prop_map(|micros| Tempo::from_micros_per_beat(micros).unwrap())
}

fn any_tempo_map() -> impl Strategy<Value = tempo::Map> {
    (any_tempo(), vec((1..20_000_i64, any_tempo()), 0..5)).prop_map(|(first, rest)| {
        let rest = rest.into_iter().map(|(at, tempo)| (Ticks(at), tempo));
        tempo::Map::new(std::iter::once((Ticks::ZERO, first)).chain(rest).collect()).unwrap()
    })
}

fn any_meter_map() -> impl Strategy<Value = meter::Map> {
    vec((1..4_i64, 1..=32_u8, 0..=6_u32), 1..5).prop_map(|changes| {
        let mut bar = 0;
        let mut bars = vec![(0, Meter::COMMON)];
        for (after, numerator, power) in changes {
            bar += after;
            bars.push((bar, Meter::new(numerator, 1 << power).unwrap()));
        }
        meter::Map::new(&bars).unwrap()
    })
}

/// Few keys and short places, so that notes meet on a key, and any offset a clip may have.
fn any_note() -> impl Strategy<Value = Note> {
    (0..3_000_i64, 0..700_i64, 60..64_u8, 1..=127_u8, -100_000..=100_000_i32).prop_map(
        |(start, length, key, velocity, offset)| {
            let (start, length, offset) = (Ticks(start), Ticks(length), Micros(offset));
            Note { start, length, offset, pitch: Pitch::new(key).unwrap(), velocity, importance: 127 }
        },
    )
}

fn any_control() -> impl Strategy<Value = Control> {
    let kind = prop_oneof![
        (0..=CONTROLLER_MAX).prop_map(ControlKind::Controller),
        Just(ControlKind::Bend),
        Just(ControlKind::Pressure)
    ];
    (0..3_000_i64, kind, 0..=127_u16).prop_map(|(at, kind, value)| Control { at: Ticks(at), kind, value })
}

fn any_track() -> impl Strategy<Value = Track> {
    let name = proptest::option::of("[A-Za-z♭é]{1,8}( [a-z0-9]{1,4})?");
    let program = proptest::option::of(0..128_u8);
    (name, 0..16_u8, program, vec(any_note(), 0..12), vec(any_control(), 0..6)).prop_map(
        |(name, channel, program, notes, mut controls)| {
            controls.sort_by_key(|control| control.at);
            Track { name, channel, program, notes, controls }
        },
    )
}

/// Major and minor keys of up to seven sharps or flats: what a file can say.
fn any_key() -> impl Strategy<Value = Option<Key>> {
    let names = ["C", "F#", "Cb", "C#", "Bb", "Am", "D#m", "Abm", "A#m", "Gm"];
    proptest::option::of((0..names.len()).prop_map(move |index| names[index].parse().unwrap()))
}

fn any_file() -> impl Strategy<Value = MidiFile> {
    let markers = vec((0..20_000_i64, "[A-G][#b]?(m|maj|min)?7?"), 0..5);
    let tracks = vec(any_track(), 0..4);
    (any_tempo_map(), any_meter_map(), any_key(), markers, tracks, 0..30_000_i64).prop_map(
        |(tempo, meter, key, mut markers, tracks, length)| {
            markers.sort_by_key(|(at, _)| *at);
            let markers = markers.into_iter().map(|(at, text)| Marker { at: Ticks(at), text }).collect();
            MidiFile { key, markers, tracks, length: Ticks(length), ..MidiFile::empty(tempo, meter) }
        },
    )
}

fn written(file: &MidiFile, timing: Timing) -> Vec<u8> {
    midi_file::write(file, timing).unwrap()
}

/// Start and velocity say which note it was: overlaps on one key may end sooner, never start elsewhere.
fn starts(track: &Track) -> Vec<(Ticks, Pitch, u8)> {
    let mut starts: Vec<_> = track.notes.iter().map(|note| (note.start, note.pitch, note.velocity)).collect();
    starts.sort_unstable();
    starts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn all_but_overlaps_on_a_key_comes_back(file in any_file()) {
        let read = midi_file::read(&written(&file, Timing::Quantised)).unwrap();
        prop_assert_eq!(&read.warnings, &[]);
        prop_assert_eq!(&read.tempo, &file.tempo);
        prop_assert_eq!(&read.meter, &file.meter);
        prop_assert_eq!(read.key, file.key);
        prop_assert_eq!(&read.markers, &file.markers);
        prop_assert!(read.length >= file.length);
        prop_assert_eq!(read.tracks.len(), file.tracks.len());
        for (read, track) in read.tracks.iter().zip(&file.tracks) {
            let head = |track: &Track| (track.name.clone(), track.channel, track.program, track.controls.clone());
            prop_assert_eq!(head(read), head(track));
            prop_assert_eq!(starts(read), starts(track));
            prop_assert!(read.notes.iter().all(|note| note.length <= Ticks(700)));
        }
    }

    #[test]
    fn what_was_read_once_stays_the_same(file in any_file()) {
        for timing in [Timing::AsHeard, Timing::Quantised] {
            let bytes = written(&file, timing);
            let read = midi_file::read(&bytes).unwrap();
            prop_assert_eq!(&read.warnings, &[]);
            prop_assert_eq!(written(&read, timing), bytes.clone());
            prop_assert_eq!(&midi_file::read(&written(&read, timing)).unwrap(), &read);
        }
    }

    #[test]
    fn midly_takes_it_whole(file in any_file()) {
        let bytes = written(&file, Timing::AsHeard);
        let smf = midly::Smf::parse(&bytes).unwrap();
        prop_assert_eq!(smf.tracks.len(), file.tracks.len() + 1);
        prop_assert_eq!(smf.header.timing, midly::Timing::Metrical(960.into()));
    }

    #[test]
    fn no_prefix_is_taken_for_whole(file in any_file(), cut in 0.0..1.0_f64) {
        let bytes = written(&file, Timing::AsHeard);
        let length = (cut * bytes.len() as f64) as usize;
        prop_assert!(midi_file::read(&bytes[..length]).is_err());
    }

    #[test]
    fn strangers_bytes_never_panic(bytes in vec(any::<u8>(), 0..200), division in any::<u16>()) {
        let _ = midi_file::read(&bytes);
        let _ = midi_file::read(&super::bytes::file(1, division, &[&bytes]));
    }
}
