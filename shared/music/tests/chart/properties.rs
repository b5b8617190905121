//! Laws that hold for every chart and for every text a stranger may send.

use ai_band_music::chart::{Chart, limits};
use ai_band_music::chord::Chord;
use ai_band_music::pitch::Class;
use ai_band_music::time::Ticks;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::tables::every_chart;
use crate::written::{any_chart_text, any_soup};

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        let _ = Chart::parse(&text);
    }

    #[test]
    fn unicode_is_read_or_refused(text in "\\PC{0,120}") {
        let _ = Chart::parse(&text);
    }

    #[test]
    fn soup_is_read_or_refused_with_places_inside_the_text(text in any_soup()) {
        match Chart::parse(&text) {
            Ok(chart) => prop_assert!(chart.bars().count() > 0),
            Err(errors) => {
                prop_assert!(!errors.all().is_empty() && errors.all().len() <= limits::ERRORS_MAX);
                for error in errors.all() {
                    prop_assert!(text.get(error.range.clone()).is_some(), "{error:?} is outside {text:?}");
                    let line = text.split('\n').nth(error.line - 1);
                    prop_assert!(line.is_some_and(|line| error.column <= line.chars().count() + 1), "{error:?}");
                }
            }
        }
    }

    #[test]
    fn what_a_chart_prints_reads_back_as_itself(text in prop_oneof![any_chart_text(), any_soup()]) {
        if let Ok(chart) = Chart::parse(&text) {
            let printed = chart.to_string();
            let again = Chart::parse(&printed);
            prop_assert_eq!(again.as_ref(), Ok(&chart), "{} became {}", text, printed);
            prop_assert_eq!(again.unwrap().to_string(), printed);
        }
    }

    #[test]
    fn written_charts_are_read(text in any_chart_text()) {
        prop_assert!(Chart::parse(&text).is_ok(), "{}: {}", text, Chart::parse(&text).unwrap_err());
    }

    #[test]
    fn a_song_has_no_gaps(text in any_chart_text()) {
        let song = Chart::parse(&text).unwrap().song();
        let mut end = song.start();
        for bar in song.bars() {
            prop_assert_eq!(bar.start, end);
            prop_assert!(bar.length > Ticks::ZERO);
            prop_assert_eq!(song.meter().at(bar.start), bar.meter);
            end += bar.length;
        }
        let mut until = song.start();
        for chord in song.chords() {
            prop_assert_eq!(chord.start, until);
            prop_assert!(chord.length > Ticks::ZERO);
            until += chord.length;
        }
        prop_assert_eq!((end, until), (song.end(), song.end()));
    }

    #[test]
    fn every_position_has_its_bar_and_chord(text in any_chart_text(), part in 0.0..1.0_f64) {
        let song = Chart::parse(&text).unwrap().song();
        let length = song.end() - song.start();
        let at = song.start() + Ticks((length.0 as f64 * part) as i64);
        let (bar, chord) = (song.bar_at(at).unwrap(), song.chord_at(at).unwrap());
        prop_assert!(bar.span().contains(at) && chord.span().contains(at));
        prop_assert_eq!(song.meter().bar_start(song.meter().bar_at(bar.start).bar) <= bar.start, true);
        for outside in [song.start() - Ticks(1), song.end()] {
            prop_assert_eq!(song.bar_at(outside), None);
            prop_assert_eq!(song.chord_at(outside), None);
        }
    }

    #[test]
    fn transposing_there_and_back_sounds_the_same(
        chart in select(every_chart()),
        semitones in -12..=12_i32,
    ) {
        let back = chart.transposed(semitones).transposed(-semitones);
        prop_assert_eq!(pitches(&back, 0), pitches(&chart, 0));
        prop_assert_eq!(pitches(&chart.transposed(semitones), 0), pitches(&chart, semitones));
        prop_assert_eq!(back.ids(), chart.ids());
    }
}

/// What sounds, chord by chord, as pitch classes moved by `semitones`.
fn pitches(chart: &Chart, semitones: i32) -> Vec<(Ticks, Vec<u8>, Option<u8>)> {
    let song = chart.song();
    let told = song.chords().iter().map(|harmony| {
        let moved = |class: Class| class.transposed(semitones).semitones();
        let chord = harmony.chord;
        let mut classes: Vec<u8> =
            chord.iter().flat_map(Chord::tones).map(|tone| moved(tone.class)).collect();
        classes.sort_unstable();
        (harmony.start, classes, chord.map(|chord| moved(chord.bass().class())))
    });
    told.collect()
}

#[test]
fn every_chart_of_the_tables_prints_and_reads_back() {
    for chart in every_chart() {
        assert_eq!(Chart::parse(&chart.to_string()).as_ref(), Ok(&chart));
    }
}

#[test]
fn equal_texts_make_equal_songs() {
    for chart in every_chart() {
        assert_eq!(Chart::parse(&chart.to_string()).unwrap().song(), chart.song());
    }
}
