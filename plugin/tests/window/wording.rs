//! Places, numbers and strangers' texts in words.

use ai_band_plugin::editor::{theme, words};
use ai_band_plugin::model::{BarView, Bars, SongView};
use music::time::{Span, Ticks};
use proptest::prelude::*;

use crate::pictures::{NAMES, named};
use crate::stand::Stand;

/// A pickup of one beat, two bars of 4/4, one of 6/8, one of 4/4.
fn song() -> SongView {
    let bar = |number, start: i64, beats: i64, meter| BarView {
        number,
        span: Span { start: Ticks(start * 480), end: Ticks((start + beats) * 480) },
        meter,
        section: None,
        chords: Vec::new(),
    };
    let bars = vec![
        bar(0, -2, 2, (4, 4)),
        bar(1, 0, 8, (4, 4)),
        bar(2, 8, 8, (4, 4)),
        bar(3, 16, 6, (6, 8)),
        bar(4, 22, 8, (4, 4)),
    ];
    SongView { bars, ..SongView::default() }
}

#[test]
fn a_beat_is_where_a_musician_counts_it() {
    for (beat, words) in [
        (0.0, "1.1"),
        (3.99, "1.4"),
        (4.0, "2.1"),
        (6.5, "2.3"),
        // In 6/8 eighths are counted.
        (8.0, "3.1"),
        (8.5, "3.2"),
        (10.9, "3.6"),
        (11.0, "4.1"),
        // Bars go on after the last one and before the first one.
        (15.0, "5.1"),
        (20.5, "6.2"),
        (-0.5, "0.1"),
        (-1.5, "-1.4"),
    ] {
        assert_eq!(words::position(&song(), beat), words, "beat {beat}");
    }
}

#[test]
fn without_a_chart_four_beats_are_a_bar_and_what_is_no_place_is_a_dash() {
    let bare = SongView::default();
    for (beat, words) in [(0.0, "1.1"), (67.0, "17.4"), (-4.0, "0.1"), (f64::NAN, "–"), (1e300, "–")] {
        assert_eq!(words::position(&bare, beat), words, "beat {beat}");
    }
}

#[test]
fn bars_are_named_as_they_are_numbered() {
    for ((first, last), words) in
        [((2, 2), "bar 1"), ((2, 5), "bars 1–4"), ((1, 1), "bar 0"), ((9, 9), "bar 9")]
    {
        assert_eq!(words::bars(&song(), Bars { first, last }), words);
    }
    assert_eq!(words::bars(&song(), Bars { first: 0, last: u32::MAX }), format!("bars 0–{}", i32::MAX));
}

#[test]
fn a_tempo_has_one_decimal_and_nonsense_is_a_dash() {
    for (bpm, words) in
        [(132.0, "132.0"), (97.26, "97.3"), (0.0, "–"), (-3.0, "–"), (f64::NAN, "–"), (f64::INFINITY, "–")]
    {
        assert_eq!(words::tempo(bpm), words);
    }
}

#[test]
fn keys_have_names() {
    for (key, name) in [(60, "C4"), (61, "C#4"), (21, "A0"), (127, "G9"), (0, "C-1")] {
        assert_eq!(words::key_name(key), name);
    }
}

#[test]
fn strangers_texts_are_cut_and_stay_on_one_line() {
    for (text, most, shown) in [
        ("Late Bus", 20, "Late Bus"),
        ("Late Bus", 4, "Late…"),
        ("two\nlines\tand", 20, "two lines and"),
        ("ärger", 1, "ä…"),
        ("", 0, ""),
    ] {
        assert_eq!(words::short(text, most), shown);
    }
}

#[test]
fn counting_things() {
    for (count, words) in [(0, "0 takes"), (1, "1 take"), (2, "2 takes")] {
        assert_eq!(words::count(count, "take", "takes"), words);
    }
    assert_eq!((words::capital("drums"), words::capital("")), ("Drums".to_owned(), String::new()));
}

#[test]
fn every_letter_that_the_window_says_is_in_its_fonts() {
    for name in NAMES {
        let mut stand = Stand::of(named(name).expect("a picture"));
        stand.resize(1_600.0, 1_600.0);
        let mut said = stand.names();
        said.extend((0..=127).map(words::key_name));
        let missing = stand.context.fonts_mut(|fonts| {
            let font = theme::font(theme::BODY);
            let letters = said.iter().flat_map(|text| text.chars()).filter(|char| !char.is_control());
            letters.filter(|char| !fonts.has_glyph(&font, *char)).collect::<String>()
        });
        assert_eq!(missing, "", "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_short_text_is_short_and_one_line(text in ".{0,80}", most in 0_usize..60) {
        let shown = words::short(&text, most);
        prop_assert!(shown.chars().count() <= most + 1);
        prop_assert!(!shown.contains(char::is_control));
    }

    #[test]
    fn counting_never_goes_back(beat in -40.0_f64..80.0, step in 0.0_f64..8.0) {
        let number = |beat: f64| {
            let words = words::position(&song(), beat);
            let (bar, beat) = words.rsplit_once('.').expect("bar and beat");
            (bar.parse::<i64>().expect("a bar"), beat.parse::<i64>().expect("a beat"))
        };
        prop_assert!(number(beat) <= number(beat + step));
        prop_assert!(number(beat).1 >= 1);
    }
}
