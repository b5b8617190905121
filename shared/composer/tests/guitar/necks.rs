//! The neck: what a hand can hold, and what the search finds first.

use ai_band_composer::guitar::neck::{Fault, RightHand, Shape, can_hold};
use ai_band_composer::guitar::shapes::{self, Wish};
use ai_band_composer::guitar::{Family, Need};
use music::chord::Chord;
use music::pitch::{Class, ClassSet, Pitch};
use proptest::prelude::*;

fn shape(text: &str) -> Shape {
    text.parse().unwrap()
}

fn wish(chord: &str, family: Family, centre: u8) -> Wish {
    let chord: Chord = chord.parse().unwrap();
    Wish { need: Need::of(&chord, ClassSet::ALL), family, centre, colour: false }
}

fn best(chord: &str, family: Family, centre: u8) -> String {
    shapes::candidates(&wish(chord, family, centre))[0].shape.to_string()
}

#[test]
fn shapes_read_and_print_as_chord_books_write_them() {
    for text in ["x32010", "320003", "133211", "xx0232", "x-10-12-12-12-10", "xxxxxx"] {
        assert_eq!(shape(text).to_string(), text);
    }
    for bad in ["", "x3201", "x320100", "y32010", "x-3-2-0-1", "x-16-2-0-1-0", "x--2-0-1-0"] {
        assert!(bad.parse::<Shape>().unwrap_err().to_string().contains("write six frets"), "{bad}");
    }
}

#[test]
fn a_shape_sounds_its_strings() {
    let names: Vec<String> = shape("x32010").notes().map(|(_, pitch)| pitch.to_string()).collect();
    assert_eq!(names, ["C3", "E3", "G3", "C4", "E4"]);
    assert_eq!(shape("133211").lowest(), "F2".parse().ok());
    assert_eq!(shape("133211").highest(), "F4".parse().ok());
    assert_eq!((shape("000000").position(), shape("x02210").position()), (None, Some(1)));
}

#[test]
fn a_barre_is_one_finger() {
    for (text, fingers) in [
        ("x32010", 3),
        ("320003", 3),
        ("133211", 4),
        ("577555", 3),
        ("x24432", 4),
        ("x02220", 1),
        ("x35353", 3),
        ("000000", 0),
        ("6x56xx", 3),
        ("202220", 4),
    ] {
        assert_eq!(shape(text).fingers(), fingers, "{text}");
    }
}

#[test]
fn a_hand_says_why_it_cannot() {
    for (text, strummed, plucked) in [
        ("x32010", None, None),
        ("133211", None, None),
        ("6x56xx", None, None),
        ("3x04x3", Some(Fault::CannotDamp), None),
        ("x0x0xx", Some(Fault::CannotDamp), None),
        ("5x00x0", Some(Fault::OpenFarFromNut), Some(Fault::OpenFarFromNut)),
        ("x46654", None, None),
        ("1x5xxx", None, None),
        ("15xxx1", Some(Fault::TooWide), Some(Fault::TooWide)),
        ("16xxxx", Some(Fault::TooWide), Some(Fault::TooWide)),
        ("123411", None, None),
        ("123421", Some(Fault::TooManyFingers), Some(Fault::TooManyFingers)),
        ("234123", Some(Fault::TooManyFingers), Some(Fault::TooManyFingers)),
        ("xxxxxx", Some(Fault::Silent), Some(Fault::Silent)),
    ] {
        let found = (shape(text).fault(RightHand::Strums), shape(text).fault(RightHand::Plucks));
        assert_eq!(found, (strummed, plucked), "{text}");
    }
}

#[test]
fn pitches_are_held_where_some_strings_allow() {
    for (names, can) in [
        ("", true),
        ("E2", true),
        ("E2 F2", false),
        ("E2 B2 E3 Ab3 B3 E4", true),
        ("C3 E3 G3 B3 E4", true),
        ("C3 E3 G3 B3 D4", false),
        ("E2 G5", false),
        ("E2 Eb5", false),
        ("E2 Ab4", true),
        ("F2 D5", false),
        ("C4 Db4 D4 Eb4", false),
        ("D2", false),
        ("E2 A2 D3 G3 B3 E4 A4", false),
        ("A2 F#3", true),
        ("G#2 F#3", true),
    ] {
        let pitches: Vec<Pitch> = names.split_whitespace().map(|name| name.parse().unwrap()).collect();
        assert_eq!(can_hold(&pitches), can, "{names}");
    }
}

#[test]
fn the_chords_of_every_campfire_are_found_first() {
    for (chord, found) in [
        ("C", "x32010"),
        ("G", "320033"),
        ("D", "xx0232"),
        ("A", "x02220"),
        ("E", "022100"),
        ("Am", "x02210"),
        ("Em", "022000"),
        ("Dm", "xx0231"),
        ("E7", "020100"),
        ("Bm", "x24432"),
        ("G/B", "x20033"),
    ] {
        assert_eq!(best(chord, Family::Open, 1), found, "{chord}");
    }
}

