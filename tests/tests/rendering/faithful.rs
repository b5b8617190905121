//! The file holds every note, where the hand put it.

use ai_band_tests::render::Hosting;
use examples::demo::demo;
use music::clip::Note;
use music::lane::Lane;
use music::midi_file::{self, Timing};

use crate::written::{nanos_of_hand, nanos_per_tick, notes, rendered, track};

const BAND: [Lane; 4] = [Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar];

#[test]
fn every_note_is_heard_once_within_a_tick_of_where_it_was_played() {
    let demo = demo();
    let file = rendered(&demo, &Hosting::default());
    let tempo = demo.song.tempo();
    for lane in BAND {
        let written = notes(&demo, lane);
        let heard = &track(&file, lane).notes;
        assert_eq!(heard.len(), written.len(), "{lane}");
        let by_hand = |note: &Note| (note.pitch, nanos_of_hand(tempo, note.start, note));
        let (mut written, mut heard) = (written, heard.clone());
        written.sort_by_key(by_hand);
        heard.sort_by_key(by_hand);
        for (wanted, note) in written.iter().zip(&heard) {
            assert_eq!((note.pitch, note.velocity), (wanted.pitch, wanted.velocity), "{lane} {wanted:?}");
            let ends = (note.start + note.length, wanted.start + wanted.length);
            for (heard_at, written_at) in [(note.start, wanted.start), ends] {
                let late = tempo.nanos_at(heard_at) - nanos_of_hand(tempo, written_at, wanted);
                let tick = nanos_per_tick(tempo, heard_at);
                assert!(late.abs() <= tick, "{lane}: {late} ns from where it was played: {wanted:?}");
            }
        }
    }
}

#[test]
fn lanes_that_rest_throughout_have_no_track_and_the_others_their_names_and_channels() {
    let file = rendered(&demo(), &Hosting::default());
    let tracks: Vec<_> =
        file.tracks.iter().map(|track| (track.name.as_deref(), track.channel, track.program)).collect();
    let expected = BAND.map(|lane| {
        let character = lane.character();
        (Some(character.name), character.channel, Some(character.program))
    });
    assert_eq!(tracks, expected);
    assert_eq!(file.tracks.iter().map(midi_file::Track::lane).collect::<Vec<_>>(), BAND.map(Some));
}

#[test]
fn the_file_says_the_songs_tempo_meter_key_and_chords() {
    let demo = demo();
    let file = rendered(&demo, &Hosting::default());
    assert_eq!((&file.tempo, &file.meter), (demo.song.tempo(), demo.song.meter()));
    assert_eq!((file.key, file.length), (demo.song.bars()[0].key, demo.song.end()));
    assert_eq!(file.markers.len(), demo.song.chords().len());
    for (marker, harmony) in file.markers.iter().zip(demo.song.chords()) {
        assert_eq!((marker.at, &marker.text), (harmony.start, &harmony.chord.unwrap().to_string()));
    }
}

#[test]
fn the_written_file_reads_back() {
    let file = rendered(&demo(), &Hosting::default());
    let bytes = midi_file::write(&file, Timing::Quantised).unwrap();
    let again = midi_file::read(&bytes).unwrap();
    assert_eq!(again.warnings, []);
    assert_eq!((again.key, &again.markers, again.length), (file.key, &file.markers, file.length));
    for (read, written) in again.tracks.iter().zip(&file.tracks) {
        assert_eq!(
            (&read.name, read.channel, read.program),
            (&written.name, written.channel, written.program)
        );
        let places = |notes: &[Note]| {
            notes.iter().map(|note| (note.start, note.pitch, note.length, note.velocity)).collect::<Vec<_>>()
        };
        assert_eq!(places(&read.notes), places(&written.notes));
    }
    assert_eq!(again.tracks.len(), file.tracks.len());
}
