//! Hands, clarity in the depth, clashes, and how far voices move.

use ai_band_composer::voicing::{Voicing, is_clash, is_muddy, movement};
use music::chord::Chord;
use music::pitch::Pitch;
use proptest::prelude::*;

fn keys(notes: &str) -> Vec<u8> {
    notes.split(' ').map(|note| note.parse::<Pitch>().unwrap().key()).collect()
}

fn voicing(notes: &str) -> Voicing {
    Voicing::new(&keys(notes)).unwrap()
}

#[test]
fn each_hand_reaches_ten_semitones() {
    for (notes, left) in [
        ("C4", Some("")),
        ("C4 E4 G4", Some("C4")),
        ("C3 G3 E4 B4", Some("C3 G3")),
        ("D3 C4 F4 A4", Some("D3")),
        ("F3 A3 C4 E4", Some("F3")),
        ("C3 B3 A4", Some("C3")),
        ("C3 B3 Bb4", None),
        ("C2 C3 C4", None),
        ("E4 C4", None),
        ("C4 C4", None),
    ] {
        let held = Voicing::new(&keys(notes));
        let found = held.map(|voicing| voicing.left_hand().to_vec());
        let wanted = left.map(|left| if left.is_empty() { Vec::new() } else { keys(left) });
        assert_eq!(found, wanted, "{notes}");
    }
    assert_eq!(Voicing::new(&[]), None);
    assert_eq!(Voicing::new(&[60, 62, 64, 65, 67, 69, 71]), None, "seven notes are too many");
    assert_eq!(Voicing::new(&[127, 128]), None);
}

#[test]
fn close_intervals_stay_out_of_the_depth() {
    for (notes, muddy) in [
        ("C3 E3", false),
        ("A2 C#3", true),
        ("C3 D3", true),
        ("E3 F#3", false),
        ("C3 Eb3", false),
        ("B2 D3", true),
        ("C3 G3", false),
        ("E3 F3 C4", false),
        ("Eb3 E3 C4", true),
    ] {
        assert_eq!(is_muddy(&keys(notes)), muddy, "{notes}");
    }
}

#[test]
fn semitones_that_hurt_are_refused() {
    for (symbol, notes, clash) in [
        ("Cmaj7", "E4 G4 B4", false),
        ("Cmaj7", "G4 B4 C5", true),
        ("Cmaj7", "B3 C4 E4 G4", false),
        ("Cmaj7", "B3 E4 C5", true),
        ("Dm7", "F3 A3 C4 E4", false),
        ("Dm7", "E4 F4 A4", false),
        ("Dm7", "A4 E5 F5", true),
        ("Dm7", "E3 C4 F4", true),
        ("C", "Db4 G4", true),
        ("C7b9", "E4 Bb4 Db5", false),
        ("C/B", "C4 E4 G4", false),
    ] {
        let chord: Chord = symbol.parse().unwrap();
        let found = is_clash(&keys(notes), chord.bass().class(), chord.classes());
        assert_eq!(found, clash, "{notes} over {symbol}");
    }
}

#[test]
fn voices_go_where_it_is_nearest() {
    for (from, to, semitones) in [
        ("C4 E4 G4", "C4 E4 G4", 0),
        ("C4 E4 G4", "C4 F4 A4", 3),
        ("F3 A3 C4 E4", "F3 A3 B3 E4", 1),
        ("C4 E4 G4", "C4 E4 G4 B4", 2),
        ("C4 E4 G4 B4", "E4 G4 B4", 2),
        ("C4 E4", "D4 F#4 A4", 2 + 2 + 2),
    ] {
        assert_eq!(movement(&voicing(from), &voicing(to)), semitones, "{from} to {to}");
        assert_eq!(movement(&voicing(to), &voicing(from)), semitones, "{to} to {from}");
    }
}

/// By trying every assignment.
fn movement_by_trial(few: &[u8], many: &[u8]) -> i32 {
    let Some((first, rest)) = few.split_first() else { return 2 * many.len() as i32 };
    let ways = (0..many.len()).map(|taken| {
        let mut others = many.to_vec();
        let to = others.remove(taken);
        i32::from(first.abs_diff(to)) + movement_by_trial(rest, &others)
    });
    ways.min().unwrap()
}

proptest! {
    #[test]
    fn no_assignment_moves_less(from in prop::collection::btree_set(55_u8..72, 1..5), to in prop::collection::btree_set(55_u8..72, 1..5)) {
        let sets = [from, to].map(|set| set.into_iter().collect::<Vec<u8>>());
        let (Some(a), Some(b)) = (Voicing::new(&sets[0]), Voicing::new(&sets[1])) else { return Ok(()) };
        let (few, many) = if sets[0].len() <= sets[1].len() { (&sets[0], &sets[1]) } else { (&sets[1], &sets[0]) };
        prop_assert_eq!(movement(&a, &b), movement_by_trial(few, many));
    }
}
