//! What holds for every chord there is, and for every text there is.

use ai_band_music::chord::{Chord, TEXT_MAX};
use ai_band_music::key::{Key, Mode};
use ai_band_music::pitch::{Letter, Spelling};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

const ROOTS: &[&str] =
    &["C", "D", "E", "F", "G", "A", "B", "Db", "E♭", "F#", "Gb", "G♯", "Ab", "Bb", "C#", "Cb", "B♭"];
/// Everything that can stand before the alterations.
const STEMS: &[&str] = &[
    "", "maj", "M", "m", "min", "-", "dim", "°", "o", "aug", "+", "5", "6", "m6", "69", "6/9", "7", "9",
    "11", "13", "m7", "-7", "m9", "m11", "m13", "maj7", "Δ", "^9", "M11", "maj13", "mM7", "-Δ9", "ø", "ø7",
    "m7b5", "°7", "o7", "°M7", "+7", "+M7", "7+", "sus", "sus2", "sus4", "sus24", "7sus", "9sus4", "13sus",
    "maj7sus2", "2", "4", "m2", "m4", "7M", "dim9",
];
const WORDS: &[&str] = &[
    "b5", "#5", "b9", "#9", "#11", "b13", "add9", "add11", "add13", "addb9", "add#11", "add6", "add3",
    "sus2", "sus4", "no3", "no5", "no7", "no9", "no11", "no13", "-9", "+11", "b6", "#4",
];
const GLYPHS: &[char] = &[
    'A', 'B', 'C', 'G', 'H', 'a', 'b', 'g', '#', '♭', '𝄫', 'm', 'M', 'a', 'j', 'i', 'n', 'd', 's', 'u', 'o',
    'ø', '°', 'Δ', '+', '-', '(', ')', ',', ' ', '/', '\\', '|', '0', '1', '2', '3', '4', '5', '6', '7', '9',
    'I', 'V', 'v', 'é', '🎸',
];

fn words() -> impl Strategy<Value = String> {
    let few = subsequence(WORDS, 0..5).prop_shuffle();
    (few, 0..4).prop_map(|(words, style)| match (words.is_empty(), style) {
        (true, _) => String::new(),
        (false, 0) => format!("({})", words.concat()),
        (false, 1) => format!("({})", words.join(",")),
        (false, 2) => words.iter().map(|word| format!("({word})")).collect(),
        (false, _) => format!("({}){}", words[0], words[1..].concat()),
    })
}

fn single() -> impl Strategy<Value = String> {
    (select(ROOTS), select(STEMS), words()).prop_map(|(root, stem, words)| format!("{root}{stem}{words}"))
}

/// A chord from the grammar's parts: every one of them can be read.
fn chord_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => single(),
        2 => (single(), select(ROOTS)).prop_map(|(chord, bass)| format!("{chord}/{bass}")),
        1 => (single(), single(), select(&["\\", "|"][..])).prop_map(|(upper, lower, over)| format!("{upper}{over}{lower}")),
    ]
}

fn chord() -> impl Strategy<Value = Chord> {
    chord_text().prop_map(|text| text.parse().unwrap_or_else(|error| panic!("{error}")))
}

fn key() -> impl Strategy<Value = Key> {
    let tonics =
        (select(&Letter::ALL[..]), -1i8..=1).prop_map(|(letter, alteration)| Spelling { letter, alteration });
    let keys = (tonics, select(&Mode::ALL[..])).prop_map(|(tonic, mode)| Key { tonic, mode });
    keys.prop_filter("a key people write", |key| key.signature().abs() <= 7)
}

/// The laws of names, for whatever was taken for a chord.
fn names_hold(chord: Chord) -> Result<(), TestCaseError> {
    let canonical = chord.to_string();
    prop_assert!(canonical.chars().count() <= TEXT_MAX, "{} is too long", canonical);
    let again: Chord = canonical.parse().map_err(|error| TestCaseError::fail(format!("{error}")))?;
    prop_assert_eq!(again, chord, "{}", canonical);
    prop_assert_eq!(again.to_string(), canonical);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_chord_of_the_grammar_is_read_and_named(text in chord_text()) {
        let chord: Chord = text.parse().map_err(|error| TestCaseError::fail(format!("{error}")))?;
        names_hold(chord)?;
    }

    #[test]
    fn any_text_is_a_chord_or_a_short_answer(text in prop_oneof![
        any::<String>(),
        prop::collection::vec(select(GLYPHS), 0..24).prop_map(String::from_iter),
        (chord_text(), 0usize..30, select(GLYPHS)).prop_map(|(text, at, glyph)| {
            let mut glyphs: Vec<char> = text.chars().collect();
            glyphs.insert(at.min(glyphs.len()), glyph);
            glyphs.into_iter().collect()
        }),
    ], key in key()) {
        for read in [text.parse(), Chord::parse_in(&text, &key)] {
            match read {
                Ok(chord) => names_hold(chord)?,
                Err(error) => {
                    prop_assert!(error.column() <= text.chars().count());
                    prop_assert!(error.to_string().chars().count() < 200, "{}", error);
                    if let Some(suggestion) = error.suggestion() {
                        let meant: Chord = suggestion.parse().map_err(|error| TestCaseError::fail(format!("{error}")))?;
                        prop_assert_eq!(meant.to_string(), suggestion);
                    }
                }
            }
        }
    }

    #[test]
    fn transposing_moves_every_sound_and_comes_back(chord in chord(), semitones in -30i32..30, key in key()) {
        for key in [None, Some(&key)] {
            let there = chord.transposed(semitones, key);
            prop_assert_eq!(there.classes(), chord.classes().transposed(semitones), "{} to {}", chord, there);
            prop_assert_eq!(there.bass().class(), chord.bass().class().transposed(semitones));
            prop_assert_eq!(there.family(), chord.family());
            let back = there.transposed(-semitones, key);
            prop_assert_eq!(back.classes(), chord.classes(), "{} and back to {}", chord, back);
            names_hold(there)?;
        }
        prop_assert_eq!(chord.transposed(12, None), chord);
    }

    #[test]
    fn tones_and_classes_say_the_same(chord in chord()) {
        let tones = chord.tones();
        let classes: Vec<_> = tones.iter().map(|tone| tone.class).collect();
        prop_assert_eq!(classes.iter().copied().collect::<ai_band_music::pitch::ClassSet>(), chord.classes());
        prop_assert_eq!(classes.len(), chord.classes().len(), "a sound is listed twice in {}", chord);
        prop_assert!(tones.iter().all(|tone| tone.degree.above(chord.root().class()) == tone.class));
        prop_assert!(tones.is_sorted_by_key(|tone| tone.degree));
        let spelled: Vec<_> = chord.spellings().iter().map(|note| note.class()).collect();
        prop_assert_eq!(spelled, classes);
    }

    #[test]
    fn guide_tones_are_in_the_chord_and_tensions_are_not(chord in chord()) {
        prop_assert!(chord.guide_tones().iter().all(|tone| chord.tones().contains(tone)));
        prop_assert!(chord.tensions().iter().all(|tone| !chord.classes().contains(tone.class)), "{}", chord);
    }
}
