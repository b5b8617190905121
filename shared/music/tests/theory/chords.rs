//! Chords against a table: what each spelling is called, which notes it has, and what is said of mistakes.

use ai_band_music::chord::{Chord, Error, TEXT_MAX};

use crate::table::{self, Row, spelled};

const CHORDS: &str = include_str!("data/chords.txt");

fn read(row: &Row<'_>) -> Result<(), String> {
    match row.cells() {
        [text, "!", column, message] => refused(text.parse(), column, message),
        [text, canonical, notes] => accepted(text, canonical, notes),
        _ => Err("a row has three cells, or four for a mistake".to_owned()),
    }
}

fn accepted(text: &str, canonical: &str, notes: &str) -> Result<(), String> {
    let chord: Chord = text.parse().map_err(|error: Error| format!("{error} ({})", error.reason()))?;
    table::same(&chord.to_string(), canonical)?;
    table::same(&spelled(chord.spellings()), notes)?;
    if canonical.parse() == Ok(chord) { Ok(()) } else { Err(format!("{canonical} reads as another chord")) }
}

pub(crate) fn refused(read: Result<Chord, Error>, column: &str, message: &str) -> Result<(), String> {
    let Err(error) = read else { return Err("was taken for a chord".to_owned()) };
    table::same(&error.column().to_string(), column)?;
    table::same(&error.to_string(), message)
}

#[test]
fn every_row_of_the_table_holds() {
    assert!(table::rows(CHORDS).len() >= 800);
    table::check(CHORDS, read);
}

#[test]
fn no_spelling_is_listed_twice() {
    let mut spellings: Vec<&str> = table::rows(CHORDS).iter().map(|row| row.cells()[0]).collect();
    let count = spellings.len();
    spellings.sort_unstable();
    spellings.dedup();
    assert_eq!(spellings.len(), count);
}

#[test]
fn space_around_a_chord_is_no_part_of_it() {
    let chord: Chord = " Am7\t".parse().unwrap();
    assert_eq!(chord.to_string(), "Am7");
    let error = "  Hm7".parse::<Chord>().unwrap_err();
    assert_eq!((error.column(), error.suggestion()), (2, Some("Bm7")));
    for nothing in ["", " ", "\u{a0}"] {
        let error = nothing.parse::<Chord>().unwrap_err();
        assert_eq!((error.column(), error.reason()), (0, "a chord starts with a note from A to G"));
    }
}

#[test]
fn columns_count_characters_as_they_were_typed() {
    for (text, column) in [("B𝄫mq", 3), ("B♭mq", 3), ("B♭♭mq", 4), ("CΔ7q", 3), ("C/𝄫", 2)] {
        assert_eq!(text.parse::<Chord>().unwrap_err().column(), column, "{text}");
    }
}

#[test]
fn endless_text_is_refused_at_once_and_in_few_words() {
    for endless in ["C", "C(b9)", "🎸", " ", "C7b9", "C\\"].map(|part| part.repeat(2_000_000)) {
        let error = endless.parse::<Chord>().unwrap_err();
        assert!(error.column() <= TEXT_MAX && error.to_string().len() < 256, "{error}");
        assert_eq!(error.suggestion(), None);
    }
    let longest = format!("C{}", "(b9)".repeat(TEXT_MAX / 4 - 1));
    assert_eq!(longest.parse::<Chord>().map(|chord| chord.to_string()), Ok("Caddb9".to_owned()));
    let over = "C".repeat(TEXT_MAX + 1).parse::<Chord>().unwrap_err();
    assert_eq!((over.column(), over.reason()), (TEXT_MAX, "a chord has at most 128 characters"));
}

#[test]
fn a_long_text_is_cut_in_its_message() {
    let error = format!("C{}", "z".repeat(60)).parse::<Chord>().unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("\"C{}…\" is not a chord: \"zzzzzzzzzzzz\" has no meaning here", "z".repeat(31))
    );
}
