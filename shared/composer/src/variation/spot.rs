//! One bar of a lane with what stands around it: all that its variation may look at.

use std::collections::BTreeSet;
use std::ops::Range;

use music::chart::song::Bar;
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::{Span, Ticks};

use super::draws::Draws;
use super::{Ground, Keep, Wish, kit, line, onsets, places, rhythm, tones};
use crate::analyse::Change;
use crate::sketch::Stroke;

/// As the composer plans: what a bar may look at besides itself.
const WINDOW_BARS: usize = 4;

/// The lane's bars as they were, and what of them still sounds.
pub(super) struct Around<'a> {
    ground: Ground<'a>,
    bars: &'a [Vec<Stroke>],
    /// By key, until when it sounds in the song: only what rings over its own bar line, which keeps its pitch.
    sounding: [i64; 128],
    /// The top note that comes before each bar, and the one that comes after it.
    tops: Vec<(Option<Pitch>, Option<Pitch>)>,
}

impl<'a> Around<'a> {
    pub(super) fn new(ground: Ground<'a>, bars: &'a [Vec<Stroke>]) -> Around<'a> {
        Around { ground, bars, sounding: [i64::MIN; 128], tops: tops(ground, bars) }
    }

    pub(super) fn passed(&mut self, index: usize) {
        let Some(bar) = self.ground.song.bars().get(index) else { return };
        for stroke in self.bars[index].iter().filter(|stroke| onsets::end(stroke) > bar.length.0) {
            let until = &mut self.sounding[usize::from(stroke.pitch.key())];
            *until = (*until).max(bar.start.0.saturating_add(onsets::end(stroke)));
        }
    }
}

fn tops(ground: Ground<'_>, bars: &[Vec<Stroke>]) -> Vec<(Option<Pitch>, Option<Pitch>)> {
    let edges = |(index, strokes): (usize, &Vec<Stroke>)| {
        let room = ground.song.bars().get(index).map_or(0..0, |bar| 0..bar.length.0);
        let within = || strokes.iter().filter(|stroke| onsets::is_movable(stroke, &room));
        let (first, last) = (within().map(|stroke| stroke.at).min(), within().map(|stroke| stroke.at).max());
        let top =
            |at: Option<Ticks>| within().filter(|stroke| Some(stroke.at) == at).map(|each| each.pitch).max();
        (top(first), top(last))
    };
    let edges: Vec<_> = bars.iter().enumerate().map(edges).collect();
    let mut tops = vec![(None, None); bars.len()];
    let mut before = None;
    for (top, (_, last)) in tops.iter_mut().zip(&edges) {
        top.0 = before;
        before = last.or(before);
    }
    let mut after = None;
    for (top, (first, _)) in tops.iter_mut().zip(&edges).rev() {
        top.1 = after;
        after = first.or(after);
    }
    tops
}

pub(super) struct Spot<'a> {
    pub(super) lane: Lane,
    pub(super) keep: Keep,
    pub(super) bar: &'a Bar,
    pub(super) draws: Draws,
    /// From the bar's start: where strokes may stand.
    pub(super) room: Range<i64>,
    /// Places in a beat that the lane uses.
    pub(super) places: Vec<i64>,
    pub(super) top_before: Option<Pitch>,
    pub(super) top_after: Option<Pitch>,
    ground: Ground<'a>,
    index: usize,
    strong: BTreeSet<i64>,
    sounding: &'a [i64; 128],
}

impl<'a> Spot<'a> {
    /// `index` is of a bar that the song has.
    pub(super) fn new(
        ground: Ground<'a>,
        wish: &Wish<'_>,
        index: usize,
        room: Span,
        around: &'a Around<'_>,
    ) -> Spot<'a> {
        let bar = &ground.song.bars()[index];
        let first = index / WINDOW_BARS * WINDOW_BARS;
        let window = &around.bars[first..around.bars.len().min(first + WINDOW_BARS)];
        let (top_before, top_after) = around.tops[index];
        let within = room.start.0.saturating_sub(bar.start.0)..room.end.0.saturating_sub(bar.start.0);
        Spot {
            lane: wish.lane,
            keep: wish.keep,
            bar,
            draws: Draws::new(wish, bar.id),
            room: within.start.max(0)..within.end.min(bar.length.0),
            places: places::within_beat(bar, window),
            top_before,
            top_after,
            ground,
            index,
            strong: places::strong(bar, ground.analysis.in_bar(index)),
            sounding: &around.sounding,
        }
    }

    /// As many strokes, in the same order.
    pub(super) fn varied(&self, mut strokes: Vec<Stroke>) -> Vec<Stroke> {
        match (self.lane.character().is_kit, self.keep) {
            (true, keep) => kit::vary(self, &mut strokes, keep),
            (false, Keep::Rhythm) => line::vary(self, &mut strokes),
            (false, Keep::Pitches) => rhythm::vary(self, &mut strokes),
            (false, Keep::Contour) => {
                rhythm::vary(self, &mut strokes);
                line::vary(self, &mut strokes);
            }
        }
        strokes
    }

    pub(super) fn change_at(&self, at: i64) -> Option<&'a Change> {
        self.ground.analysis.at(Ticks(self.bar.start.0.saturating_add(at)))
    }

    pub(super) fn is_strong(&self, at: i64) -> bool {
        self.strong.contains(&at)
    }

    /// Whether a key is still held from a bar before.
    pub(super) fn is_sounding(&self, pitch: Pitch, at: i64) -> bool {
        self.sounding[usize::from(pitch.key())] > self.bar.start.0.saturating_add(at)
    }

    /// A root that the bass puts under a new chord: what everybody stands on.
    pub(super) fn is_foundation(&self, stroke: &Stroke) -> bool {
        let begins = |change: &&Change| change.start.0 - self.bar.start.0 == stroke.at.0;
        let change = self.change_at(stroke.at.0).filter(begins);
        self.lane == Lane::Bass && change.is_some_and(|change| tones::is_ground(change, stroke.pitch))
    }

    /// The chord that the next bar begins with.
    pub(super) fn next_change(&self) -> Option<&'a Change> {
        self.ground.analysis.after_bar(self.index).filter(|change| change.start == self.bar.span().end)
    }
}
