//! Follows the host's transport: checks what it says, tells going on from jumping, and measures ticks in samples.

use music::meter::Meter;
use music::time::TICKS_PER_BEAT;

use crate::block::{Block, Transport};

/// Ties go to the later sample, with this much room for rounding noise in a host's position.
/// A prime that no tempo in thousandths is a multiple of: no rate and tempo puts anything exactly on that edge.
pub(crate) const TIE_SAMPLES: f64 = 10_000.0 / 10_000_019.0;
/// A host's position this close to the expected one is the expected one.
const CONTINUOUS_SAMPLES: f64 = 0.5;
/// As close as that after a wrap within a block: hosts that do not split there count both ends in whole samples.
const CONTINUOUS_AFTER_WRAP_SAMPLES: f64 = 1.5;
/// Up to this much before a landing still belongs to it: hosts cut the fraction at loop starts.
const LANDING_SAMPLES: f64 = 1.0;
/// Below and above, a host is not talking about audio.
const SAMPLE_RATES: std::ops::RangeInclusive<f64> = 1_000.0..=10_000_000.0;
const TEMPI_BPM: std::ops::RangeInclusive<f64> = 1.0..=10_000.0;
const TEMPO_AT_FIRST_BPM: f64 = 120.0;
/// 16 years at 120 BPM; beyond it `f64` beats lose samples.
const POSITION_MAX_BEATS: f64 = 1e9;
/// Shorter loops are a host's placeholder; they would be nothing but landings.
const LOOP_MIN_TICKS: f64 = TICKS_PER_BEAT as f64 / 64.0;

/// `samples_per_tick = sample_rate × 60 / (tempo × 960)`.
const TICKS_PER_SECOND_AT_1_BPM: f64 = TICKS_PER_BEAT as f64 / 60.0;

pub(crate) fn nearest(x: f64) -> i64 {
    (x + 0.5 + TIE_SAMPLES).floor() as i64
}

/// Measures ticks in samples of a block, up to the next jump.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ruler {
    pub(crate) samples_per_tick: f64,
    pub(crate) samples_per_us: f64,
    /// A sample of the block and the position it has.
    anchor_sample: f64,
    anchor_ticks: f64,
}

impl Ruler {
    pub(crate) fn x(&self, ticks: f64) -> f64 {
        self.anchor_sample + (ticks - self.anchor_ticks) * self.samples_per_tick
    }

    pub(crate) fn sample_of(&self, ticks: f64) -> i64 {
        nearest(self.x(ticks))
    }

    /// Where a note's start or end falls, its offset included.
    pub(crate) fn sample_of_note(&self, ticks: i64, offset_us: i32) -> i64 {
        nearest(self.x(ticks as f64) + f64::from(offset_us) * self.samples_per_us)
    }

    pub(crate) fn ticks_at(&self, sample: f64) -> f64 {
        self.anchor_ticks + (sample - self.anchor_sample) / self.samples_per_tick
    }

    /// The position below which every line is at an earlier sample than `sample`.
    pub(crate) fn reached_before(&self, sample: u32) -> f64 {
        self.ticks_at(f64::from(sample) - 0.5 - TIE_SAMPLES)
    }

    /// The earliest position that belongs to a landing at `sample`.
    pub(crate) fn landing_from(&self, sample: u32) -> f64 {
        self.ticks_at(f64::from(sample) - LANDING_SAMPLES + TIE_SAMPLES)
    }

    pub(crate) fn tie_ticks(&self) -> f64 {
        TIE_SAMPLES / self.samples_per_tick
    }

    pub(crate) fn jumped(self, sample: u32, ticks: f64) -> Ruler {
        Ruler { anchor_sample: f64::from(sample), anchor_ticks: ticks, ..self }
    }
}

/// The host's loop while it is active in a block, in ticks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Loop {
    pub(crate) start: f64,
    pub(crate) end: f64,
}

impl Loop {
    /// The first sample at or past the end.
    pub(crate) fn wrap_sample(&self, ruler: &Ruler) -> f64 {
        (ruler.x(self.end) - TIE_SAMPLES).ceil()
    }

    /// Where a position at the end (or a rounding error before it) or past it lands: never at the end again.
    pub(crate) fn wrapped(&self, ticks: f64, samples_per_tick: f64) -> f64 {
        let length = self.end - self.start;
        let over = (ticks - self.end) % length;
        let is_at_end = (length - over) * samples_per_tick <= TIE_SAMPLES;
        self.start + if is_at_end { over - length } else { over }
    }
}

/// Bar and beat lines as the host counts them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lines {
    origin_ticks: f64,
    bar_ticks: f64,
}

impl Lines {
    fn of(transport: Option<&Transport>) -> Lines {
        let meter = transport.and_then(|transport| transport.meter).unwrap_or(Meter::COMMON);
        let bar_start = transport.and_then(|transport| transport.bar_start).and_then(ticks);
        Lines { origin_ticks: bar_start.unwrap_or(0.0), bar_ticks: meter.bar_ticks().0 as f64 }
    }

