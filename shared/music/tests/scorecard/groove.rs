//! Repetition: how many bars are different, and how different they are.

use ai_band_music as music;

use music::clip::Note;
use music::lane::Lane;
use music::scorecard::Measure;

use crate::stage::{line, note, value};

const FOUR: &str = "{tempo: 120} | C | D | C | D |";

fn bars(bars: &[&[(f64, u8)]]) -> Vec<Note> {
    let bar = |(index, strokes): (usize, &&[(f64, u8)])| {
        let start = index as f64 * 4.0;
        strokes.iter().map(|(beat, key)| note(start + beat, *key)).collect::<Vec<_>>()
    };
    bars.iter().enumerate().flat_map(bar).collect()
}

#[test]
fn bars_are_distinct_by_what_their_lane_is_about() {
    let (a, b, c): (&[(f64, u8)], &[(f64, u8)], &[(f64, u8)]) =
        (&[(0.0, 36), (2.0, 38)], &[(0.0, 36), (2.0, 40)], &[(0.0, 36), (2.5, 38)]);
    let table: [(Lane, &[&[(f64, u8)]], f64); 7] = [
        (Lane::Drums, &[a, a, a, a], 0.25),
        (Lane::Drums, &[a, b, a, c], 0.75),
        (Lane::Drums, &[a, &[], a, c], 0.667),
        // A comp is compared by rhythm alone.
        (Lane::Keys, &[a, b, a, b], 0.25),
        (Lane::Keys, &[a, c, a, c], 0.5),
        // A bass line that moves with the chord is the same line.
        (Lane::Bass, &[&[(0.0, 36), (1.0, 43)], &[(0.0, 38), (1.0, 45)], &[(0.0, 36), (1.0, 43)]], 0.333),
        (Lane::Bass, &[&[(0.0, 36), (1.0, 43)], &[(0.0, 38), (1.0, 43)], &[(0.0, 36), (1.0, 43)]], 0.667),
    ];
    for (lane, notes, expected) in table {
        assert_eq!(
            value(lane, FOUR, &bars(notes), Measure::DistinctBars),
            Some(expected),
            "{lane} {notes:?}"
        );
    }
}

#[test]
fn hands_that_shake_and_swing_make_no_new_bars() {
    let swung =
        |late: f64| [0.0, 1.0, 1.63 + late, 2.0, 3.0 - late, 3.66].map(|beat| note(beat, 51)).to_vec();
    let mut notes = swung(0.0);
    for (bar, late) in [(1.0, 0.02), (2.0, -0.01), (3.0, 0.03)] {
        notes.extend(swung(late).into_iter().map(|played| note(played.start.as_beats_f64() + bar * 4.0, 51)));
    }
    assert_eq!(value(Lane::Drums, FOUR, &notes, Measure::DistinctBars), Some(0.25));
    assert_eq!(value(Lane::Drums, FOUR, &notes, Measure::GrooveConsistency), Some(1.0));
}

#[test]
fn consistency_counts_the_places_that_differ() {
    let (a, b): (&[(f64, u8)], &[(f64, u8)]) = (&[(0.0, 36), (2.0, 38)], &[(0.0, 36), (2.5, 38)]);
    let of = |notes: &[&[(f64, u8)]]| value(Lane::Drums, FOUR, &bars(notes), Measure::GrooveConsistency);
    assert_eq!(of(&[a, a, a]), Some(1.0));
    assert_eq!(of(&[a, b]), Some(0.875), "two of sixteen places");
    assert_eq!(of(&[a, &[], a]), None, "silence is no neighbour");
    let waltz = "{tempo: 120} {meter: 3/4} | C | {meter: 4/4} D |";
    assert_eq!(value(Lane::Drums, waltz, &line(&[36; 7]), Measure::GrooveConsistency), None);
}
