//! Chords against a table: what each spelling is called, which notes it has, and what is said of mistakes.

use ai_band_music::chord::Chord;

use crate::table::{self, Row};

fn notes(chord: &Chord) -> String {
    let names: Vec<String> = chord.spellings().iter().map(ToString::to_string).collect();
    names.join(" ")
}

fn wrong(row: &Row<'_>) -> Option<String> {
    let place = row.line;
    let [text, canonical, expected] = row.cells() else {
        return Some(format!("line {place}: not three cells"));
    };
    let chord: Chord = match text.parse() {
        Ok(chord) => chord,
        Err(error) => return Some(format!("line {place}: {error} ({})", error.reason())),
    };
    let found = (chord.to_string(), notes(&chord));
    if (found.0.as_str(), found.1.as_str()) != (canonical, expected) {
        return Some(format!(
            "line {place}: {text} is {} with {}, not {canonical} with {expected}",
            found.0, found.1
        ));
    }
    (canonical.parse() != Ok(chord)).then(|| format!("line {place}: {canonical} read back is another chord"))
}

#[test]
fn every_spelling_has_its_name_and_notes() {
    let rows = table::rows(include_str!("data/chords.txt"));
    assert!(rows.len() >= 400, "{} rows", rows.len());
    let wrong: Vec<String> = rows.iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
