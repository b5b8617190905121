//! How far a bass goes from one note to the next: an octave. Further in two cases, in which bassists do.
//!
//! - Out of a figure the hand goes on from the root that was heard under it, a fifth at most: a boogie's sixth falls to
//!   the root a fifth below, a disco octave to the next chord's. The ear hears the roots go on, the hand has not moved
//!   further. A walking line has no such hand: what it plays is one line.
//! - After a silence of two beats, or of a bar where that is shorter, a line begins anew.

use ai_band_composer::bass::Line;
use ai_band_composer::sketch::{Stroke, Touch};
use ai_band_composer::style::Style;
use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use crate::laws;
use crate::stage::Take;

const OCTAVE: u8 = 12;
const FIFTH: u8 = 7;
const SILENCE: Ticks = Ticks(2 * TICKS_PER_BEAT);

/// The first leap that nobody would play.
fn leap(take: &Take, line: Line) -> Option<String> {
    let bars = take.line.bars.iter().enumerate();
    let notes: Vec<(usize, &Stroke)> = bars
        .flat_map(|(bar, strokes)| strokes.iter().map(move |stroke| (bar, stroke)))
        // A dead note is where the hand is.
        .filter(|(_, stroke)| stroke.touch != Touch::Ghost)
        .collect();
    let is_far = |pair: &&[(usize, &Stroke)]| {
        let ((bar, from), (next, to)) = (pair[0], pair[1]);
        let ends = take.song.bars()[bar].start + from.at + from.length;
        let silence = take.song.bars()[next].start + to.at - ends;
        let is_anew = silence >= SILENCE.min(take.song.bars()[bar].length);
        let is_shift = line == Line::Riff && is_shift(take, bar, from, to.pitch.key());
        from.pitch.key().abs_diff(to.pitch.key()) > OCTAVE && !is_shift && !is_anew
    };
    let far = notes.windows(2).find(is_far)?;
    let [(bar, from), (next, to)] = [far[0], far[1]];
    Some(format!("{} in bar {} to {} in bar {}", from.pitch, bar + 1, to.pitch, next + 1))
}

/// The root under the figure was heard in this bar or the one before, and the next note is a fifth from it at most.
fn is_shift(take: &Take, bar: usize, from: &Stroke, to: u8) -> bool {
    let chord = take.analysis.at(take.song.bars()[bar].start + from.at).and_then(|change| change.chord);
    let heard = take.line.bars[bar.saturating_sub(1)..=bar].iter().flatten();
    let mut roots =
        heard.filter(|stroke| chord.is_some_and(|chord| chord.bass().class() == stroke.pitch.class()));
    let top = from.pitch.key();
    roots.any(|root| {
        let root = root.pitch.key();
        (root..=root + OCTAVE).contains(&top) && root.abs_diff(to) <= FIFTH
    })
}

#[test]
fn nobody_leaps_over_an_octave_in_any_song_there_is() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/charts");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 20, "the songs are somewhere else");
    for (index, file) in (0..).zip(files) {
        let chart = std::fs::read_to_string(&file).unwrap();
        for (style, seed) in
            Style::BUILT_IN.into_iter().flat_map(|style| [(style, index), (style, index + 7)])
        {
            let leap = leap(&Take::of(Lane::Bass, style, &chart, seed), line(style));
            assert_eq!(leap, None, "{} in {style}, seed {seed}", file.display());
        }
    }
}

/// A seed, a style and a chart in which a line once leapt, and why.
const MENDED: &[(&str, u64, &str, &str)] = &[
    (
        "an octave without its root at the end of a line",
        931,
        "house",
        "{meter: 11/16}| F/G | C . . >Db7 | C | A5 | Em7 . | {feel: half-time} Bb7 A7 | N.C. . C . |",
    ),
    (
        "a line that ended where the next window could not be reached from",
        837,
        "jazz-waltz",
        "{meter: 7/8}| Em7 . | Bb7 A7 | F G Am B7 | >Eb | Am7 | C . . >Db7 | F#m7b5 |\n[Solo]\n| F/G |",
    ),
    (
        "the same, in two-four time",
        78,
        "jazz-waltz",
        "{meter: 2/4}| C | G/B | G/B | C . . >Db7 | G/B | N.C. . C . | F G Am B7 | Em7 . | Dm7 G7 | {feel: stop-time} Am7 | F G Am B7 | A5 | {feel: double-time} F G Am B7 |",
    ),
];

#[test]
fn nobody_leaps_where_somebody_did() {
    let leaps = MENDED.iter().filter_map(|(why, seed, style, chart)| {
        leap(&Take::of(Lane::Bass, style, chart, *seed), line(style)).map(|leap| format!("{why}: {leap}"))
    });
    assert_eq!(leaps.collect::<Vec<_>>(), Vec::<String>::new());
}

fn line(style: &str) -> Line {
    Style::built_in(style).unwrap().bass.line
}

/// A table of charts that nobody chose, always the same ones. Of sixty thousand such songs four leapt: in a bar of one
/// beat that is a section of its own, and from a seventh over a silence nearly two beats long.
#[test]
fn nobody_leaps_in_four_hundred_strange_charts() {
    const CHARTS: usize = 400;
    let mut runner =
        TestRunner::new_with_rng(ProptestConfig::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let asked = (laws::readable(), laws::style(), 0..1000u64);
    for _ in 0..CHARTS {
        let (chart, style, seed) = asked.new_tree(&mut runner).unwrap().current();
        let leap = leap(&Take::of(Lane::Bass, style, &chart, seed), line(style));
        assert_eq!(leap, None, "{style}, seed {seed}: {chart}");
    }
}
