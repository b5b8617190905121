//! Where chords begin, end, come early and stop: rows of one plain style over small charts.

use ai_band_composer::Brief;
use ai_band_composer::style::{Files, Style};
use music::lane::Lane;

use crate::grid;
use crate::stage::Take;

/// What a style with this one cell plays, bar by bar.
fn rows(bass: &str, chart: &str) -> Vec<String> {
    let files: Files = [("bass.toml".to_owned(), bass.to_owned())].into();
    let mut brief = Brief::new(Style::read("plain", &files).unwrap(), 1);
    brief.lanes = vec![Lane::Bass];
    grid::rows(&Take::with(chart, &brief))
}

const HALVES: &str = "line = \"riff\"\nhome = \"A1\"\nwander = 0\n[[cell]]\nstep = 8\ngrid = \"1--- 5---\"";
const EIGHTHS: &str = "line = \"riff\"\nhome = \"A1\"\nwander = 0\n[[cell]]\nstep = 8\ngrid = \"1111 1111\"";
const OFF_BEAT: &str = "line = \"riff\"\nhome = \"A1\"\nwander = 0\n[[cell]]\nstep = 8\ngrid = \".1.1 .1.1\"";

#[test]
fn chords_are_struck_where_they_begin() {
    let table: &[(&str, &str, &[&str])] = &[
        ("one a bar", "| C | Am |", &["C2 - - - G2 - - -", "A1 - - - E2 - - -"]),
        ("two", "| C Am |", &["C2 - - - A1 - - -"]),
        ("three", "| C Am F |", &["C2 - - - A1 - F1 -"]),
        ("four", "| C Am F G |", &["C2 - A1 - F1 - G1 -"]),
        ("every eighth", "| C Am F G C Am F G |", &["C2 A1 F1 G1 C2 A1 F1 G1"]),
        ("off the beat", "| C . . G . . . . |", &["C2 - - G1 D2 - - -"]),
        (
            "behind a slash",
            "| C | C/B | Am/G |",
            &["C2 - - - G2 - - -", "B1 - - - C2 - - -", "G1 - - - A1 - - -"],
        ),
        ("on a pedal", "| C | F/C | G/C |", &["C2 - - - G2 - - -", "C2 - - - F2 - - -", "C2 - - - G2 - - -"]),
    ];
    for (what, chart, expected) in table {
        assert_eq!(&rows(HALVES, chart), expected, "{what}");
    }
}

#[test]
fn a_window_that_begins_with_another_chord_than_its_first_note_has_that_notes_root() {
    const LATE: &str = "line = \"riff\"\nhome = \"A1\"\nwander = 0\n[[cell]]\nstep = 8\ngrid = \".... 1---\"";
    assert_eq!(rows(LATE, "| C G |"), [". . . . G1 - - -"]);
    // The fifth bar begins a window; its chord was struck before, and the first note there is the sixth bar's.
    let held = "| C | C | C | {feel: stop-time} C | >G | F |";
    assert_eq!(rows(HALVES, held)[3..], ["C2! . . . . . . G1!", "- - . . . . . .", "F1! . . . . . . ."]);
}

#[test]
fn nothing_sounds_without_a_chord() {
    let table: &[(&str, &[&str])] = &[
        ("| C | N.C. | C |", &["C2 - - - G2 - - -", ". . . . . . . .", "C2 - - - G2 - - -"]),
        ("| C N.C. |", &["C2 - - - . . . ."]),
        ("| C . . N.C. |", &["C2 - - - G2 - . ."]),
        ("| N.C. . G . |", &[". . . . G1 - - -"]),
    ];
    for (chart, expected) in table {
        assert_eq!(&rows(HALVES, chart), expected, "{chart}");
    }
}

#[test]
fn pushed_chords_come_early_and_are_held() {
    let table: &[(&str, &str, &[&str])] = &[
        (HALVES, "| C | >G |", &["C2 - - - G2 - - G1!", "- - - - D2 - - -"]),
        (EIGHTHS, "| C | >G |", &["C2 C2 C2 C2 C2 C2 C2 G1!", "- G1 G1 G1 G1 G1 G1 G1"]),
        (EIGHTHS, "| C >G |", &["C2 C2 C2 G1 - G1 G1 G1"]),
        (HALVES, "| C . . >G |", &["C2 - - - G2 G1 - -"]),
    ];
    for (style, chart, expected) in table {
        assert_eq!(&rows(style, chart), expected, "{chart}");
    }
}

#[test]
fn off_beat_styles_stay_off_the_beat_until_a_chord_needs_them() {
    assert_eq!(rows(OFF_BEAT, "| C | G |"), [". C2 . C2 . C2 . C2", ". G1 . G1 . G1 . G1"]);
    // The note before beat 3 anticipates the chord.
    assert_eq!(rows(OFF_BEAT, "| C G |"), [". C2 . G1 . G1 . G1"]);
}

#[test]
fn songs_stop_and_land_together() {
    let table: &[(&str, &[&str])] = &[
        ("{ending: button} | C | G C |", &["C2 - - - G2 - - -", "G1! - - - C2! . . ."]),
        ("{ending: ring} | C | G |", &["C2 - - - G2 - - -", "G1! - - - - - - -"]),
        // From the fifth a step down: the low F would be a leap over an octave.
        (
            "| C | {feel: stop-time} F | {feel: normal} C |",
            &["C2 - - - G2 - - -", "F2! . . . . . . .", "C2 - - - G2 - - -"],
        ),
    ];
    for (chart, expected) in table {
        assert_eq!(&rows(HALVES, chart), expected, "{chart}");
    }
}

#[test]
fn other_meters_pickups_and_feels() {
    let table: &[(&str, &[&str])] = &[
        ("{meter: 3/4} | C | G |", &["C2 - - - - -", "G1 - - - - -"]),
        ("{meter: 6/8} | C | G Am |", &["C2 - - - - -", "G1 - - A1 - -"]),
        ("{meter: 7/8} | C | G Am |", &["C2 - - - G2 - -", "G1 - - - A1 - -"]),
        ("{pickup: 1} | G | C |", &[". .", "C2! - - - G2 - - -"]),
        ("| {feel: half-time} C | % |", &["C2 - - - - - - -", "G2 - - - - - - -"]),
        ("| {feel: double-time} C |", &["C2 - G2 - C2 - G2 -"]),
    ];
    for (chart, expected) in table {
        assert_eq!(&rows(HALVES, chart), expected, "{chart}");
    }
}

#[test]
fn the_next_bar_may_come_early_within_four() {
    let bossa = "line = \"riff\"\nhome = \"A1\"\nwander = 0\n[[cell]]\nstep = 8\ngrid = \"1--5 5-->\"";
    let found = rows(bossa, "| C | Am | F | G | C |");
    assert_eq!(found[0], "C2 - - G2 G2 - - A1!");
    assert_eq!(found[1], "- - - E2 E2 - - F1!");
    assert!(found[4].starts_with("C2"), "the fifth bar begins a window: {}", found[4]);
}
