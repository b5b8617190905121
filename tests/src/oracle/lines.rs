//! Bar lines and beat lines: where they stand and when they are reached (laws 1.4, 6).

use super::clock::Loop;
use super::measure::{self, Near, Ruler, Stretch, TICKS_PER_BEAT};
use crate::scenario::{Block, Transport};

/// Lines at `origin` and every `step` before and after it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines {
    origin: i128,
    step: i128,
}

impl Lines {
    pub(super) fn bars(ruler: Ruler, block: &Block) -> Lines {
        let meter = block.transport.as_ref().and_then(|said| said.meter);
        let quarters = meter.map_or((4, 4), |meter| (meter.numerator().into(), meter.denominator().into()));
        let step = quarters.0 * 4 * TICKS_PER_BEAT / quarters.1 * ruler.units_per_tick;
        Lines { origin: origin(ruler, block.transport.as_ref()), step }
    }

    pub(super) fn beats(ruler: Ruler, block: &Block) -> Lines {
        let step = TICKS_PER_BEAT * ruler.units_per_tick;
        Lines { origin: origin(ruler, block.transport.as_ref()), step }
    }

    /// The first line at or after a place.
    pub(super) fn from(self, place: i128) -> i128 {
        self.origin - (self.origin - place).div_euclid(self.step) * self.step
    }
}

fn origin(ruler: Ruler, transport: Option<&Transport>) -> i128 {
    let start = transport.and_then(|said| measure::position(said.bar_start?));
    start.map_or(0, |beats| ruler.place(beats))
}

pub(super) fn is_past_loop(place: i128, active_loop: Option<Loop>, stretch: &Stretch) -> bool {
    active_loop.is_some_and(|active| stretch.scale.is_at_or_after(place, active.end))
}

/// How far lines have been reached in this pass, and which bars play their fill.
#[derive(Debug)]
pub(super) struct Latch {
    pub(super) on: bool,
    /// Places before it are reached or past, and stay so when the host corrects its position backwards.
    pub(super) front: i128,
    bars: Lines,
    /// The first bar line that has not been reached.
    next: i128,
    next_near: Near,
}

impl Latch {
    pub(super) fn new() -> Latch {
        let nowhere = Near { sample: i64::MAX, tight: false };
        Latch { on: false, front: 0, bars: Lines { origin: 0, step: 1 }, next: 0, next_near: nowhere }
    }

    pub(super) fn begin_block(&mut self, bars: Lines, stretch: &Stretch) {
        self.bars = bars;
        self.turn_to(bars.from(self.front), stretch);
    }

    /// At a landing: on a line or not.
    pub(super) fn land(&mut self, sample: i64, stretch: &Stretch, active_loop: Option<Loop>, fill: bool) {
        self.on = false;
        self.front = stretch.earliest_belonging();
        self.turn_to(self.bars.from(self.front), stretch);
        self.pass(sample, stretch, active_loop, fill);
    }

    /// Takes the block's fill at every line reached by now.
    pub(super) fn pass(&mut self, sample: i64, stretch: &Stretch, active_loop: Option<Loop>, fill: bool) {
        while self.next_near.sample <= sample && !is_past_loop(self.next, active_loop, stretch) {
            self.on = fill;
            self.turn_to(self.next + self.bars.step, stretch);
        }
    }

    pub(super) fn end_block(&mut self, frames: i64, stretch: &Stretch, active_loop: Option<Loop>) {
        self.front = self.front_at(frames, stretch, active_loop);
    }

    /// How far the pass has come when it looks at a sample of this block, the first of a stretch apart.
    pub(super) fn front_at(&self, sample: i64, stretch: &Stretch, active_loop: Option<Loop>) -> i128 {
        let unreachable =
            active_loop.map_or(i128::MAX, |active| stretch.scale.earliest_at_or_after(active.end));
        self.front.max(stretch.earliest_near(sample).min(unreachable))
    }

    /// Law 6.3, for a note that starts at this place.
    pub(super) fn fill_for(&self, start: i128, stretch: &Stretch, fill: bool) -> bool {
        if stretch.scale.is_at_or_after(start, self.next) { fill } else { self.on }
    }

    fn turn_to(&mut self, line: i128, stretch: &Stretch) {
        self.next = line;
        self.next_near = stretch.nearest(line, 0);
    }
}
