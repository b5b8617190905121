//! Notes and controls: pairing, running status, several channels in a track, other divisions.

use ai_band_music::clip::ControlKind;
use ai_band_music::midi_file::Warning;
use ai_band_music::time::Ticks;

use super::bytes::{END, delta, file, notes, read, song, track, warnings};

/// Each row is a track's events and the notes it means: start, length, key, velocity.
#[test]
fn releases_find_their_notes() {
    type Row<'a> = (&'a str, &'a [u8], &'a [(i64, i64, u8, u8)]);
    let table: [Row<'_>; 9] = [
        ("on and off", &[0, 0x90, 60, 100, 10, 0x80, 60, 64], &[(0, 10, 60, 100)]),
        ("velocity 0 is a release", &[0, 0x90, 60, 100, 10, 0x90, 60, 0], &[(0, 10, 60, 100)]),
        (
            "running status",
            &[0, 0x90, 60, 100, 10, 60, 0, 5, 62, 90, 5, 62, 0],
            &[(0, 10, 60, 100), (15, 5, 62, 90)],
        ),
        (
            "the oldest of a key ends first",
            &[0, 0x90, 60, 1, 10, 60, 2, 10, 60, 0, 10, 60, 0],
            &[(0, 20, 60, 1), (10, 20, 60, 2)],
        ),
        ("no length is kept", &[0, 0x90, 60, 100, 0, 60, 0], &[(0, 0, 60, 100)]),
        (
            "all notes off",
            &[0, 0x90, 60, 100, 0, 64, 90, 10, 0xb0, 123, 0],
            &[(0, 10, 60, 100), (0, 10, 64, 90)],
        ),
        ("all sound off", &[0, 0x90, 60, 100, 10, 0xb0, 120, 0], &[(0, 10, 60, 100)]),
        ("reset is no release", &[0, 0x90, 60, 100, 10, 0xb0, 121, 0, 5, 0x80, 60, 0], &[(0, 15, 60, 100)]),
        (
            "chords are in order of keys",
            &[0, 0x90, 64, 1, 0, 60, 2, 9, 64, 0, 0, 60, 0],
            &[(0, 9, 60, 2), (0, 9, 64, 1)],
        ),
    ];
    for (what, events, expected) in table {
        assert_eq!(notes(&read(&song(&[events]))), [expected], "{what}");
    }
}

#[test]
fn what_hangs_ends_with_its_track_and_is_warned_about() {
    let read = read(&song(&[&[0, 0x90, 60, 100, 10, 62, 100], &[0x83, 0x60, 0xff, 1, 0]]));
    assert_eq!(notes(&read), [[(0, 490, 60, 100), (10, 480, 62, 100)]]);
    assert_eq!(warnings(&read), ["track 1: 2 notes were never released and end with the track"]);
}

#[test]
fn what_was_never_down_is_not_released() {
    let read = read(&song(&[&[0, 0x80, 60, 0, 0, 0x91, 60, 100, 5, 0x90, 60, 0, 5, 0x81, 60, 0]]));
    assert_eq!(notes(&read), [vec![], vec![(0, 10, 60, 100)]], "another channel's release is not ours");
    assert_eq!(read.warnings, [Warning::NothingToRelease { track: 1, count: 2 }]);
}

#[test]
fn a_track_of_several_channels_comes_apart() {
    let events = [0, 0xff, 3, 4, b'S', b'o', b'n', b'g', 0, 0xc9, 8, 0, 0xc0, 33]
        .into_iter()
        .chain([0, 0x99, 36, 100, 0, 0x90, 40, 90, 10, 40, 0, 0, 0x89, 36, 0, 0, 0xff, 0x2f, 0]);
    let read = read(&file(0, 960, &[&events.collect::<Vec<u8>>()]));
    let parts: Vec<_> = read.tracks.iter().map(|track| (track.channel, track.program)).collect();
    assert_eq!(parts, [(0, Some(33)), (9, Some(8))]);
    assert_eq!(notes(&read), [[(0, 10, 40, 90)], [(0, 10, 36, 100)]]);
    assert!(read.tracks.iter().all(|track| track.name.as_deref() == Some("Song")));
}

