//! Pushed chords: they come an eighth early, and swing where eighths swing.

use ai_band_music as music;

use music::clip::Note;
use music::lane::Lane;
use music::scorecard::{Changes, Measure, Take, card};

use crate::stage::{note, song, value};

/// The G comes at the end of the first bar.
const PUSHED: &str = "{tempo: 120} | C | >G |";

fn pushes(notes: &[(f64, u8)]) -> Option<f64> {
    let notes: Vec<Note> = notes.iter().map(|(beat, key)| note(*beat, *key)).collect();
    value(Lane::Bass, PUSHED, &notes, Measure::Pushes)
}

#[test]
fn a_push_is_understood_by_who_is_early_with_the_new_chord() {
    let table: [(&str, &[(f64, u8)], Option<f64>); 6] = [
        ("early", &[(0.0, 36), (3.5, 43)], Some(1.0)),
        ("early and once more", &[(0.0, 36), (3.5, 43), (4.0, 43)], Some(1.0)),
        ("as on paper", &[(0.0, 36), (4.0, 43)], Some(0.0)),
        ("early with the old chord", &[(0.0, 36), (3.5, 36), (4.0, 43)], Some(0.0)),
        ("a hand that is late", &[(0.0, 36), (3.55, 43)], Some(1.0)),
        ("elsewhere", &[(0.0, 36), (5.0, 43)], None),
    ];
    for (name, notes, expected) in table {
        assert_eq!(pushes(notes), expected, "{name}");
    }
}

#[test]
fn a_push_swings_where_eighths_swing() {
    let walk: Vec<(f64, u8)> =
        (0..4).flat_map(|beat| [0.0, 2.0 / 3.0].map(|at| (f64::from(beat) + at, 36))).collect();
    let swung = |last: u8| [&walk[..7], &[(3.0 + 2.0 / 3.0, last), (4.0, 43)]].concat();
    assert_eq!(pushes(&swung(43)), Some(1.0));
    assert_eq!(pushes(&swung(36)), Some(0.0));
    let notes: Vec<Note> = swung(43).iter().map(|(beat, key)| note(*beat, *key)).collect();
    assert_eq!(value(Lane::Bass, PUSHED, &notes, Measure::RootOnChange), Some(1.0), "the root is early too");
}

#[test]
fn what_is_not_pushed_cannot_be_missed_and_the_null_pushes_elsewhere() {
    let notes = [note(0.0, 36), note(3.5, 43), note(8.0, 36)];
    assert_eq!(value(Lane::Bass, "{tempo: 120} | C | G | C |", &notes, Measure::Pushes), None);
    let song = song("{tempo: 120} | C | C | >G |");
    let notes = [note(0.0, 36), note(4.0, 36), note(7.5, 43)];
    let take = Take { lane: Lane::Bass, notes: &notes };
    let of = |changes: &Changes| card(&take, &song, changes)[&Measure::Pushes].mean();
    assert_eq!((of(&Changes::of(&song)), of(&Changes::rotated(&song))), (Some(1.0), Some(0.0)));
}
