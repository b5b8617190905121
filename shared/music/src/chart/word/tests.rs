//! Words of a bar, one by one.

use super::*;

fn told(text: &str) -> String {
    match Word::read(text, None) {
        Ok(Word::Slots(slots)) => slots.iter().map(Slot::to_string).collect::<Vec<_>>().join(" "),
        Ok(Word::Simile { back, bars }) => format!("{bars} of {back} back"),
        Err((offset, problem)) => format!("{offset}: {problem}"),
    }
}

#[test]
fn words_are_chords_or_stand_for_them() {
    let table = [
        ("Am7", "Am7"),
        (">Am7", ">Am7"),
        (".", "."),
        ("...", ". . ."),
        ("/", "."),
        ("N.C.", "N.C."),
        ("nc", "N.C."),
        ("N.C", "N.C."),
        ("n/c", "N.C."),
        ("%", "1 of 1 back"),
        ("%%", "2 of 2 back"),
        ("%4", "1 of 4 back"),
        ("%8", "1 of 8 back"),
    ];
    for (text, expected) in table {
        assert_eq!(told(text), expected, "{text:?}");
    }
}

#[test]
fn what_is_no_word_says_so() {
    let table = [
        ("%9", "0: %9 has no bar to repeat that far back; write the chords"),
        ("%0", "0: %0 has no bar to repeat that far back; write the chords"),
        ("%%%", "0: %%% has no bar to repeat that far back; write the chords"),
        (">", "0: > pushes a chord; write the chord right after it, as in >C"),
        (">Hm", "1: \"Hm\" is not a chord; did you mean Bm?"),
        (">>C", "1: \">C\" is not a chord: a chord starts with a note from A to G"),
        ("vi", "0: \"vi\" needs a key; write {key: D} before it"),
        ("bVII7", "0: \"bVII7\" needs a key; write {key: D} before it"),
        ("5/7", "0: \"5/7\" needs a key; write {key: D} before it"),
        ("viio", "0: \"viio\" needs a key; write {key: D} before it"),
        ("Verse", "0: \"Verse\" is neither bars nor a section; write [Verse] or // before a remark"),
        ("Chorus:", "0: \"Chorus\" is neither bars nor a section; write [Chorus] or // before a remark"),
        ("Hsus", "0: \"Hsus\" is not a chord; did you mean Bsus4?"),
        ("C-7-F", "0: \"C-7-F\" is not a chord; put spaces between chords, as in C-7 F"),
        ("Am–G–F", "0: \"Am–G–F\" is not a chord; put spaces between chords, as in Am G F"),
    ];
    for (text, expected) in table {
        assert_eq!(told(text), expected, "{text:?}");
    }
}

#[test]
fn numbers_are_chords_of_a_key() {
    let key: Key = "Eb".parse().unwrap();
    for (text, expected) in
        [("ii7", "Fm7"), ("V7", "Bb7"), ("1", "Eb"), ("6-", "Cm"), (">4", ">Ab"), ("Am7", "Am7")]
    {
        let Ok(Word::Slots(slots)) = Word::read(text, Some(&key)) else { panic!("{text} was not read") };
        assert_eq!(slots[0].to_string(), expected, "{text}");
    }
}

#[test]
fn a_hundred_dashes_are_not_tried_one_by_one() {
    assert_eq!(spaced(&vec!["C"; PIECES_MAX + 1].join("-")), None);
    assert_eq!(spaced(&vec!["C"; PIECES_MAX].join("-")), Some(vec!["C"; PIECES_MAX].join(" ")));
}
