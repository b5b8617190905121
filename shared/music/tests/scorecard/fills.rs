//! Fills: whether a section's last bar is one, and whether it is the one before.

use ai_band_music as music;

use music::clip::Note;
use music::lane::Lane;
use music::scorecard::{Changes, Measure, Take, card};
use music::time::Ticks;

use crate::stage::{note, song, value};

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
fn feet_and_ghosts_make_no_other_fill_but_a_longer_one_is_another() {
    let with = |more: &[(f64, u8)]| [TOMS, more].concat();
    let table: [(&str, Vec<(f64, u8)>, f64); 4] = [
        ("a kick under it", with(&[(3.5, 36)]), 1.0),
        ("another tom in it", with(&[(3.5, 48)]), 0.0),
        ("begins earlier", with(&[(2.5, 48)]), 0.0),
        ("begins later", TOMS.iter().copied().filter(|(beat, _)| *beat != 3.0).collect(), 0.0),
    ];
    for (name, second, expected) in table {
        let notes = drums([TOMS, &second]);
        assert_eq!(value(Lane::Drums, FORM, &notes, Measure::SameFill), Some(expected), "{name}");
    }
    let mut notes = drums([TOMS, &with(&[(2.5, 38)])]);
    let ghost = notes.iter_mut().find(|note| note.start == Ticks::from_beats_f64(30.5).unwrap()).unwrap();
    ghost.velocity = 30;
    assert_eq!(value(Lane::Drums, FORM, &notes, Measure::SameFill), Some(1.0), "a ghost before it");
}

#[test]
fn the_null_asks_a_bar_early_where_nothing_stands_out() {
    let song = song(FORM);
    let notes = drums([TOMS, ROLL]);
    let take = Take { lane: Lane::Drums, notes: &notes };
    let salience = |changes: &Changes| card(&take, &song, changes)[&Measure::FillSalience].mean();
    assert_eq!(salience(&Changes::of(&song)), Some(2.25));
    // A is too short without its fill. B has that fill for a bar: five thirds stand out, ten thirds are usual.
    assert_eq!(salience(&Changes::rotated(&song)), Some(0.5));
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
