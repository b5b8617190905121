//! Fills: whether a section's last bar is one, and whether it is the one before.

use ai_band_music as music;

use music::clip::Note;
use music::lane::Lane;
use music::scorecard::Measure;

use crate::stage::{note, value};

const FORM: &str = "{tempo: 120} [A] | C | C | C | C | [B] | C | C | C | C | [C] | C | C | C | C |";
const GROOVE: &[(f64, u8)] = &[(0.0, 36), (1.0, 38), (2.0, 36), (3.0, 38)];
/// Four strokes more, and the last of the groove away: five differ.
const TOMS: &[(f64, u8)] = &[(0.0, 36), (1.0, 38), (2.0, 36), (3.0, 48), (3.25, 48), (3.5, 45), (3.75, 41)];
const ROLL: &[(f64, u8)] = &[(0.0, 36), (1.0, 38), (2.0, 38), (2.5, 38), (3.0, 38), (3.5, 38)];

fn drums(last_bars: [&[(f64, u8)]; 2]) -> Vec<Note> {
    let bar = |bar: usize| match bar {
        3 => last_bars[0],
        7 => last_bars[1],
        _ => GROOVE,
    };
    let notes =
        |index: usize| bar(index).iter().map(move |(beat, key)| note(index as f64 * 4.0 + beat, *key));
    (0..12).flat_map(notes).collect()
}

#[test]
fn a_fill_stands_out_from_its_section() {
    let table = [([GROOVE, GROOVE], 0.0), ([TOMS, TOMS], 2.5), ([TOMS, GROOVE], 1.25), ([ROLL, TOMS], 2.25)];
    for (last_bars, expected) in table {
        let notes = drums(last_bars);
        assert_eq!(value(Lane::Drums, FORM, &notes, Measure::FillSalience), Some(expected), "{last_bars:?}");
    }
}

#[test]
fn where_every_bar_differs_a_fill_must_differ_more() {
    let form = "{tempo: 120} [A] | C | C | C | C | [B] | C |";
    let busy =
        |bar: usize| (0..4).map(move |stroke| note(bar as f64 * 4.0 + f64::from(stroke), 36 + bar as u8));
    let notes: Vec<Note> = (0..4).flat_map(busy).collect();
    assert_eq!(value(Lane::Drums, form, &notes, Measure::FillSalience), Some(1.0));
}

#[test]
fn the_same_fill_twice_is_noticed_and_no_fill_is_none() {
    let table = [
        ([TOMS, TOMS], Some(1.0)),
        ([TOMS, ROLL], Some(0.0)),
        ([GROOVE, GROOVE], None),
        ([TOMS, GROOVE], None),
    ];
    for (last_bars, expected) in table {
        let notes = drums(last_bars);
        assert_eq!(value(Lane::Drums, FORM, &notes, Measure::SameFill), expected, "{last_bars:?}");
    }
}

#[test]
fn the_end_of_the_song_and_short_sections_are_no_place_for_fills() {
    let notes = drums([TOMS, TOMS]);
    let short = "{tempo: 120} [A] | C | C | C | [B] | C | C | C | [C] | C |";
    assert_eq!(value(Lane::Drums, short, &notes, Measure::FillSalience), None);
    let alone = "{tempo: 120} [A] | C | C | C | C |";
    assert_eq!(value(Lane::Drums, alone, &notes, Measure::FillSalience), None);
    assert_eq!(value(Lane::Percussion, FORM, &notes, Measure::FillSalience), None);
}
