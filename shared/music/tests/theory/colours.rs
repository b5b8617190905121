//! Families, guide tones and tensions against a table.

use ai_band_music::chord::{Chord, Family, Tone};

use crate::table::{self, Row};

const COLOURS: &str = include_str!("data/colours.txt");

fn degrees(tones: Vec<Tone>) -> String {
    let names: Vec<String> = tones.iter().map(|tone| tone.degree.to_string()).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(" ") }
}

fn read(row: &Row<'_>) -> Result<(), String> {
    let [text, family, guides, tensions] = row.cells() else { return Err("a row has four cells".to_owned()) };
    let chord: Chord = text.parse().map_err(|error| format!("{error}"))?;
    table::same(&format!("{:?}", chord.family()), family)?;
    table::same(&degrees(chord.guide_tones()), guides)?;
    table::same(&degrees(chord.tensions()), tensions)
}

#[test]
fn every_row_of_the_table_holds() {
    assert!(table::rows(COLOURS).len() >= 48);
    table::check(COLOURS, read);
}

#[test]
fn every_family_is_in_the_table() {
    let named: Vec<&str> = table::rows(COLOURS).iter().map(|row| row.cells()[1]).collect();
    for family in [
        Family::Major,
        Family::Minor,
        Family::Dominant,
        Family::HalfDiminished,
        Family::Diminished,
        Family::Augmented,
        Family::Suspended,
        Family::Power,
    ] {
        assert!(named.contains(&format!("{family:?}").as_str()), "{family:?}");
    }
}

#[test]
fn colours_are_counted_from_the_root() {
    let chord: Chord = "Ab7".parse().unwrap();
    let classes: Vec<String> = chord.guide_tones().iter().map(|tone| tone.class.to_string()).collect();
    assert_eq!(classes, ["C", "F#"], "the third of Ab and its Gb");
    let ninth = chord.tensions().into_iter().find(|tone| tone.degree.to_string() == "9").unwrap();
    assert_eq!(ninth.degree.spelled_above(chord.root()).to_string(), "Bb");
}
