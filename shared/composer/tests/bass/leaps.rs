//! How far a bass goes from one note to the next: an octave, and further in four cases, in which bassists do.
//!
//! - The top of a figure falls by a ninth at most: a boogie's sixth to the root a fifth below.
//! - Out of an octave the hand goes on from the root below it, which was heard: it never left that place.
//! - After a rest of two beats, and after a note with a bar to itself, there is time to go anywhere.

use ai_band_composer::sketch::Stroke;
use ai_band_composer::style::Style;
use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use crate::laws;
use crate::stage::Take;

const OCTAVE: u8 = 12;
/// The top of a figure falls to the next chord by a ninth at most, as a boogie's sixth does to the root a fifth below.
const FALL_MAX: u8 = 14;
/// Out of an octave the hand goes on from the root below, a fifth at most.
const SHIFT_MAX: u8 = 7;

/// So long a silence gives a hand the time to go anywhere.
const SILENCE: Ticks = Ticks(2 * TICKS_PER_BEAT);

/// The first leap that nobody would play.
fn leap(take: &Take) -> Option<String> {
    let bars = take.line.bars.iter().enumerate();
    let notes: Vec<(usize, &Stroke)> =
        bars.flat_map(|(bar, strokes)| strokes.iter().map(move |stroke| (bar, stroke))).collect();
    let at = |(bar, stroke): (usize, &Stroke)| take.song.bars()[bar].start + stroke.at;
    let far = notes.windows(2).find(|pair| {
        let (from, to) = (pair[0].1.pitch.key(), pair[1].1.pitch.key());
        let below = from.saturating_sub(OCTAVE);
        // A root that came early may ring from the bar before.
        let around = pair[0].0.saturating_sub(1)..=pair[0].0;
        let is_figure = take.line.bars[around].iter().flatten().any(|stroke| stroke.pitch.key() == below);
        let is_shift = is_figure && below.abs_diff(to) <= SHIFT_MAX;
        let is_fall = from.checked_sub(to).is_some_and(|fall| fall <= FALL_MAX);
        let is_long = at(pair[0]) + take.song.bars()[pair[0].0].length <= at(pair[1]);
        let is_apart = is_long || at(pair[0]) + pair[0].1.length + SILENCE <= at(pair[1]);
        from.abs_diff(to) > OCTAVE && !is_shift && !is_fall && !is_apart
    })?;
    let [(bar, from), (next, to)] = [far[0], far[1]];
    Some(format!("{} in bar {} to {} in bar {}", from.pitch, bar + 1, to.pitch, next + 1))
}

#[test]
fn nobody_leaps_over_an_octave_in_any_song_there_is() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/charts");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 20, "the songs are somewhere else");
    for (seed, file) in (0..).zip(files) {
        let chart = std::fs::read_to_string(&file).unwrap();
        for style in Style::BUILT_IN {
            assert_eq!(
                leap(&Take::of(Lane::Bass, style, &chart, seed)),
                None,
                "{} in {style}",
                file.display()
            );
        }
    }
}

/// A seed, a style and a chart in which a line once leapt, and why.
const MENDED: &[(&str, u64, &str, &str)] = &[
    (
        "two octaves without their root",
        903,
        "house",
        "{meter: 6/8}\n| C | C | C | C | C | C | C | C | C | G/B | N.C. . C . | F G Am B7 | C |",
    ),
    (
        "a hand that did not know where the next window begins",
        229,
        "pop",
        "{meter: 2/4}| F#m7b5 | % | A5 | F/G | A5 | F#m7b5 | C | F G Am B7 | {feel: double-time} N.C. . C . | Bb7 A7 |",
    ),
    (
        "the same bass after a silence, gone up an octave",
        349,
        "swing",
        "{meter: 1/4}| Gsus4 | Gsus4 | C . . >Db7 | Gsus4 | Bb7 A7 | >Eb | N.C. | >Eb | Am7 |",
    ),
    (
        "a hand a sixth below an octave",
        249,
        "shuffle",
        "{meter: 1/4}| A5 | N.C. | % | F#m7b5 | C . . >Db7 | F G Am B7 | F#m7b5 | N.C. . C . | C . . >Db7 |\n[Verse]\n| Gsus4 | >Eb | F#m7b5 |",
    ),
];

#[test]
fn nobody_leaps_where_somebody_did() {
    for (why, seed, style, chart) in MENDED {
        assert_eq!(leap(&Take::of(Lane::Bass, style, chart, *seed)), None, "{why}");
    }
}

/// Always the same charts: of twenty thousand one still has a bar too short to come down in.
#[test]
fn nobody_leaps_in_charts_by_chance() {
    const CHARTS: usize = 400;
    let mut runner =
        TestRunner::new_with_rng(ProptestConfig::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let asked = (laws::readable(), laws::style(), 0..1000u64);
    for _ in 0..CHARTS {
        let (chart, style, seed) = asked.new_tree(&mut runner).unwrap().current();
        let leap = leap(&Take::of(Lane::Bass, style, &chart, seed));
        assert_eq!(leap, None, "{style}, seed {seed}: {chart}");
    }
}
