//! Pitches, spellings and sets of pitch classes.

use ai_band_music::interval::Interval;
use ai_band_music::pitch::{Class, ClassSet, Letter, Pitch, Spelling};

fn note(text: &str) -> Spelling {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_spelling_is_read_in_ascii_and_in_print() {
    for (text, canonical, semitones) in [
        ("C", "C", 0),
        ("B♭", "Bb", 10),
        ("F♯", "F#", 6),
        ("Fx", "F##", 7),
        ("F𝄪", "F##", 7),
        ("F♯♯", "F##", 7),
        ("E𝄫", "Ebb", 2),
        ("E♭♭", "Ebb", 2),
        ("Cb", "Cb", 11),
        ("B#", "B#", 0),
    ] {
        assert_eq!((note(text).to_string().as_str(), note(text).class().semitones()), (canonical, semitones));
        assert_eq!(note(canonical), note(text));
    }
}

#[test]
fn what_is_no_note_says_how_to_write_one() {
    for bad in ["", "H", "c", "C###", "Cbbb", "C#b", "Bb ", " C", "C4", "🎸", "♭"] {
        assert!(bad.parse::<Spelling>().is_err(), "{bad} was taken for a note");
    }
    let error = "Hes".parse::<Spelling>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "\"Hes\" is not a note; write A to G with up to two sharps or flats, as in F# or Bb"
    );
    assert!("C".repeat(1_000_000).parse::<Spelling>().unwrap_err().to_string().len() < 100);
}

#[test]
fn an_interval_moves_letters_and_semitones() {
    for (from, interval, to) in [
        ("C", "m3", "Eb"),
        ("C", "A2", "D#"),
        ("Gb", "m3", "Bbb"),
        ("F#", "M3", "A#"),
        ("B", "P4", "E"),
        ("B", "A4", "E#"),
        ("B", "d5", "F"),
        ("Ab", "d7", "Gbb"),
        ("D", "M9", "E"),
        ("E", "m13", "C"),
        ("C", "P8", "C"),
        // Triple flats are nobody's reading matter.
        ("Cb", "d7", "Ab"),
        ("Fbb", "d5", "A"),
    ] {
        let interval: Interval = interval.parse().unwrap();
        assert_eq!(note(from).transposed(interval).to_string(), to, "{from} up {interval}");
    }
}

#[test]
fn every_class_has_a_plain_everyday_name() {
    let names: Vec<String> = ClassSet::ALL.iter().map(|class| class.to_string()).collect();
    assert_eq!(names, ["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"]);
    for class in ClassSet::ALL.iter() {
        let plain = Spelling::plain(class);
        assert_eq!(plain.class(), class);
        assert!(plain.is_everyday());
    }
    for rare in ["Cb", "B#", "E#", "Fb", "F##", "Ebb"] {
        assert!(!note(rare).is_everyday(), "{rare}");
    }
}

#[test]
fn a_class_stands_on_a_letter_unless_that_takes_three_signs() {
    for (letter, class, name) in [
        (Letter::C, 0, Some("C")),
        (Letter::B, 0, Some("B#")),
        (Letter::D, 0, Some("Dbb")),
        (Letter::E, 0, None),
        (Letter::A, 0, None),
        (Letter::A, 11, Some("A##")),
    ] {
        let spelled = Spelling::on_letter(letter, Class::new(class)).map(|spelling| spelling.to_string());
        assert_eq!(spelled.as_deref(), name);
    }
}

#[test]
fn letters_step_round_in_both_directions() {
    for (letter, steps, there) in
        [(Letter::C, 2, Letter::E), (Letter::B, 1, Letter::C), (Letter::C, -1, Letter::B)]
    {
        assert_eq!(letter.stepped(steps), there);
    }
    assert_eq!(Letter::ALL.map(|letter| Letter::from_char(letter.as_char())), Letter::ALL.map(Some));
    assert_eq!(Letter::from_char('H'), None);
}

#[test]
fn pitches_have_names_with_octaves() {
    for (text, key, name) in [
        ("C4", 60, "C4"),
        ("A4", 69, "A4"),
        ("C-1", 0, "C-1"),
        ("G9", 127, "G9"),
        ("Bb2", 46, "Bb2"),
        ("F♯3", 54, "F#3"),
        ("B#3", 60, "C4"),
        ("Cb4", 59, "B3"),
    ] {
        let pitch: Pitch = text.parse().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((pitch.key(), pitch.to_string().as_str()), (key, name));
    }
    for bad in ["", "C", "4", "G#9", "Cb-1", "C4.", "C 4", "C128", "H4", "C99999999999", "C--1", "C4é"] {
        assert!(bad.parse::<Pitch>().is_err(), "{bad} was taken for a pitch");
    }
    for pitch in (0..=127).filter_map(Pitch::new) {
        assert_eq!(pitch.to_string().parse(), Ok(pitch));
    }
}

#[test]
fn pitches_end_where_the_keyboard_does() {
    for (from, semitones, to) in
        [(60, 12, Some(72)), (127, 1, None), (0, -1, None), (60, i32::MAX, None), (60, i32::MIN, None)]
    {
        let moved = Pitch::new(from).unwrap().transposed(semitones).map(Pitch::key);
        assert_eq!(moved, to, "{from} by {semitones}");
    }
    assert_eq!(Class::new(11).transposed(i32::MAX), Class::new(6));
}

#[test]
fn sets_of_classes_are_sets() {
    let classes = |text: &str| -> ClassSet { text.split(' ').map(|name| note(name).class()).collect() };
    let (c_major, c) = (classes("C E G"), note("C").class());
    assert_eq!((c_major.len(), c_major.is_empty(), ClassSet::EMPTY.is_empty()), (3, false, true));
    assert!(c_major.contains(c) && !c_major.contains(note("D").class()));
    assert_eq!(c_major.transposed(-3), classes("A C# E"));
    assert_eq!(c_major.union(classes("A C E")), classes("A C E G"));
    assert_eq!(c_major.intersection(classes("A C E")), classes("C E"));
    assert_eq!(c_major.without(c).with(c), c_major);
    assert!(c_major.is_within(classes("C D E F G A B")) && !classes("C Eb").is_within(c_major));
    assert_eq!(ClassSet::ALL.len(), 12);
}