#[test]
fn tracks_keep_the_order_of_the_file() {
    let parts = [[0, 0xc3, 1], [0, 0xc1, 2], [0, 0xc2, 3]].map(|program| track(&[&program]));
    let [first, second, third] = &parts;
    let read = read(&file(1, 96, &[first, END, second, third]));
    let parts: Vec<_> = read.tracks.iter().map(|track| (track.channel, track.program)).collect();
    assert_eq!(parts, [(3, Some(1)), (1, Some(2)), (2, Some(3))], "the empty one is no track");
}

#[test]
fn controls_keep_the_order_of_the_file() {
    let events = [0, 0xb0, 101, 0, 0, 100, 0, 0, 6, 12, 7, 0xe0, 0, 0x40, 1, 0x7f, 0x7f, 0, 0xd0, 99];
    let read = read(&song(&[&events]));
    let controls = read.tracks[0].controls.iter();
    let controls: Vec<_> = controls.map(|control| (control.at.0, control.kind, control.value)).collect();
    let expected = [
        (0, ControlKind::Controller(101), 0),
        (0, ControlKind::Controller(100), 0),
        (0, ControlKind::Controller(6), 12),
        (7, ControlKind::Bend, 8_192),
        (8, ControlKind::Bend, 16_383),
        (8, ControlKind::Pressure, 99),
    ];
    assert_eq!(controls, expected);
}

#[test]
fn what_is_left_out_is_counted() {
    let events =
        [0, 0xa0, 60, 5, 0, 60, 6, 0, 0xf0, 1, 0xf7, 0, 0xf7, 1, 0xfe, 0, 0xc0, 5, 0, 5, 0, 6, 0, 5, 0, 7]
            .into_iter()
            .chain([0, 0xb0, 121, 0, 0, 123, 0]);
    let read = read(&song(&[&events.collect::<Vec<u8>>()]));
    assert_eq!(read.tracks[0].program, Some(5));
    let expected = [
        Warning::ProgramChanges { track: 1, channel: 1, count: 2 },
        Warning::ChannelModes { track: 1, count: 2 },
        Warning::KeyPressures { track: 1, count: 2 },
        Warning::SystemExclusive { track: 1, count: 2 },
    ];
    assert_eq!(read.warnings, expected);
}

#[test]
fn every_division_comes_to_960_without_drift() {
    let beat = |division: i64| delta(Ticks(division));
    for (division, rounded) in [
        (1, false),
        (24, false),
        (96, false),
        (480, false),
        (960, false),
        (1_000, false),
        (32_767, false),
        (7, false),
    ] {
        let mut events = Vec::new();
        for _ in 0..50 {
            events.extend([&beat(division)[..], &[0x90, 60, 100], &beat(division), &[0x80, 60, 0]].concat());
        }
        events.extend(END);
        let read = read(&file(1, division as u16, &[&events]));
        let expected: Vec<_> = (0..50).map(|note| ((1 + 2 * note) * 960, 960, 60, 100)).collect();
        assert_eq!(notes(&read), [expected], "division {division}");
        assert_eq!(!read.warnings.is_empty(), rounded, "division {division}");
        assert_eq!(read.length, Ticks::from_beats(100));
    }
}

#[test]
fn rounding_is_to_the_nearest_and_is_said() {
    let mut events: Vec<u8> = (0..1_000).flat_map(|_| [1, 0x90, 60, 100, 0, 60, 0]).collect();
    events.extend(END);
    let read = read(&file(1, 1_000, &[&events]));
    for (number, (start, length, _, _)) in (1_i64..).zip(&notes(&read)[0]) {
        assert_eq!((*start, *length), ((number * 960 + 500) / 1_000, 0), "tick {number} of 1000");
    }
    assert_eq!(
        warnings(&read),
        ["1000 ticks per beat do not divide into 960: positions are rounded to the nearest tick"]
    );
}
