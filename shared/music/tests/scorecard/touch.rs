//! Loud and soft, early and late.

use ai_band_music as music;

use music::clip::Note;
use music::lane::Lane;
use music::scorecard::Measure;
use music::time::Micros;

use crate::stage::{note, value};

const SONG: &str = "{tempo: 120} | C | C |";

fn at_velocities(key: u8, velocities: &[u8]) -> Vec<Note> {
    let each = velocities.iter().enumerate();
    each.map(|(beat, velocity)| Note { velocity: *velocity, ..note(beat as f64, key) }).collect()
}

#[test]
fn ghosts_are_softer_than_half_the_loudest_snare() {
    let table: [(u8, &[u8], Option<f64>); 4] = [
        (38, &[100, 30, 49, 50], Some(0.5)),
        (40, &[60, 31, 20, 31], Some(0.25)),
        (38, &[60, 60], Some(0.0)),
        (36, &[100, 30], None),
    ];
    for (key, velocities, expected) in table {
        let notes = at_velocities(key, velocities);
        assert_eq!(value(Lane::Drums, SONG, &notes, Measure::Ghosts), expected, "{velocities:?}");
    }
}

#[test]
fn velocities_have_a_standard_deviation() {
    let of = |velocities: &[u8]| value(Lane::Bass, SONG, &at_velocities(36, velocities), Measure::VelocitySd);
    assert_eq!(of(&[80, 80, 80]), Some(0.0));
    assert_eq!(of(&[80, 100]), Some(10.0));
    assert_eq!(of(&[]), None);
}

fn late_by(millis: &[i32]) -> Vec<Note> {
    let each = millis.iter().enumerate();
    each.map(|(beat, late)| Note { offset: Micros(late * 1_000), ..note(beat as f64, 36) }).collect()
}

#[test]
fn lean_is_no_mistake_but_spread_is_counted() {
    let spread = |millis: &[i32]| {
        let value = value(Lane::Bass, SONG, &late_by(millis), Measure::TimingSd);
        value.map(f64::round)
    };
    assert_eq!(spread(&[0, 0, 0, 0]), Some(0.0));
    assert_eq!(spread(&[20, 20, 20, 20]), Some(0.0), "everything is late alike");
    assert_eq!(spread(&[-10, 10, -10, 10, -10, 10]), Some(10.0));
}

#[test]
fn hands_drift_and_dice_do_not() {
    let song = "{tempo: 120} | C | C | C | C |";
    let drift = |millis: &[i32]| value(Lane::Bass, song, &late_by(millis), Measure::TimingDrift);
    let early_then_late = [-8, -8, -8, -8, -8, 8, 8, 8, 8, 8];
    assert!(drift(&early_then_late).unwrap() > 0.7, "{:?}", drift(&early_then_late));
    assert_eq!(drift(&[-8, 8, -8, 8, -8, 8, -8, 8, -8, 8]), Some(-1.0));
    let by_chance = drift(&[8, 8, -8, -8, 8, 8, -8, -8, 8, 8, -8, -8, 8]).unwrap();
    assert!(by_chance.abs() < 0.2, "{by_chance}");
    assert_eq!(drift(&[0; 12]), None, "a machine has nothing to drift");
    assert_eq!(drift(&[-8, 8, -8]), None, "three notes say nothing");
}

#[test]
fn what_is_struck_together_is_one_moment() {
    let chord = |millis: &[i32]| -> Vec<Note> {
        let two = |note: Note| [note, Note { pitch: "E4".parse().unwrap(), ..note }];
        late_by(millis).into_iter().flat_map(two).collect()
    };
    let of = |notes: &[Note]| value(Lane::Keys, "{tempo: 120} | C | C | C |", notes, Measure::TimingDrift);
    assert_eq!(of(&chord(&[-8, 8, -8, 8, -8, 8, -8, 8, -8, 8])), Some(-1.0), "not alike within a chord");
}

#[test]
fn exact_is_a_twelfth_of_a_beat_to_the_tick() {
    let exact = |notes: &[Note]| value(Lane::Bass, SONG, notes, Measure::OnGrid);
    assert_eq!(exact(&late_by(&[0, 3, 0, -4])), Some(0.5));
    let triplets = [0.0, 1.0 / 3.0, 2.0 / 3.0, 0.75, 0.76].map(|beat| note(beat, 36));
    assert_eq!(exact(&triplets), Some(0.8));
}

#[test]
fn offsets_count_as_time_whatever_the_tempo() {
    for tempo in ["60", "120", "200"] {
        let chart = format!("{{tempo: {tempo}}} | C | C |");
        let spread = value(Lane::Bass, &chart, &late_by(&[-8, 8, -8, 8, -8, 8]), Measure::TimingSd);
        // A tick at 60 is a millisecond long.
        assert!((spread.unwrap() - 8.0).abs() < 0.5, "{tempo}: {spread:?}");
    }
}
