//! Keys: how they are written, what they have at the clef, how they spell, and where they move.

use ai_band_music::key::{Key, Mode, ParseKeyError};
use ai_band_music::pitch::{Class, ClassSet, Letter, Spelling};

use crate::table::spelled;

fn key(text: &str) -> Key {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn all_keys() -> impl Iterator<Item = Key> {
    let tonics = Letter::ALL
        .into_iter()
        .flat_map(|letter| (-1..=1).map(move |alteration| Spelling { letter, alteration }));
    let keys = tonics.flat_map(|tonic| Mode::ALL.map(|mode| Key { tonic, mode }));
    keys.filter(|key| key.signature().abs() <= 7)
}

#[test]
fn a_key_is_read_from_every_usual_spelling() {
    for (text, canonical, signature) in [
        ("C", "C", 0),
        ("Cmaj", "C", 0),
        ("C major", "C", 0),
        ("CM", "C", 0),
        ("C ionian", "C", 0),
        ("Am", "Am", 0),
        ("Amin", "Am", 0),
        ("A-", "Am", 0),
        ("A minor", "Am", 0),
        ("A", "A", 3),
        ("A aeolian", "Am", 0),
        ("F# minor", "F#m", 3),
        ("F♯m", "F#m", 3),
        ("Bb", "Bb", -2),
        ("B♭ Major", "Bb", -2),
        ("Eb minor", "Ebm", -6),
        ("Gb", "Gb", -6),
        ("F#", "F#", 6),
        ("C#", "C#", 7),
        ("Cb", "Cb", -7),
        ("D dorian", "D dorian", 0),
        ("Ddor", "D dorian", 0),
        ("E phrygian", "E phrygian", 0),
        ("F lydian", "F lydian", 0),
        ("G mixolydian", "G mixolydian", 0),
        ("Gmix", "G mixolydian", 0),
        ("B locrian", "B locrian", 0),
        ("C dorian", "C dorian", -2),
        ("Bb lydian", "Bb lydian", -1),
        ("  Dm ", "Dm", -1),
    ] {
        let read = key(text);
        assert_eq!((read.to_string().as_str(), read.signature()), (canonical, signature), "{text}");
        assert_eq!(key(canonical), read);
    }
}

#[test]
fn what_is_no_key_says_how_to_write_one() {
    for bad in ["", "H", "Hm", "c", "C7", "C harmonic", "Cmm", "major", "C#b", "🎸", "é", "A\u{308}"] {
        assert!(
            matches!(bad.parse::<Key>(), Err(ParseKeyError::Unknown { .. })),
            "{bad} was taken for a key"
        );
    }
    assert_eq!(
        "C7".parse::<Key>().unwrap_err().to_string(),
        "\"C7\" is not a key; write a note and a mode, as in Bb, F#m or D dorian"
    );
    for (text, instead) in
        [("G#", "Ab"), ("E#", "F"), ("Fb", "E"), ("Dbm", "C#m"), ("B#", "C"), ("D#", "Eb"), ("Gbm", "F#m")]
    {
        let error = text.parse::<Key>().unwrap_err().to_string();
        assert_eq!(error, format!("\"{text}\" has more than 7 sharps or flats; write {instead}"));
    }
    let error = "C ".repeat(1_000_000).parse::<Key>().unwrap_err();
    assert!(error.to_string().len() < 120, "{error}");
}

#[test]
fn a_key_lists_its_notes() {
    for (text, notes) in [
        ("C", "C D E F G A B"),
        ("Am", "A B C D E F G"),
        ("F#", "F# G# A# B C# D# E#"),
        ("Gb", "Gb Ab Bb Cb Db Eb F"),
        ("C#m", "C# D# E F# G# A B"),
        ("D dorian", "D E F G A B C"),
        ("E phrygian", "E F G A B C D"),
        ("F lydian", "F G A B C D E"),
        ("G mixolydian", "G A B C D E F"),
        ("B locrian", "B C D E F G A"),
    ] {
        assert_eq!(spelled(key(text).spellings()), notes, "{text}");
    }
}

#[test]
fn a_signature_is_the_accidentals_of_the_notes() {
    for key in all_keys() {
        let accidentals: i8 = key.spellings().iter().map(|note| note.alteration).sum();
        assert_eq!(key.signature(), accidentals, "{key}");
        assert_eq!(key.to_string().parse(), Ok(key));
    }
}

#[test]
fn a_key_spells_all_twelve() {
    for (text, notes) in [
        ("C", "C Db D Eb E F F# G Ab A Bb B"),
        ("Am", "C C# D D# E F F# G G# A Bb B"),
        ("E", "C C# D D# E F F# G G# A A# B"),
        ("Eb", "C Db D Eb E F Gb G Ab A Bb B"),
        ("Bb", "C Db D Eb E F Gb G Ab A Bb B"),
        ("Gb", "C Db D Eb E F Gb G Ab A Bb Cb"),
        ("F#", "C C# D D# E E# F# G G# A A# B"),
        ("B locrian", "C C# D D# E F F# G G# A A# B"),
    ] {
        let found = spelled((0..12).map(|class| key(text).spell(Class::new(class))));
        assert_eq!(found, notes, "{text}");
    }
}

#[test]
fn spelling_never_changes_the_sound_and_never_doubles_a_sign() {
    for key in all_keys() {
        for class in ClassSet::ALL.iter() {
            let spelled = key.spell(class);
            assert_eq!(spelled.class(), class, "{key}");
            assert!(spelled.alteration.abs() <= 1, "{spelled} in {key}");
            let is_own = key.spellings().contains(&spelled);
            assert_eq!(key.contains(class), is_own);
            assert!(is_own || spelled.is_everyday(), "{spelled} in {key}");
        }
    }
}

#[test]
fn transposed_keys_are_the_ones_people_write() {
    let up = |text: &str| -> Vec<String> { (1..12).map(|by| key(text).transposed(by).to_string()).collect() };
    assert_eq!(up("C"), ["Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B"]);
    assert_eq!(up("Am"), ["Bbm", "Bm", "Cm", "C#m", "Dm", "Ebm", "Em", "Fm", "F#m", "Gm", "G#m"]);
    for (text, by, expected) in [
        ("E", 2, "F#"),
        ("Eb", 3, "Gb"),
        ("B", -5, "F#"),
        ("G", -1, "F#"),
        ("F", 1, "Gb"),
        ("E", 12, "E"),
        ("C#", 0, "C#"),
        ("C#", 12, "C#"),
        ("C#", 1, "D"),
        ("D dorian", 1, "Eb dorian"),
        ("D dorian", 6, "Ab dorian"),
        ("C", i32::MAX, "G"),
        ("C", i32::MIN, "E"),
    ] {
        assert_eq!(key(text).transposed(by).to_string(), expected, "{text} by {by}");
    }
}

#[test]
fn a_transposed_key_has_six_signs_at_most() {
    for key in all_keys() {
        for by in (-24..=24).filter(|by| by % 12 != 0) {
            let there = key.transposed(by);
            assert!(there.signature().abs() <= 6, "{key} by {by} is {there}");
            assert_eq!(there.tonic.class(), key.tonic.class().transposed(by));
            assert_eq!(there.mode, key.mode);
        }
    }
}

#[test]
fn relatives_share_notes_and_parallels_share_the_tonic() {
    for (text, relative, parallel) in [
        ("C", "Am", "Cm"),
        ("Am", "C", "A"),
        ("F#", "D#m", "F#m"),
        ("Gb", "Ebm", "F#m"),
        ("G#m", "B", "Ab"),
        ("D dorian", "C", "D"),
        ("G mixolydian", "C", "Gm"),
        ("F lydian", "C", "Fm"),
    ] {
        assert_eq!(key(text).relative(), key(relative), "relative of {text}");
        assert_eq!(key(text).parallel(), key(parallel), "parallel of {text}");
    }
    for key in all_keys() {
        assert_eq!(key.relative().signature(), key.signature(), "{key}");
        assert_eq!(key.parallel().tonic.class(), key.tonic.class(), "{key}");
    }
}

#[test]
fn modes_go_by_their_names() {
    for mode in Mode::ALL {
        assert_eq!(Mode::named(mode.name()), Some(mode));
        let third = mode.degrees()[2];
        assert_eq!(mode.is_minor(), third.alteration < 0);
    }
    assert_eq!((Mode::named("M"), Mode::named("m")), (Some(Mode::Major), Some(Mode::Minor)));
    assert_eq!(Mode::named("dominant"), None);
}
