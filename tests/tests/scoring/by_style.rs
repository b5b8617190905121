//! Bands of styles: how far a take is from them, and how that reads.

use ai_band_tests::compose;
use ai_band_tests::scoring::{InStyle, marks, ours, style_summary, style_table};
use composer::style::Style;
use music::scorecard::Measure;

fn row(from: f64, to: f64, ours: Option<f64>) -> InStyle {
    InStyle { whose: "drums", measure: Measure::Ghosts, from, to, ours, null: None, others: vec![Some(0.5)] }
}

#[test]
fn distance_is_in_widths_of_the_band_and_has_a_side() {
    let table = [
        (0.25, 0.75, 0.5, 0.0),
        (0.25, 0.75, 0.25, 0.0),
        (0.25, 0.75, 1.0, 0.5),
        (0.25, 0.75, 0.0, -0.5),
        (15.0, 25.0, 30.0, 0.5),
        // A band without a width.
        (0.0, 0.0, 0.25, 0.25),
        (4.0, 4.0, 5.0, 0.25),
    ];
    for (from, to, value, expected) in table {
        assert_eq!(row(from, to, None).distance(value), expected, "{value} beside {from} to {to}");
    }
}

#[test]
fn a_style_reads_band_by_band_and_in_a_line() {
    let rows = [row(0.0, 0.5, Some(0.25)), row(0.0, 0.5, Some(0.75)), row(0.5, 1.0, None)];
    let text = style_table("funk", &rows, &["mma"]);
    let words: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(words[0], ["funk", "band", "ours", "distance", "null", "mma"]);
    assert_eq!(words[1], ["drums", "ghosts", "0–0.5", "0.250", "in", "–", "0.500"]);
    assert_eq!(words[2], ["drums", "ghosts", "0–0.5", "0.750", "+0.50", "–", "0.500"]);
    assert_eq!(words[3], ["drums", "ghosts", "0.5–1", "–", "–", "–", "0.500"]);
    let line = style_summary("funk", &rows);
    assert_eq!(line, "funk         2 of 3 in its bands; furthest: drums ghosts, 0.50 widths\n");
    assert_eq!(style_summary("funk", &rows[..1]), "funk         1 of 1 in its bands\n");
}

#[test]
fn a_band_counts_for_the_style_it_plays_and_no_other() {
    let chart = compose::chart("{tempo: 120} [A] x2 | Dm7 | G7 | C | A7 | Dm7 | G7 | C | . |").unwrap();
    let (pop, funk) = (Style::built_in("pop").unwrap(), Style::built_in("funk").unwrap());
    let all = [marks("a chart", &pop, &chart.song(), &ours(&chart, &pop, 1).unwrap(), None)];
    let rows = InStyle::all(&pop, &all, &[]);
    assert_eq!(rows.len(), pop.general.bands.len());
    let root = rows.iter().find(|row| row.measure == Measure::RootOnChange).unwrap();
    assert_eq!((root.whose, root.ours), ("bass", Some(1.0)));
    assert!(root.null.unwrap() < 0.5, "{root:?}");
    assert!(InStyle::all(&funk, &all, &[]).iter().all(|row| row.ours.is_none()), "nobody plays funk");
}