#[test]
fn families_find_what_their_players_know() {
    for (chord, family, centre, found) in [
        ("G", Family::Barre, 3, "355433"),
        ("G6", Family::Shell, 3, "3x24xx"),
        ("Gm7", Family::Shell, 3, "3x33xx"),
        ("C7", Family::Shell, 2, "x323xx"),
        ("Dm7", Family::Drop2, 5, "x5756x"),
        ("Gmaj7", Family::Drop2, 3, "xx5432"),
        ("A", Family::Power, 2, "x022xx"),
        ("G5", Family::Power, 3, "355xxx"),
        ("A7", Family::Boogie, 2, "x02xxx"),
        ("C", Family::Triad, 6, "xx555x"),
    ] {
        let all = shapes::candidates(&wish(chord, family, centre));
        let shapes: Vec<String> = all.iter().map(|candidate| candidate.shape.to_string()).collect();
        assert!(shapes.iter().take(4).any(|shape| shape == found), "{chord} {family:?}: {shapes:?}");
    }
}

#[test]
fn a_colour_takes_the_place_of_a_plain_tone() {
    let plain = wish("E7", Family::Top, 6);
    let coloured = Wish { colour: true, ..plain.clone() };
    let has_ninth = |wish: &Wish| {
        let first = shapes::candidates(wish)[0].shape;
        first.notes().any(|(_, pitch)| pitch.class() == Class::new(6))
    };
    assert!(!has_ninth(&plain) && has_ninth(&coloured));
}

#[test]
fn a_chord_keeps_what_makes_it_that_chord() {
    for (chord, must) in [
        ("C", "E"),
        ("C7", "E Bb"),
        ("Cm7b5", "Eb Bb F#"),
        ("C7#9", "E Bb Eb"),
        ("C13", "E Bb A D"),
        ("C6", "E A"),
        ("Csus4", "F"),
        ("C5", "C G"),
        ("C+", "E Ab"),
        ("C/D", "E"),
        ("Cmaj7/G", "E B"),
    ] {
        let need = Need::of(&chord.parse().unwrap(), ClassSet::ALL);
        let names: Vec<String> = need.must.iter().map(ToString::to_string).collect();
        assert_eq!(names.join(" "), must, "{chord}");
    }
}

#[test]
fn jazz_shapes_have_both_guide_tones_in_every_key() {
    for family in [Family::Shell, Family::Drop2, Family::Top, Family::Plucked] {
        for (root, kind) in
            (0..12).flat_map(|root| ["7", "maj7", "m7", "m7b5", "6", "m6", "9"].map(|kind| (root, kind)))
        {
            let name = format!("{}{kind}", Class::new(root));
            let chord: Chord = name.parse().unwrap();
            for found in shapes::candidates(&wish(&name, family, 5)) {
                let sounding: ClassSet = found.shape.notes().map(|(_, pitch)| pitch.class()).collect();
                let has = chord.guide_tones().iter().all(|tone| sounding.contains(tone.class));
                assert!(has, "{name} {family:?} {}", found.shape);
            }
        }
    }
}

const KINDS: [&str; 24] = [
    "", "m", "7", "maj7", "m7", "6", "m6", "9", "m9", "maj9", "13", "7b9", "7#9", "7alt", "m7b5", "dim7",
    "+", "sus4", "7sus4", "5", "add9", "69", "m11", "mMaj7",
];

fn chords() -> impl Strategy<Value = String> {
    let bass = prop_oneof![3 => Just(None), 1 => (0..12).prop_map(Some)];
    (0..12, 0..KINDS.len(), bass).prop_map(|(root, kind, bass): (i32, usize, Option<i32>)| {
        let slash = bass.map_or(String::new(), |bass| format!("/{}", Class::new(bass)));
        format!("{}{}{slash}", Class::new(root), KINDS[kind])
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_chord_has_shapes_that_a_hand_holds_and_that_say_nothing_else(
        name in chords(), family in 0..Family::ALL.len(), centre in 0u8..=10, colour: bool
    ) {
        let wish = Wish { colour, ..wish(&name, Family::ALL[family], centre) };
        let chord: Chord = name.parse().unwrap();
        let allowed = chord.classes().union(wish.need.colours);
        let found = shapes::candidates(&wish);
        prop_assert!(!found.is_empty());
        for candidate in &found {
            let shape = candidate.shape;
            prop_assert_eq!(shape.fault(RightHand::Plucks), None, "{}", shape);
            if Family::ALL[family] != Family::Plucked {
                prop_assert_eq!(shape.fault(RightHand::Strums), None, "{}", shape);
            }
            prop_assert!(shape.notes().all(|(_, pitch)| allowed.contains(pitch.class())), "{}", shape);
            let pitches: Vec<Pitch> = shape.notes().map(|(_, pitch)| pitch).collect();
            prop_assert!(can_hold(&pitches), "{}", shape);
        }
        prop_assert!(found.is_sorted(), "the best first");
    }
}
