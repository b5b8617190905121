//! How far voices move.

use ai_band_music as music;

use music::clip::Note;
use music::lane::Lane;
use music::scorecard::{Measure, voice_leading_distance};
use proptest::prelude::*;

use crate::stage::{chord, value};

#[test]
fn voices_are_paired_so_that_they_move_least() {
    let table: [(&[u8], &[u8], f64); 8] = [
        (&[60, 64, 67], &[60, 64, 67], 0.0),
        (&[60, 64, 67], &[60, 65, 69], 1.0),
        (&[60, 64, 67], &[65, 69, 72], 5.0),
        (&[60, 64, 67], &[59, 62, 67, 71], 1.0),
        (&[59, 62, 67, 71], &[60, 64, 67], 1.0),
        (&[60], &[48, 61], 1.0),
        (&[], &[60], 0.0),
        (&[60, 72], &[71, 73], 6.0),
    ];
    for (from, to, expected) in table {
        assert!((voice_leading_distance(from, to) - expected).abs() < 1e-9, "{from:?} to {to:?}");
    }
}

#[test]
fn a_comp_is_measured_from_the_last_chord_to_the_first_after_the_change() {
    let leading = |chords: &[(f64, &[u8])]| {
        let notes: Vec<Note> = chords.iter().flat_map(|(beat, keys)| chord(*beat, keys)).collect();
        value(Lane::Keys, "| C | F | C |", &notes, Measure::VoiceLeading)
    };
    let (c, f): (&[u8], &[u8]) = (&[60, 64, 67], &[60, 65, 69]);
    assert_eq!(leading(&[(0.0, c), (4.0, f), (8.0, c)]), Some(1.0));
    assert_eq!(leading(&[(0.0, &[48, 52, 55]), (2.0, c), (5.5, f)]), Some(1.0));
    assert_eq!(leading(&[(0.0, c), (8.0, c)]), Some(0.0), "a change that nobody plays is none");
    assert_eq!(leading(&[(0.0, c), (4.0, &[65]), (8.0, &[60, 64])]), None, "two notes are no voices");
}

fn least(from: &[u8], to: &[u8]) -> u32 {
    let Some((voice, rest)) = from.split_first() else { return 0 };
    let choices = (0..to.len()).map(|taken| {
        let others: Vec<u8> =
            to.iter().enumerate().filter(|(at, _)| *at != taken).map(|(_, key)| *key).collect();
        u32::from(voice.abs_diff(to[taken])) + least(rest, &others)
    });
    choices.min().unwrap_or(0)
}

proptest! {
    #[test]
    fn no_other_pairing_is_cheaper(
        mut from in proptest::collection::vec(30_u8..90, 1..5),
        mut to in proptest::collection::vec(30_u8..90, 1..5),
    ) {
        from.sort_unstable();
        to.sort_unstable();
        let (few, many) = if from.len() <= to.len() { (&from, &to) } else { (&to, &from) };
        let expected = f64::from(least(few, many)) / few.len() as f64;
        prop_assert!((voice_leading_distance(&from, &to) - expected).abs() < 1e-9);
    }
}
