//! Walking: which bars count, and whether a line goes somewhere or goes round.

use ai_band_music as music;

use music::clip::Note;
use music::lane::Lane;
use music::scorecard::{Changes, Measure, Take, card, walking_card};

use crate::stage::{line, note, song};

fn walking(chart: &str, notes: &[Note], measure: Measure) -> Option<f64> {
    let song = song(chart);
    let card = walking_card(&Take { lane: Lane::Bass, notes }, &song, &Changes::of(&song));
    card.get(&measure).and_then(|tally| tally.mean()).map(|mean| (mean * 1_000.0).round() / 1_000.0)
}

#[test]
fn a_bar_walks_with_a_note_on_every_beat_and_hardly_any_between() {
    let c: &[(f64, u8)] = &[(0.0, 36), (1.0, 40), (2.0, 43), (3.0, 40)];
    let table: [(&str, &[(f64, u8)], bool); 7] = [
        ("quarters", &[(4.0, 41), (5.0, 45), (6.0, 48), (7.0, 45)], true),
        ("early and late hands", &[(3.97, 41), (5.05, 45), (6.0, 48), (7.08, 45)], true),
        ("a skip", &[(4.0, 41), (5.0, 45), (5.67, 45), (6.0, 48), (7.0, 45)], true),
        ("two-feel", &[(4.0, 41), (6.0, 48)], false),
        ("two-feel with a pickup", &[(4.0, 41), (6.0, 48), (7.0, 45)], false),
        ("dotted", &[(4.0, 41), (5.67, 45), (6.0, 48), (7.0, 45)], false),
        ("eighths", &[(4.0, 41), (4.5, 41), (5.0, 41), (5.5, 41), (6.0, 41), (6.5, 41), (7.0, 41)], false),
    ];
    for (name, second_bar, walks) in table {
        let notes: Vec<Note> = c.iter().chain(second_bar).map(|(beat, key)| note(*beat, *key)).collect();
        let root = walking("{tempo: 120} | C | F |", &notes, Measure::RootOnChange);
        assert_eq!(root, walks.then_some(1.0), "{name}");
    }
    let waltz = line(&[36, 40, 43, 41, 45, 48]);
    assert_eq!(walking("{meter: 3/4} | C | F |", &waltz, Measure::RootOnChange), Some(1.0));
}

#[test]
fn what_comes_from_a_bar_that_does_not_walk_is_no_step() {
    let walks = [note(4.0, 41), note(5.0, 45), note(6.0, 48), note(7.0, 45)];
    for (before, expected) in [
        ([note(0.0, 36), note(1.0, 40), note(2.0, 43), note(3.0, 40)].as_slice(), Some(1.0)),
        ([note(0.0, 36), note(3.0, 40)].as_slice(), None),
    ] {
        let notes = [before, walks.as_slice()].concat();
        assert_eq!(walking("{tempo: 120} | C | F |", &notes, Measure::StepIntoChange), expected);
        assert_eq!(walking("{tempo: 120} | C | F |", &notes, Measure::RootOnChange), Some(1.0));
    }
}

/// A bar each, walked over `| C | F | C | F |` and home.
fn over_and_over(bars: [[u8; 4]; 4]) -> Option<f64> {
    let notes = line(&[bars.concat(), vec![36, 40, 43, 40]].concat());
    walking("{tempo: 120} | C | F | C | F | C |", &notes, Measure::DistinctLines)
}

#[test]
fn a_figure_that_goes_round_is_one_line_and_lines_that_differ_are_many() {
    let (up, down, over_f) = ([36, 40, 43, 40], [36, 35, 33, 40], [41, 45, 48, 45]);
    // The last bar leads nowhere and is compared with nobody: C, F, C, F remain, two of each.
    assert_eq!(over_and_over([up, over_f, up, over_f]), Some(0.5));
    assert_eq!(over_and_over([up, over_f, down, over_f]), Some(0.75));
    assert_eq!(over_and_over([up, over_f, down, [41, 40, 38, 37]]), Some(1.0));
    // An octave away it is the same line.
    assert_eq!(over_and_over([up, over_f, up.map(|key| key + 12), over_f]), Some(0.5));
}

#[test]
fn other_chords_are_another_task_unless_they_are_the_same_from_the_root() {
    let of = |chart: &str, keys: &[u8]| walking(chart, &line(keys), Measure::DistinctLines);
    let figure = [36, 40, 43, 45, 38, 42, 45, 47, 40, 44, 47, 49];
    assert_eq!(of("{tempo: 120} | C | D | E |", &figure), Some(0.5), "a step up, twice");
    assert_eq!(of("{tempo: 120} | C | Dm | E |", &figure), None, "no two bars ask the same");
    assert_eq!(of("{tempo: 120} | C | D | F |", &figure), None, "nor lead to the same");
    assert_eq!(of("{tempo: 120} | C/E | D | E |", &figure), None, "nor over the same bass");
}

#[test]
fn a_skip_between_the_beats_makes_no_other_line_but_another_rhythm() {
    let mut notes = line(&[36, 40, 43, 40, 36, 40, 43, 40, 36]);
    notes.push(note(5.67, 40));
    notes.sort_by_key(|note| note.start);
    let of = |measure| walking("{tempo: 120} | C | C | C |", &notes, measure);
    assert_eq!(of(Measure::DistinctLines), Some(0.5));
    assert_eq!(of(Measure::DistinctRhythms), Some(1.0));
    assert_eq!(of(Measure::DistinctBars), Some(1.0));
}

#[test]
fn a_walk_is_a_part_of_what_a_bass_plays() {
    let song = song("{tempo: 120} | C | F |");
    let notes = line(&[36, 40, 43, 40, 43]);
    let take = Take { lane: Lane::Bass, notes: &notes };
    let root = Measure::RootOnChange;
    assert_eq!(card(&take, &song, &Changes::of(&song))[&root].mean(), Some(0.0));
    assert!(!walking_card(&take, &song, &Changes::of(&song)).contains_key(&root), "one note is no walk");
}
