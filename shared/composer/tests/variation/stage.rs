//! A song, random music on it, and the questions that tests ask of a variation.

use std::collections::BTreeSet;

use ai_band_composer::analyse::Analysis;
use ai_band_composer::sketch::{Sketch, Stroke};
use ai_band_composer::variation::{self, Ground, Keep, Wish};
use music::chart::{Chart, PassId, Song};
use music::lane::Lane;
use music::pitch::{ClassSet, Pitch};
use music::time::Ticks;
use proptest::prelude::*;

pub(crate) const CHARTS: [&str; 4] = [
    "{key: C}\n| Cmaj7 | Am7 D7 | Dm7 G7 | C6 | Fm7 Bb7 | Em7 A7 | Dm7 G7b9 | C6 |\n",
    "{key: G} {meter: 3/4}\n| Gmaj7 | Em7 | Am7 | D7 | Bm7 E7 . | Am7 . D7 | G6 |\n",
    "{key: D minor} {meter: 7/8}\n| Dm | C | Bb | A7 | Dm | Gm7 | A7 | N.C. |\n",
    "{key: A} {meter: 6/8}\n| A | E/G# | F#m | >D | A | E7 | A |\n",
];

pub(crate) const KEEPS: [Keep; 3] = [Keep::Rhythm, Keep::Pitches, Keep::Contour];
pub(crate) const PITCHED: [Lane; 5] = [Lane::Bass, Lane::Keys, Lane::Guitar, Lane::Pad, Lane::Lead];

pub(crate) struct Stage {
    pub(crate) song: Song,
    pub(crate) analysis: Analysis,
}

#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) lane: Lane,
    pub(crate) keep: Keep,
    pub(crate) amount: u8,
    pub(crate) seed: u64,
    pub(crate) locked: BTreeSet<PassId>,
}

impl Order {
    pub(crate) fn new(lane: Lane, keep: Keep, amount: u8) -> Order {
        Order { lane, keep, amount, seed: 7, locked: BTreeSet::new() }
    }

    pub(crate) fn wish(&self) -> Wish<'_> {
        let Order { lane, keep, amount, seed, ref locked } = *self;
        Wish { lane, keep, amount, seed, locked }
    }
}

impl Stage {
    pub(crate) fn new(chart: &str) -> Stage {
        let song = Chart::parse(chart).unwrap().song();
        Stage { analysis: Analysis::of(&song), song }
    }

    pub(crate) fn ground(&self) -> Ground<'_> {
        Ground { song: &self.song, analysis: &self.analysis }
    }

    pub(crate) fn varied(&self, order: &Order, sketch: &Sketch) -> Sketch {
        variation::of_sketch(self.ground(), &order.wish(), sketch)
    }

    /// Chord tones and usual tensions, or anything where no chord is.
    pub(crate) fn colours(&self, at: Ticks) -> ClassSet {
        let Some(chord) = self.analysis.at(at).and_then(|change| change.chord) else { return ClassSet::ALL };
        chord.classes().union(chord.tensions().into_iter().map(|tone| tone.class).collect())
    }

    /// The same strokes in every bar: `(at, length, key)`.
    pub(crate) fn every_bar(&self, strokes: &[(i64, i64, u8)]) -> Sketch {
        let strokes: Vec<Stroke> =
            strokes.iter().map(|(at, length, key)| stroke(*at, *length, *key)).collect();
        Sketch { bars: vec![strokes; self.song.bars().len()] }
    }
}

pub(crate) fn stroke(at: i64, length: i64, key: u8) -> Stroke {
    Stroke::new(Ticks(at), Ticks(length), Pitch::new(key).unwrap(), 90, 80)
}

/// What a bar of seven or more eighths can hold, of keys that the lane has: single notes, chords, ties.
pub(crate) fn sketches(lane: Lane) -> impl Strategy<Value = Sketch> {
    let (low, high) = lane.character().range;
    let stroke = (0i64..12, 1i64..9, low..=high, 1u8..=127, 0u8..=127).prop_map(
        |(slot, eighths, key, velocity, importance)| Stroke {
            velocity,
            importance,
            ..stroke(slot * 240, eighths * 240 - 10, key)
        },
    );
    let bar = proptest::collection::vec(stroke, 0..9).prop_map(|mut bar: Vec<Stroke>| {
        bar.sort_by_key(|stroke| (stroke.at, stroke.pitch));
        bar.dedup_by_key(|stroke| (stroke.at, stroke.pitch));
        bar
    });
    proptest::collection::vec(bar, 7).prop_map(|bars| Sketch { bars })
}

/// Keys as a line moves: near the one before.
pub(crate) fn lines(lane: Lane) -> impl Strategy<Value = Sketch> {
    let (low, high) = lane.character().range;
    let bar = (0u16..256, proptest::collection::vec(-5i32..=5, 8));
    proptest::collection::vec(bar, 7).prop_map(move |bars| {
        let mut key = i32::from(low) + 12;
        let mut bar = |(onsets, steps): (u16, Vec<i32>)| {
            let slots = (0..7).filter(move |slot| onsets & 1 << slot != 0);
            let mut strokes = Vec::new();
            for slot in slots {
                key = (key + steps[slot]).clamp(i32::from(low), i32::from(high));
                strokes.push(stroke(slot as i64 * 360, 340, key as u8));
            }
            strokes
        };
        Sketch { bars: bars.into_iter().map(&mut bar).collect() }
    })
}

/// The highest key of each onset, through the whole song.
pub(crate) fn tops(sketch: &Sketch) -> Vec<Pitch> {
    let mut tops = Vec::new();
    for bar in &sketch.bars {
        let onsets: BTreeSet<Ticks> = bar.iter().map(|stroke| stroke.at).collect();
        let top = |at: Ticks| bar.iter().filter(|stroke| stroke.at == at).map(|stroke| stroke.pitch).max();
        tops.extend(onsets.into_iter().filter_map(top));
    }
    tops
}

/// Pairs of strokes before and after, in all bars.
pub(crate) fn pairs<'a>(
    before: &'a Sketch,
    after: &'a Sketch,
) -> impl Iterator<Item = (&'a Stroke, &'a Stroke)> {
    before.bars.iter().flatten().zip(after.bars.iter().flatten())
}
