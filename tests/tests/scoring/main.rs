//! The bars to clear: what counts as missed, how sure a mean is, and what others are asked to play.

mod by_style;
mod mma;
mod table;

use std::collections::BTreeMap;

use ai_band_tests::compose;
use ai_band_tests::scoring::{
    Aim, BARS, Scored, examples, fitting_styles, interval, marks, misses, ours, planned_energy, table,
};
use music::chart::{Chart, Song};
use music::lane::Lane;
use music::scorecard::Measure;

pub(crate) fn song(chart: &str) -> Song {
    Chart::parse(chart).expect("a chart of a test").song()
}

#[test]
fn an_aim_is_missed_by_what_is_lacking_or_too_much() {
    let table = [
        (Aim::AtLeast(0.7), 0.7, None),
        (Aim::AtLeast(0.75), 0.5, Some(0.25)),
        (Aim::AtMost(0.0), 0.0, None),
        (Aim::AtMost(1.0), 1.5, Some(0.5)),
        (Aim::Within(0.25, 0.5), 0.25, None),
        (Aim::Within(0.25, 0.5), 0.125, Some(0.125)),
        (Aim::Within(0.25, 0.5), 0.75, Some(0.25)),
    ];
    for (aim, value, expected) in table {
        assert_eq!(aim.missed_by(value), expected, "{value} where {aim} is asked for");
    }
}

#[test]
fn an_interval_holds_the_mean_and_narrows_with_agreement() {
    assert_eq!(interval(&[]), None);
    let same = interval(&[0.5; 10]).unwrap();
    assert_eq!((same.mean, same.low, same.high), (0.5, 0.5, 0.5));
    let values: Vec<f64> = (0..40).map(|value| f64::from(value % 2)).collect();
    let wide = interval(&values).unwrap();
    assert!(wide.mean == 0.5 && wide.low < 0.45 && wide.high > 0.55, "{wide:?}");
    assert!(wide.low > 0.25 && wide.high < 0.75, "{wide:?}");
    assert_eq!(interval(&values), interval(&values), "the same values have the same interval");
}

#[test]
fn a_chart_is_played_in_its_own_style_and_where_meter_and_tempo_fit() {
    let table = [
        ("{style: swing} {tempo: 140} | C |", "pop swing bossa shuffle"),
        ("{style: house} {tempo: 124} | C |", "pop swing bossa funk shuffle house"),
        ("{style: swing} {meter: 5/4} {tempo: 140} | C |", "swing"),
        ("{style: ballad} {meter: 3/4} {tempo: 92} | C |", "ballad jazz-waltz"),
        ("{tempo: 20} | C |", "pop"),
    ];
    for (chart, expected) in table {
        let styles = fitting_styles(&Chart::parse(chart).unwrap());
        let names: Vec<String> = styles.into_iter().map(|style| style.name).collect();
        assert_eq!(names.join(" "), expected, "{chart}");
    }
}

#[test]
fn every_bar_finds_somebody_to_measure() {
    let chart = "{tempo: 110} [Intro] | Dm7 | G7 | C . . >A7 | . |\n\
        [Verse] | Dm7 | G7 | C | A7 | Dm7 | G7 | C | . |\n\
        [Chorus] x2 | Dm7 | G7 | C | A7 | Dm7 | G7 | C | . |";
    let chart = compose::chart(chart).unwrap();
    let mut all = Vec::new();
    for name in ["swing", "pop", "funk"] {
        let style = compose::style(name).unwrap();
        let energy = planned_energy(&chart.song(), &style, 1);
        all.push(marks("a chart", &style, &chart.song(), &ours(&chart, &style, 1).unwrap(), Some(&energy)));
    }
    let rows = Scored::all(&all, &[]);
    assert_eq!(rows.len(), BARS.len());
    for row in &rows {
        assert!(row.ours.is_some(), "{} measures nothing", row.name);
    }
    let text = table(&rows, &[]);
    assert_eq!(text.lines().count(), BARS.len() + 1);
    assert_eq!(text.matches("  missed").count(), misses(&rows).len());
}

#[test]
fn a_band_that_hears_nothing_misses_the_bars_about_hearing() {
    let style = compose::style("swing").unwrap();
    let chart = compose::chart("{tempo: 110} [A] x2 | Dm7 | G7 | C | A7 |").unwrap();
    let mut band = ours(&chart, &style, 1).unwrap();
    let wrong = band.entry(Lane::Bass).or_default();
    wrong.iter_mut().for_each(|note| note.pitch = "C#2".parse().unwrap());
    let all = [marks("a chart", &style, &chart.song(), &band, None)];
    let missed: Vec<&str> = misses(&Scored::all(&all, &[])).iter().map(|miss| miss.name).collect();
    for name in ["root on chord change (walking)", "repeated notes (walking)", "clash rate"] {
        assert!(missed.contains(&name), "{name}: {missed:?}");
    }
}

#[test]
fn every_measure_of_the_table_is_one_of_the_scorecard_and_charts_have_names() {
    assert!(BARS.iter().all(|bar| Measure::ALL.contains(&bar.measure)));
    let names: BTreeMap<String, usize> =
        examples().unwrap().into_iter().map(|named| (named.name, 1)).collect();
    assert!(names.len() >= 24 && names.contains_key("blues-in-f"), "{names:?}");
}
