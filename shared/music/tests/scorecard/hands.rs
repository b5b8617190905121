//! What nobody could play.

use ai_band_music as music;

use music::lane::Lane;
use music::scorecard::Measure;

use crate::stage::{chord, note, value};

fn of(lane: Lane, keys: &[u8], measure: Measure) -> Option<f64> {
    value(lane, "{tempo: 120} | C |", &chord(0.0, keys), measure)
}

#[test]
fn drummers_have_two_hands_and_two_feet() {
    let table: [(&[u8], f64); 5] = [
        (&[36, 38, 42], 0.0),
        (&[36, 44, 38, 49], 0.0),
        (&[38, 42, 49], 1.0),
        (&[35, 36, 44], 1.0),
        (&[36], 0.0),
    ];
    for (keys, expected) in table {
        assert_eq!(of(Lane::Drums, keys, Measure::Limbs), Some(expected), "{keys:?}");
    }
    let early = [note(1.0, 38), note(1.02, 42), note(1.04, 49), note(1.25, 38)];
    assert_eq!(
        value(Lane::Drums, "{tempo: 120} | C |", &early, Measure::Limbs),
        Some(0.5),
        "one of two moments"
    );
}

#[test]
fn two_hands_reach_a_ninth_each() {
    let table: [(&[u8], f64); 6] = [
        (&[60, 64, 67], 0.0),
        (&[36, 50, 60, 74], 0.0),
        (&[36, 51], 0.0),
        (&[36, 51, 66], 1.0),
        (&[40, 41, 42, 43, 44, 45, 46, 47, 48, 49], 0.0),
        (&[40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50], 1.0),
    ];
    for (keys, expected) in table {
        assert_eq!(of(Lane::Keys, keys, Measure::HandSpan), Some(expected), "{keys:?}");
    }
}

#[test]
fn a_guitar_has_six_strings_and_a_hand_four_frets() {
    let table: [(&str, &[u8], f64); 7] = [
        ("open C", &[48, 52, 55, 60, 64], 0.0),
        ("F with a barre", &[41, 48, 53, 57, 60, 65], 0.0),
        ("open G", &[43, 47, 50, 55, 59, 67], 0.0),
        ("a cluster at the bottom", &[40, 41, 42], 1.0),
        ("seven notes", &[40, 45, 50, 55, 59, 64, 69], 1.0),
        ("below the lowest string", &[39], 1.0),
        ("low and very high", &[41, 81], 1.0),
    ];
    for (name, keys, expected) in table {
        assert_eq!(of(Lane::Guitar, keys, Measure::FretSpan), Some(expected), "{name}");
    }
}

#[test]
fn close_intervals_are_clear_from_some_depth_on() {
    let table: [(&[u8], f64); 8] = [
        (&[48, 51], 0.0),
        (&[47, 50], 1.0),
        (&[34, 41], 0.0),
        (&[33, 40], 1.0),
        // An octave and a tenth are never too close.
        (&[24, 36], 0.0),
        (&[36, 52], 0.0),
        (&[36, 48, 50], 1.0),
        (&[30], 0.0),
    ];
    for (keys, expected) in table {
        assert_eq!(of(Lane::Keys, keys, Measure::LowIntervals), Some(expected), "{keys:?}");
    }
}

#[test]
fn instruments_end_somewhere() {
    assert_eq!(of(Lane::Bass, &[28, 67], Measure::OutOfRange), Some(0.0));
    assert_eq!(of(Lane::Bass, &[27, 67], Measure::OutOfRange), Some(0.5));
    assert_eq!(of(Lane::Guitar, &[39, 89], Measure::OutOfRange), Some(1.0));
}
