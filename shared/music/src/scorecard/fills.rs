//! Whether drums say that a section ends, and say it anew each time.

use std::collections::BTreeSet;
use std::ops::Range;

use super::heard::{Heard, Onset};
use super::tally::Tally;

/// In shorter sections nothing is usual yet.
const SECTION_BARS_MIN: usize = 4;
/// Bars that differ by less are the same bar to an ear.
const VARIATION_STROKES_MIN: f64 = 2.0;
/// A last bar that differs no more than this is no fill.
const FILL_SALIENCE_MIN: f64 = 1.5;

type Strokes = BTreeSet<(i64, u8)>;

pub(super) fn salience(heard: &Heard<'_>) -> Tally {
    Tally::of_values(ends(heard).into_iter().map(|(salience, _)| salience))
}

pub(super) fn same(heard: &Heard<'_>) -> Tally {
    let fills = ends(heard).into_iter().filter(|(salience, _)| *salience >= FILL_SALIENCE_MIN);
    let fills: Vec<Strokes> = fills.map(|(_, strokes)| strokes).collect();
    Tally::of_cases(fills.windows(2).map(|two| two[0] == two[1]))
}

/// For each section that another one follows: how much its last bar stands out, and what is struck there.
fn ends(heard: &Heard<'_>) -> Vec<(f64, Strokes)> {
    let bars = heard.bars();
    let mut sections = sections(heard);
    sections.pop();
    let end = |section: Range<usize>| {
        let length = heard.song.bars()[section.end - 1].length;
        let of_one_length = section.clone().filter(|bar| heard.song.bars()[*bar].length == length);
        let played: Vec<&[Onset]> =
            of_one_length.map(|bar| bars[bar]).filter(|bar| !bar.is_empty()).collect();
        let strokes: Vec<Strokes> = played.into_iter().map(Heard::strokes).collect();
        let (last, others) = strokes.split_last()?;
        (strokes.len() >= SECTION_BARS_MIN && !bars[section.end - 1].is_empty())
            .then(|| (standing_out(last, others), last.clone()))
    };
    sections.into_iter().filter_map(end).collect()
}

fn standing_out(last: &Strokes, others: &[Strokes]) -> f64 {
    let differ = |a: &Strokes, b: &Strokes| a.symmetric_difference(b).count() as f64;
    let news = Tally::of_values(others.iter().map(|other| differ(last, other)));
    let pairs = others.iter().enumerate().flat_map(|(index, a)| {
        others[index + 1..].iter().map(move |b| a.symmetric_difference(b).count() as f64)
    });
    let usual = Tally::of_values(pairs).mean().unwrap_or(0.0);
    news.mean().unwrap_or(0.0) / usual.max(VARIATION_STROKES_MIN)
}

fn sections(heard: &Heard<'_>) -> Vec<Range<usize>> {
    let mut from = 0;
    let passes = heard.song.bars().chunk_by(|bar, next| bar.section == next.section);
    let range = |bars: &[_]| {
        let start = from;
        from += bars.len();
        start..from
    };
    passes.map(range).collect()
}
