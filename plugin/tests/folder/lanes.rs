//! From tracks to chairs: the folder, else the name, else the tracks, else a person.

use ai_band_plugin::folder::lane::{Split, split};
use music::lane::Lane;
use music::midi_file::{self, BYTES_MAX, Track};
use music::time::Ticks;

use crate::stage::{bytes, clip, file};

fn track(name: Option<&str>, channel: u8, program: Option<u8>, number: u32) -> Track {
    let track = Track::of_lane(Lane::Keys, &clip(number));
    Track { name: name.map(str::to_owned), channel, program, ..track }
}

/// As in a file: track by track, chair, and how many notes it has there.
fn lanes_of(tracks: Vec<Track>, named: Option<Lane>, chosen: Option<Lane>) -> Option<Vec<(Lane, usize)>> {
    let read = midi_file::read(&bytes(&file(tracks))).unwrap();
    match split(&read, &"a.mid".into(), named, chosen).unwrap() {
        Split::Parts { parts, .. } => {
            Some(parts.iter().map(|part| (part.lane, part.clip.notes().len())).collect())
        }
        Split::NeedsLane { .. } => None,
    }
}

#[test]
fn one_track_sits_where_the_name_says_else_where_it_says_itself() {
    let table = [
        (Some("Piano"), 0, Some(0), Some(Lane::Bass), Some(Lane::Bass)),
        (Some("Drums"), 9, None, Some(Lane::Percussion), Some(Lane::Percussion)),
        (Some("Slap Bass"), 0, Some(0), None, Some(Lane::Bass)),
        (Some("Kazoo"), 0, Some(25), None, Some(Lane::Guitar)),
        (None, 9, None, None, Some(Lane::Drums)),
        (None, 0, Some(48), None, Some(Lane::Pad)),
        (Some("Kazoo"), 0, None, None, None),
        (None, 3, None, None, None),
    ];
    for (name, channel, program, named, expected) in table {
        let found = lanes_of(vec![track(name, channel, program, 1)], named, None);
        assert_eq!(found, expected.map(|lane| vec![(lane, 8)]), "{name:?} {channel} {program:?} {named:?}");
    }
}

#[test]
fn a_person_has_the_last_word() {
    let band = || vec![track(Some("Bass"), 0, None, 1), track(None, 9, None, 2)];
    assert_eq!(lanes_of(vec![track(None, 3, None, 1)], None, Some(Lane::Pad)), Some(vec![(Lane::Pad, 8)]));
    assert_eq!(lanes_of(band(), Some(Lane::Bass), Some(Lane::Pad)), Some(vec![(Lane::Pad, 16)]));
}

#[test]
fn a_band_in_one_file_is_split() {
    let band = || {
        vec![
            track(Some("Drumkit"), 9, None, 1),
            track(Some("E-Bass"), 1, Some(33), 2),
            track(Some("Piano RH"), 2, Some(0), 3),
            track(Some("Piano LH"), 3, Some(0), 4),
            track(Some("Kazoo"), 4, None, 5),
        ]
    };
    let split = Some(vec![(Lane::Drums, 8), (Lane::Bass, 8), (Lane::Keys, 16), (Lane::Extra, 8)]);
    assert_eq!(lanes_of(band(), None, None), split);
    // Wherever it lies; the one who says nothing then belongs to the folder.
    let in_keys = Some(vec![(Lane::Drums, 8), (Lane::Bass, 8), (Lane::Keys, 24)]);
    assert_eq!(lanes_of(band(), Some(Lane::Keys), None), in_keys);
}

#[test]
fn tracks_that_are_no_band_stay_together_in_their_folder() {
    // Two hands, and the piano's program on everything, as many programs write it.
    let tracks = || vec![track(Some("Left"), 0, Some(0), 1), track(Some("Right"), 1, Some(0), 2)];
    assert_eq!(lanes_of(tracks(), Some(Lane::Bass), None), Some(vec![(Lane::Bass, 16)]));
    assert_eq!(lanes_of(tracks(), None, None), Some(vec![(Lane::Keys, 16)]));
}

#[test]
fn tracks_without_notes_do_not_count() {
    let empty = Track { notes: Vec::new(), ..track(Some("Drums"), 9, None, 1) };
    assert_eq!(lanes_of(vec![empty.clone(), track(None, 0, None, 1)], None, None), None);
    let read = midi_file::read(&bytes(&file(vec![empty]))).unwrap();
    let refusal = split(&read, &"a.mid".into(), Some(Lane::Bass), None).unwrap_err();
    assert_eq!(refusal, "there are no notes in it; export it again with the track selected");
}

#[test]
fn parts_are_whole_bars_long_and_carry_what_they_need() {
    let tracks = vec![track(Some("Bass"), 0, Some(33), 7)];
    let read =
        midi_file::read(&bytes(&midi_file::MidiFile { length: Ticks(3_841), ..file(tracks) })).unwrap();
    let Split::Parts { parts, remarks } = split(&read, &"x/a.mid".into(), None, None).unwrap() else {
        panic!("it says that it is a bass")
    };
    let [part] = &parts[..] else { panic!("one track, one part") };
    assert_eq!(part.clip.length(), Ticks(2 * 3_840));
    assert_eq!((part.program, &*part.file, part.hash), (Some(33), "x/a.mid", part.clip.hash()));
    assert_eq!(remarks, Vec::<String>::new());
}

#[test]
fn what_was_left_out_is_said_and_not_without_end() {
    let strangers = (0..12).map(|number| track(Some("Kazoo"), number % 9, None, 1));
    let tracks = strangers.chain([track(Some("Bass"), 0, None, 2)]).collect();
    let read = midi_file::read(&bytes(&file(tracks))).unwrap();
    let Split::Parts { remarks, .. } = split(&read, &"a.mid".into(), None, None).unwrap() else {
        panic!("there is a bass")
    };
    assert_eq!(remarks.len(), 9);
    assert_eq!(remarks[0], "the track \"Kazoo\" names no chair: it plays as extra");
    assert_eq!(remarks[8], "and 4 more");
    assert!(bytes(&file(Vec::new())).len() < BYTES_MAX);
}
