//! Progressions everybody plays, as letters, as roman numerals and as numbers, in every key.

use ai_band_music::chord::{Chord, Family};
use ai_band_music::key::Key;

struct Progression {
    name: &'static str,
    key: &'static str,
    letters: &'static str,
    roman: &'static str,
    /// Major keys only: numbers in a minor key are written in too many ways to compare.
    numbers: Option<&'static str>,
}

const PROGRESSIONS: &[Progression] = &[
    Progression {
        name: "two five one",
        key: "C",
        letters: "Dm7 G7 Cmaj7 Cmaj7",
        roman: "ii7 V7 Imaj7 I^7",
        numbers: Some("2-7 57 1^7 1maj7"),
    },
    Progression {
        name: "two five one in minor",
        key: "Cm",
        letters: "Dm7b5 G7b9 Cm6 Cm6",
        roman: "iiø7 V7b9 i6 i6",
        numbers: None,
    },
    Progression {
        name: "four chords of pop",
        key: "D",
        letters: "D A Bm G",
        roman: "I V vi IV",
        numbers: Some("1 5 6- 4"),
    },
    Progression {
        name: "turnaround",
        key: "Bb",
        letters: "Bb6 G7 Cm7 F7",
        roman: "I6 V7/ii ii7 V7",
        numbers: Some("16 67 2m7 57"),
    },
    Progression {
        name: "blues with a diminished passing chord",
        key: "F",
        letters: "F7 Bb7 Bdim7 F7/C D7 Gm7 C7 F7",
        roman: "I7 IV7 #iv°7 I7/5 V7/ii ii7 V7 I7",
        numbers: Some("17 47 #4°7 17/5 67 2-7 57 17"),
    },
    Progression {
        name: "back door",
        key: "C",
        letters: "Fm7 Bb7 Cmaj7",
        roman: "iv7 bVII7 Imaj7",
        numbers: Some("4-7 b77 1maj7"),
    },
    Progression {
        name: "bass that walks down",
        key: "G",
        letters: "G D/F# Em G/D C G/B Am7 D7sus4",
        roman: "I V/7 vi I/5 IV I/3 ii7 V7sus4",
        numbers: Some("1 5/7 6- 1/5 4 1/3 2-7 57sus"),
    },
    Progression {
        name: "andalusian cadence",
        key: "Am",
        letters: "Am G F E",
        roman: "i VII VI V",
        numbers: None,
    },
    Progression {
        name: "all the way round in minor",
        key: "Em",
        letters: "Am7 D7 Gmaj7 Cmaj7 F#m7b5 B7 Em",
        roman: "iv7 VII7 IIImaj7 VImaj7 iiø7 V7 i",
        numbers: None,
    },
    Progression {
        name: "tritone substitute",
        key: "Eb",
        letters: "Fm7 E7 Ebmaj7",
        roman: "ii7 bII7 Imaj7",
        numbers: Some("2-7 b27 1maj7"),
    },
    Progression {
        name: "line that climbs inside a minor chord",
        key: "Cm",
        letters: "Cm CmMaj7 Cm7 Cm6",
        roman: "i imaj7 i7 i6",
        numbers: None,
    },
];

fn letters(progression: &Progression) -> Vec<Chord> {
    let read = |text: &str| text.parse().unwrap_or_else(|error| panic!("{}: {error}", progression.name));
    progression.letters.split(' ').map(read).collect()
}

fn numerals(progression: &Progression, text: &str, key: &Key) -> Vec<Chord> {
    let read = |text: &str| {
        Chord::parse_in(text, key).unwrap_or_else(|error| panic!("{}: {error}", progression.name))
    };
    text.split(' ').map(read).collect()
}

fn names(chords: &[Chord]) -> String {
    let names: Vec<String> = chords.iter().map(ToString::to_string).collect();
    names.join(" ")
}

#[test]
fn numerals_and_letters_are_the_same_chords() {
    for progression in PROGRESSIONS {
        let key: Key = progression.key.parse().unwrap();
        let expected = names(&letters(progression));
        assert_eq!(expected, progression.letters, "{} is written canonically", progression.name);
        for text in [Some(progression.roman), progression.numbers].into_iter().flatten() {
            assert_eq!(names(&numerals(progression, text, &key)), expected, "{}: {text}", progression.name);
        }
    }
}

#[test]
fn moving_the_letters_is_reading_the_numerals_elsewhere() {
    for progression in PROGRESSIONS {
        let home: Key = progression.key.parse().unwrap();
        for semitones in -6..=6 {
            let there = home.transposed(semitones);
            let moved =
                letters(progression).into_iter().map(|chord| chord.transposed(semitones, Some(&there)));
            let read = numerals(progression, progression.roman, &there);
            for (moved, read) in moved.zip(read) {
                assert_eq!(moved.root(), read.root(), "{} in {there}", progression.name);
                assert_eq!(moved.classes(), read.classes(), "{} in {there}", progression.name);
                assert_eq!(moved.bass().class(), read.bass().class(), "{} in {there}", progression.name);
            }
        }
    }
}

#[test]
fn guide_tones_resolve_by_step_round_the_circle() {
    for progression in PROGRESSIONS.iter().filter(|each| each.name.starts_with("two five one")) {
        let chords = letters(progression);
        let (two, five) = (chords[0], chords[1]);
        let [two_seventh, five_third] = [two.guide_tones()[1].class, five.guide_tones()[0].class];
        assert_eq!(five_third.up_to(two_seventh), 1, "the seventh falls a semitone to the third");
        assert_eq!(two.guide_tones()[0].class, five.guide_tones()[1].class, "the third stays as the seventh");
    }
}

#[test]
fn families_tell_what_a_chord_does() {
    let families = |text: &str| -> Vec<Family> {
        text.split(' ').map(|text| text.parse::<Chord>().unwrap().family()).collect()
    };
    assert_eq!(families("Dm7 G7 Cmaj7"), [Family::Minor, Family::Dominant, Family::Major]);
    assert_eq!(families("Dø G7alt CmMaj7"), [Family::HalfDiminished, Family::Dominant, Family::Minor]);
    assert_eq!(families("C C+ C6 C7 F Fm C/G"), {
        use Family::{Augmented, Dominant, Major, Minor};
        [Major, Augmented, Major, Dominant, Major, Minor, Major]
    });
    assert_eq!(
        families("Gsus4 G11 G5 G°"),
        [Family::Suspended, Family::Suspended, Family::Power, Family::Diminished]
    );
}
