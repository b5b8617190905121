//! A part that repeats as a player repeats: the same, and never quite.

use std::collections::BTreeSet;

use ai_band_composer::sketch::Sketch;
use music::time::Ticks;

use crate::band::{Band, brief};
use crate::golden::SONGS;

/// Bars that differ in rhythm, in a hundred bars that play.
fn distinct_percent(sketch: &Sketch) -> usize {
    let onsets = |strokes: &Vec<_>| -> Vec<Ticks> {
        let mut onsets: Vec<Ticks> =
            strokes.iter().map(|stroke: &ai_band_composer::sketch::Stroke| stroke.at).collect();
        onsets.dedup();
        onsets
    };
    let playing: Vec<Vec<Ticks>> =
        sketch.bars.iter().map(onsets).filter(|onsets| !onsets.is_empty()).collect();
    let distinct: BTreeSet<&Vec<Ticks>> = playing.iter().collect();
    distinct.len() * 100 / playing.len().max(1)
}

#[test]
fn a_quarter_to_three_fifths_of_the_bars_differ() {
    let mut report = Vec::new();
    for (name, chart) in SONGS {
        let of_seed = |seed| distinct_percent(&Band::playing(chart, brief(name, seed)).played());
        let all: Vec<usize> = (0..6).map(of_seed).collect();
        report.push((name, all.iter().sum::<usize>() / all.len(), all));
    }
    let is_off = |(_, mean, _): &&(&str, usize, Vec<usize>)| !(25..=60).contains(mean);
    assert_eq!(report.iter().filter(is_off).collect::<Vec<_>>(), Vec::<&(&str, usize, Vec<usize>)>::new());
}
