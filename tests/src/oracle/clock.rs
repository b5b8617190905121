//! Where the host is: position, continuity and loops (laws 1 to 3).

use super::measure::{self, Ruler, Scale, Stretch, TICKS_PER_BEAT};
use crate::scenario::ratio::Ratio;
use crate::scenario::{Block, Transport};

/// Carries the position from block to block.
#[derive(Debug)]
pub(super) struct Clock {
    ruler: Ruler,
    tempo: Ratio,
    /// The end of the last block.
    carried: i128,
    last: Option<Last>,
    was_reset: bool,
    /// Choices so near to their threshold that floats may choose otherwise.
    pub(super) tight_choices: u64,
}

/// The last block, if it played.
#[derive(Clone, Copy, Debug)]
struct Last {
    frames: i128,
    scale: Scale,
    bypassed: bool,
    loop_active: bool,
    wrapped: bool,
}

/// A loop that wraps: places of its start and end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Loop {
    pub(super) start: i128,
    pub(super) end: i128,
}

/// What a block says, understood.
#[derive(Clone, Copy, Debug)]
pub(super) struct Now {
    pub(super) playing: bool,
    /// Plays, and is not bypassed.
    pub(super) sounding: bool,
    pub(super) follows_reset: bool,
    pub(super) landing: bool,
    pub(super) stretch: Stretch,
    pub(super) active_loop: Option<Loop>,
}

impl Clock {
    pub(super) fn new(ruler: Ruler) -> Clock {
        let tempo = measure::tempo_at_first();
        Clock { ruler, tempo, carried: 0, last: None, was_reset: false, tight_choices: 0 }
    }

    pub(super) fn reset(&mut self) {
        self.was_reset = true;
    }

    /// `None` for a block that does nothing at all.
    pub(super) fn read(&mut self, block: &Block) -> Option<Now> {
        let sample_rate = measure::sample_rate(block.sample_rate)?;
        if block.frames == 0 {
            return None;
        }
        let transport = block.transport.as_ref();
        self.tempo = transport.and_then(|said| measure::tempo(said.tempo_bpm)).unwrap_or(self.tempo);
        let scale = self.ruler.scale(sample_rate, self.tempo);
        let position = transport.and_then(|said| measure::position(said.position_beats?));
        let position = position.map(|beats| self.ruler.place(beats));
        Some(match transport.filter(|said| said.playing) {
            Some(said) => self.play(block, said, scale, position),
            None => self.stand_still(scale, position),
        })
    }

    fn stand_still(&mut self, scale: Scale, position: Option<i128>) -> Now {
        self.carried = position.unwrap_or(self.carried);
        self.last = None;
        Now {
            playing: false,
            sounding: false,
            follows_reset: self.was_reset,
            landing: false,
            stretch: Stretch { scale, from: 0, at: self.carried },
            active_loop: None,
        }
    }

    fn play(&mut self, block: &Block, said: &Transport, scale: Scale, position: Option<i128>) -> Now {
        let bypassed = block.automation.bypass;
        let range = self.loop_range(said);
        let started = self.last.is_none_or(|last| last.bypassed && !bypassed) || self.was_reset;
        let (at, jumped) = match position {
            Some(host) => (host, !self.continues(host, scale)),
            None => self.run_freely(scale, range),
        };
        let active_loop = range.filter(|range| !scale.has_reached(at, range.end));
        let landing = started || jumped;
        let loop_active = active_loop.is_some();
        let frames = block.frames.into();
        self.last = Some(Last { frames, scale, bypassed, loop_active, wrapped: false });
        Now {
            playing: true,
            sounding: !bypassed,
            follows_reset: std::mem::take(&mut self.was_reset),
            landing,
            stretch: Stretch { scale, from: 0, at },
            active_loop,
        }
    }

    /// Law 2.2.
    fn continues(&mut self, host: i128, scale: Scale) -> bool {
        let Some(last) = self.last else { return false };
        let drift = last.frames * (scale.units_per_sample() - last.scale.units_per_sample());
        let (low, high) = (self.carried - drift.abs(), self.carried + drift.abs());
        let outside = (low - host).max(host - high).max(0);
        let halves = if last.wrapped { 3 } else { 1 };
        self.tight_choices += u64::from(scale.is_tight(outside, halves * scale.one / 2));
        scale.is_under_halves(outside, halves)
    }

    /// Laws 2.3 and 3.1: the place, and whether it was jumped to.
    fn run_freely(&self, scale: Scale, range: Option<Loop>) -> (i128, bool) {
        let in_loop = self.last.is_some_and(|last| last.loop_active);
        match range.filter(|range| in_loop && scale.has_reached(self.carried, range.end)) {
            Some(range) => (range.landing(self.carried, scale), true),
            None => (self.carried, false),
        }
    }

    /// Law 1.3.
    fn loop_range(&self, said: &Transport) -> Option<Loop> {
        let (start, end) = said.loop_range?;
        let start = self.ruler.place(measure::position(start)?);
        let end = self.ruler.place(measure::position(end)?);
        let shortest = TICKS_PER_BEAT / 64 * self.ruler.units_per_tick;
        (end - start >= shortest).then_some(Loop { start, end })
    }

    pub(super) fn wrapped(&mut self) {
        self.last = self.last.map(|last| Last { wrapped: true, ..last });
    }

    pub(super) fn carry(&mut self, end_of_block: i128) {
        self.carried = end_of_block;
    }
}

impl Loop {
    /// Where a wrap at `at` lands: as far past the start as it was past the end, folded until the end lies ahead.
    pub(super) fn landing(self, at: i128, scale: Scale) -> i128 {
        let mut landed = self.start + (at - self.end);
        while scale.has_reached(landed, self.end) {
            landed -= self.end - self.start;
        }
        landed
    }
}
