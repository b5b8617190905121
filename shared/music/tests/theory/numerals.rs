//! Roman and Nashville numerals against a table, and against each other in every key.

use ai_band_music::chord::{Chord, Error};
use ai_band_music::key::{Key, Mode};

use crate::chords::refused;
use crate::table::{self, Row};

const NUMERALS: &str = include_str!("data/numerals.txt");

fn read(row: &Row<'_>) -> Result<(), String> {
    let (key, rest) = row.cells().split_first().ok_or("no key")?;
    let key: Key = key.parse().map_err(|error| format!("{error}"))?;
    match rest {
        [text, "!", column, message] => refused(Chord::parse_in(text, &key), column, message),
        [text, expected] => {
            let chord = Chord::parse_in(text, &key).map_err(|error: Error| error.to_string())?;
            table::same(&chord.to_string(), expected)
        }
        _ => Err("a row has three cells, or five for a mistake".to_owned()),
    }
}

#[test]
fn every_row_of_the_table_holds() {
    assert!(table::rows(NUMERALS).len() >= 140);
    table::check(NUMERALS, read);
}

/// C major and A minor moved to every pitch there is.
fn keys(mode: Mode) -> impl Iterator<Item = Key> {
    let start = Key { mode, ..Key::C_MAJOR };
    (0..12).map(move |semitones| start.transposed(semitones))
}

#[test]
fn a_numeral_is_the_same_chord_in_every_key() {
    for text in ["ii7", "V7/V", "bVII", "viiø7", "V6/5", "5/7", "#4°", "b3maj7", "V7/vi"] {
        let home = Chord::parse_in(text, &Key::C_MAJOR).unwrap();
        for (semitones, key) in keys(Mode::Major).enumerate() {
            let there = Chord::parse_in(text, &key).unwrap();
            assert_eq!(there.classes(), home.classes().transposed(semitones as i32), "{text} in {key}");
            assert_eq!(
                there.bass().class(),
                home.bass().class().transposed(semitones as i32),
                "{text} in {key}"
            );
        }
    }
}

#[test]
fn the_seven_chords_of_a_key_have_only_its_notes() {
    let major = ["Imaj7", "ii7", "iii7", "IVmaj7", "V7", "vi7", "viiø7"];
    let minor = ["i7", "iiø7", "IIImaj7", "iv7", "v7", "VImaj7", "VII7"];
    for (mode, numerals) in [(Mode::Major, major), (Mode::Minor, minor)] {
        for key in keys(mode) {
            for text in numerals {
                let chord = Chord::parse_in(text, &key).unwrap();
                let own = key.spellings();
                assert!(
                    chord.spellings().iter().all(|note| own.contains(note)),
                    "{text} in {key} is {chord}"
                );
            }
        }
    }
}

#[test]
fn roman_and_nashville_agree() {
    for key in keys(Mode::Major).chain(keys(Mode::Minor)) {
        for (roman, number) in
            [("I", "1"), ("ii7", "2m7"), ("bVII", "b7"), ("V7", "57"), ("IV/5", "4/5"), ("vi", "6-")]
        {
            let both = [roman, number].map(|text| Chord::parse_in(text, &key).unwrap());
            assert_eq!(both[0], both[1], "{roman} and {number} in {key}");
        }
    }
}
