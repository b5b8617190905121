//! Tracks and the band: which chair a track is for, and clips in both directions.

use ai_band_music::clip::{CONTROLLER_MAX, Clip, Control, ControlKind, Note};
use ai_band_music::lane::Lane;
use ai_band_music::meter::{self, Meter};
use ai_band_music::midi_file::{self, MidiFile, Timing, Track};
use ai_band_music::pitch::Pitch;
use ai_band_music::tempo::{self, Tempo};
use ai_band_music::time::{Micros, Ticks};

pub(crate) fn note(start: i64, length: i64, key: u8) -> Note {
    let pitch = Pitch::new(key).unwrap();
    let (start, length) = (Ticks(start), Ticks(length));
    Note { start, length, offset: Micros(0), pitch, velocity: 100, importance: 127 }
}

pub(crate) fn control(at: i64, number: u8, value: u16) -> Control {
    Control { at: Ticks(at), kind: ControlKind::Controller(number), value }
}

pub(crate) fn track(notes: &[Note], controls: &[Control]) -> Track {
    let (notes, controls) = (notes.to_vec(), controls.to_vec());
    Track { name: None, channel: 0, program: None, notes, controls }
}

#[test]
fn a_track_is_for_the_chair_its_channel_name_or_program_says() {
    let table = [
        (9, Some("Bass"), Some(33), Some(Lane::Drums)),
        (9, None, None, Some(Lane::Drums)),
        (10, Some("percussion"), None, Some(Lane::Percussion)),
        (0, Some("Bass"), Some(0), Some(Lane::Bass)),
        (0, Some("Bass Guitar"), None, Some(Lane::Bass)),
        (0, Some("Electric Piano 2"), None, Some(Lane::Keys)),
        (0, Some("04-gtr(clean)"), None, Some(Lane::Guitar)),
        (0, Some("Kazoo"), Some(33), Some(Lane::Bass)),
        (0, Some("Bassoon"), Some(70), Some(Lane::Lead)),
        (0, None, Some(48), Some(Lane::Pad)),
        (0, Some("Kazoo"), None, None),
        (0, None, None, None),
    ];
    for (channel, name, program, lane) in table {
        let name = name.map(str::to_owned);
        let guessed = Track { name: name.clone(), channel, program, ..track(&[], &[]) }.lane();
        assert_eq!(guessed, lane, "channel {channel}, {name:?}, program {program:?}");
    }
}

#[test]
fn every_lane_finds_back_to_its_chair() {
    let clip = Clip::new(Ticks(3_840), vec![note(0, 480, 40)], vec![control(0, 7, 100)]).unwrap();
    for lane in Lane::ALL {
        let track = Track::of_lane(lane, &clip);
        assert_eq!(track.lane(), Some(lane));
        assert_eq!(track.to_clip(Ticks(3_840)), Ok(clip.clone()), "{lane}");
    }
}

#[test]
fn whatever_control_a_clip_holds_a_file_holds_too() {
    let kinds = (0..=CONTROLLER_MAX).map(ControlKind::Controller);
    let controls = kinds.chain([ControlKind::Bend, ControlKind::Pressure]);
    let controls = controls.map(|kind| Control { at: Ticks(5), kind, value: 1 }).collect();
    let clip = Clip::new(Ticks(960), vec![], controls).unwrap();
    let mut file = MidiFile::empty(tempo::Map::constant(Tempo::DEFAULT), meter::Map::constant(Meter::COMMON));
    file.tracks = vec![Track::of_lane(Lane::Keys, &clip)];
    let read = midi_file::read(&midi_file::write(&file, Timing::AsHeard).unwrap()).unwrap();
    assert_eq!(read.tracks[0].to_clip(Ticks(960)), Ok(clip));
    assert_eq!(read.warnings, []);
}

#[test]
fn a_clip_takes_what_begins_in_it() {
    let notes = [note(0, 10, 60), note(959, 500, 61), note(960, 10, 62)];
    let controls = [control(0, 64, 127), control(960, 64, 0)];
    let clip = track(&notes, &controls).to_clip(Ticks(960)).unwrap();
    assert_eq!((clip.notes(), clip.controls()), (&notes[..2], &controls[..1]));
    assert!(track(&[], &[]).to_clip(Ticks(0)).is_err(), "a clip has a length");
}

#[test]
fn of_several_values_at_one_place_the_last_holds() {
    let controls = [control(5, 64, 127), control(5, 7, 90), control(5, 64, 0), control(6, 64, 1)];
    let clip = track(&[], &controls).to_clip(Ticks(960)).unwrap();
    assert_eq!(clip.controls(), [control(5, 7, 90), control(5, 64, 0), control(6, 64, 1)]);
}
