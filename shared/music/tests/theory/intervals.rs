//! Intervals: names, sizes, inversions, and what stands between two notes.

use ai_band_music::interval::{Interval, NUMBER_MAX, Quality};
use ai_band_music::pitch::Spelling;

fn interval(text: &str) -> Interval {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_interval_has_a_size_and_an_inversion() {
    for (name, semitones, inverted) in [
        ("P1", 0, "P8"),
        ("A1", 1, "d8"),
        ("d2", 0, "A7"),
        ("m2", 1, "M7"),
        ("M2", 2, "m7"),
        ("A2", 3, "d7"),
        ("d3", 2, "A6"),
        ("m3", 3, "M6"),
        ("M3", 4, "m6"),
        ("A3", 5, "d6"),
        ("d4", 4, "A5"),
        ("P4", 5, "P5"),
        ("A4", 6, "d5"),
        ("d5", 6, "A4"),
        ("P5", 7, "P4"),
        ("A5", 8, "d4"),
        ("m6", 8, "M3"),
        ("M6", 9, "m3"),
        ("d7", 9, "A2"),
        ("m7", 10, "M2"),
        ("M7", 11, "m2"),
        ("P8", 12, "P1"),
        ("d8", 11, "A1"),
        ("A8", 13, "d8"),
        ("m9", 13, "M7"),
        ("M9", 14, "m7"),
        ("A11", 18, "d5"),
        ("M13", 21, "m3"),
        ("P15", 24, "P1"),
    ] {
        assert_eq!(interval(name).semitones(), semitones, "{name}");
        assert_eq!(interval(name).inverted(), interval(inverted), "{name} turned over");
        assert_eq!(interval(name).to_string(), name);
    }
}

#[test]
fn an_inversion_fills_the_octave() {
    for number in 1..=7 {
        for quality in
            [Quality::Diminished, Quality::Minor, Quality::Perfect, Quality::Major, Quality::Augmented]
        {
            let Some(interval) = Interval::new(number, quality) else { continue };
            assert_eq!(interval.semitones() + interval.inverted().semitones(), 12, "{interval}");
            assert_eq!(interval.inverted().inverted(), interval);
        }
    }
}

#[test]
fn what_music_does_not_have_is_refused() {
    for bad in
        ["m5", "M4", "P3", "d1", "P0", "P16", "m", "5", "", "x3", "p5", "P+5", "P05", "P99999999999", "mé"]
    {
        assert!(bad.parse::<Interval>().is_err(), "{bad} was taken for an interval");
    }
    assert_eq!(Interval::new(0, Quality::Perfect), None);
    assert_eq!(Interval::new(NUMBER_MAX + 1, Quality::Major), None);
    assert_eq!(
        "m5".parse::<Interval>().unwrap_err().to_string(),
        "\"m5\" is not an interval; write d, m, P, M or A and a number up to 15, as in m3 or P5"
    );
}

#[test]
fn between_two_notes_letters_count() {
    for (lower, higher, expected) in [
        ("C", "E", Some("M3")),
        ("C", "Fb", Some("d4")),
        ("C", "D#", Some("A2")),
        ("C", "Eb", Some("m3")),
        ("B", "C", Some("m2")),
        ("B", "F", Some("d5")),
        ("F", "B", Some("A4")),
        ("A", "A", Some("P1")),
        ("G", "F#", Some("M7")),
        ("C", "Cb", None),
        ("Cb", "C#", None),
    ] {
        let [low, high] = [lower, higher].map(|text| text.parse::<Spelling>().unwrap());
        let between = Interval::between(low, high).map(|interval| interval.to_string());
        assert_eq!(between.as_deref(), expected, "{lower} to {higher}");
        if let Some(interval) = Interval::between(low, high) {
            assert_eq!(low.transposed(interval), high);
        }
    }
}