    pub(crate) fn next_bar(&self, from_ticks: f64) -> f64 {
        self.next(self.bar_ticks, from_ticks)
    }

    pub(crate) fn next_beat(&self, from_ticks: f64) -> f64 {
        self.next(TICKS_PER_BEAT as f64, from_ticks)
    }

    fn next(&self, step: f64, from_ticks: f64) -> f64 {
        self.origin_ticks + ((from_ticks - self.origin_ticks) / step).ceil() * step
    }
}

/// A block, checked: what the player may trust.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ground {
    pub(crate) frames: u32,
    pub(crate) is_playing: bool,
    /// The host jumped: what sounds ends at sample 0.
    pub(crate) is_jump: bool,
    pub(crate) ruler: Ruler,
    pub(crate) active_loop: Option<Loop>,
    pub(crate) lines: Lines,
}

/// What is remembered from block to block.
#[derive(Debug)]
pub(crate) struct Follower {
    tempo_bpm: f64,
    carried_ticks: f64,
    /// The last block, if it played.
    last: Option<LastBlock>,
    was_in_loop: bool,
}

#[derive(Clone, Copy, Debug)]
struct LastBlock {
    frames: f64,
    samples_per_tick: f64,
    has_wrapped: bool,
}

impl Follower {
    pub(crate) fn new() -> Follower {
        Follower { tempo_bpm: TEMPO_AT_FIRST_BPM, carried_ticks: 0.0, last: None, was_in_loop: false }
    }

    /// `None` for a block in which nothing can happen.
    pub(crate) fn follow(&mut self, block: &Block) -> Option<Ground> {
        if block.frames == 0 || !SAMPLE_RATES.contains(&block.sample_rate) {
            return None;
        }
        let transport = block.transport.as_ref();
        if let Some(tempo_bpm) =
            transport.map(|transport| transport.tempo_bpm).filter(|bpm| TEMPI_BPM.contains(bpm))
        {
            self.tempo_bpm = tempo_bpm;
        }
        let samples_per_tick = block.sample_rate / (TICKS_PER_SECOND_AT_1_BPM * self.tempo_bpm);
        let said = transport.and_then(|transport| transport.position_beats).and_then(ticks);
        let is_playing = transport.is_some_and(|transport| transport.playing);
        let (mut position, mut is_jump) = self.position(is_playing, said, samples_per_tick);
        let host_loop =
            transport.filter(|_| is_playing).and_then(|transport| transport.loop_range).and_then(loop_of);
        let mut active_loop =
            host_loop.filter(|range| (range.end - position) * samples_per_tick > TIE_SAMPLES);
        if let (Some(range), None, None) = (host_loop, active_loop, said)
            && self.last.is_some()
            && self.was_in_loop
        {
            (position, is_jump, active_loop) = (range.wrapped(position, samples_per_tick), true, host_loop);
        }
        self.was_in_loop = active_loop.is_some();
        let frames = f64::from(block.frames);
        self.last = is_playing.then_some(LastBlock { frames, samples_per_tick, has_wrapped: false });
        let samples_per_us = block.sample_rate / 1e6;
        Some(Ground {
            frames: block.frames,
            is_playing,
            is_jump,
            ruler: Ruler { samples_per_tick, samples_per_us, anchor_sample: 0.0, anchor_ticks: position },
            active_loop,
            lines: Lines::of(transport),
        })
    }

    /// Position of the block's first sample in ticks, and whether the host jumped there.
    fn position(&self, is_playing: bool, said: Option<f64>, samples_per_tick: f64) -> (f64, bool) {
        let Some(last) = self.last.filter(|_| is_playing) else {
            return (said.unwrap_or(self.carried_ticks), is_playing);
        };
        let Some(said) = said else { return (self.carried_ticks, false) };
        // A host that ramps its tempo is somewhere between what the old and the new one explain.
        let drift = last.frames / samples_per_tick - last.frames / last.samples_per_tick;
        // Either way, as some say the tempo of a block's start and some of its end.
        let (low, high) = (self.carried_ticks - drift.abs(), self.carried_ticks + drift.abs());
        let outside = (low - said).max(said - high).max(0.0);
        let tolerance = if last.has_wrapped { CONTINUOUS_AFTER_WRAP_SAMPLES } else { CONTINUOUS_SAMPLES };
        (said, outside * samples_per_tick >= tolerance)
    }

    /// Remembers that the block wrapped.
    pub(crate) fn wrap(&mut self) {
        if let Some(last) = &mut self.last {
            last.has_wrapped = true;
        }
    }

    /// Remembers where the block ended, wraps included.
    pub(crate) fn carry(&mut self, ticks: f64) {
        self.carried_ticks = ticks;
    }
}

fn ticks(beats: f64) -> Option<f64> {
    (beats.abs() <= POSITION_MAX_BEATS).then_some(beats * TICKS_PER_BEAT as f64)
}

fn loop_of((start, end): (f64, f64)) -> Option<Loop> {
    let (start, end) = (ticks(start)?, ticks(end)?);
    (end - start >= LOOP_MIN_TICKS).then_some(Loop { start, end })
}
