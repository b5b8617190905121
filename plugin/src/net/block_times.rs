//! When a block is due, on this machine's clock: a line through the moments at which blocks are asked for.
//!
//! A host's thread is called late, never early: the line lies along the earliest moments of each stretch of blocks, and
//! follows a sound card whose clock runs faster or slower than the machine's. No allocation, no lock: the audio thread's.

use super::clock::HostTime;

/// Blocks of a stretch, and stretches of the line: about 500 blocks in all.
const BLOCKS: u32 = 64;
const STRETCHES: usize = 8;
/// Later than this the host has paused, or was stopped in a debugger; or so much too early that it is not playing in
/// real time: another line begins.
const LATE_MAX_NANOS: f64 = 1e9;
const EARLY_MAX_NANOS: f64 = 50e6;
/// If every block of a stretch is later than this, the sound card has lost what was in between: a busy machine is late
/// with some, and then on time again.
const LOST_NANOS: f64 = 5e6;
/// A crystal is good for a ten-thousandth; more is jitter that looks like one.
const SLOPE_MAX: f64 = 200e-6;

#[derive(Clone, Debug)]
pub struct BlockTimes {
    sample_rate: f64,
    /// Of the line's own beginning.
    origin: HostTime,
    samples: f64,
    earliest: [Earliest; STRETCHES],
    /// How many of them there are, and which one is next.
    count: usize,
    next: usize,
    open: Option<Earliest>,
    blocks: u32,
    /// Late by how much at a sample: intercept and slope.
    line: (f64, f64),
}

/// The block of a stretch that was asked for with the least delay.
#[derive(Clone, Copy, Debug, Default)]
struct Earliest {
    /// Where it is, in nanoseconds of the sound card.
    due: f64,
    /// When it was asked for, less that.
    late: f64,
}

impl Default for BlockTimes {
    fn default() -> BlockTimes {
        BlockTimes {
            sample_rate: 0.0,
            origin: HostTime(0),
            samples: 0.0,
            earliest: [Earliest::default(); STRETCHES],
            count: 0,
            next: 0,
            open: None,
            blocks: 0,
            line: (0.0, 0.0),
        }
    }
}

impl BlockTimes {
    /// A block is asked for at `now`: when its first sample is due.
    pub fn block(&mut self, now: HostTime, frames: u32, sample_rate: f64) -> HostTime {
        if sample_rate.to_bits() != self.sample_rate.to_bits() {
            self.begin(now, sample_rate);
        }
        let due = self.samples * 1e9 / sample_rate;
        let late = (now.0 - self.origin.0) as f64 - due;
        let expected = self.late_at(due);
        if late - expected > LATE_MAX_NANOS || expected - late > EARLY_MAX_NANOS {
            self.begin(now, sample_rate);
            return self.block(now, frames, sample_rate);
        }
        self.learn(Earliest { due, late });
        self.samples += f64::from(frames);
        HostTime(self.origin.0 + (due + self.late_at(due)).round() as i64)
    }

    fn begin(&mut self, now: HostTime, sample_rate: f64) {
        *self = BlockTimes { sample_rate, origin: now, ..BlockTimes::default() };
    }

    fn late_at(&self, due: f64) -> f64 {
        self.line.0 + self.line.1 * due
    }

    fn learn(&mut self, block: Earliest) {
        let rest = block.late - self.line.1 * block.due;
        // Until there is a line, the least late of all is what is known; never later than a block that has come.
        if rest < self.line.0 {
            self.line.0 = rest;
        }
        let is_earlier = |open: Earliest| rest < open.late - self.line.1 * open.due;
        if self.open.is_none_or(is_earlier) {
            self.open = Some(block);
        }
        self.blocks += 1;
        if self.blocks == BLOCKS {
            self.close();
        }
    }

    fn close(&mut self) {
        self.blocks = 0;
        let Some(open) = self.open.take() else { return };
        if open.late - self.late_at(open.due) > LOST_NANOS {
            (self.count, self.next) = (0, 0);
        }
        self.earliest[self.next] = open;
        self.next = (self.next + 1) % STRETCHES;
        self.count = (self.count + 1).min(STRETCHES);
        self.line = self.fit();
    }

    /// As steep as least squares have it, and below all that is kept; level until there is enough for a slope.
    fn fit(&self) -> (f64, f64) {
        let points = &self.earliest[..self.count];
        let count = self.count as f64;
        let due = points.iter().map(|point| point.due).sum::<f64>() / count;
        let late = points.iter().map(|point| point.late).sum::<f64>() / count;
        let spread: f64 = points.iter().map(|point| (point.due - due).powi(2)).sum();
        let both: f64 = points.iter().map(|point| (point.due - due) * (point.late - late)).sum();
        let is_steep = self.count >= STRETCHES / 2 && spread > 0.0;
        let slope = if is_steep { (both / spread).clamp(-SLOPE_MAX, SLOPE_MAX) } else { 0.0 };
        let rests = points.iter().map(|point| point.late - slope * point.due);
        (rests.fold(f64::INFINITY, f64::min), slope)
    }
}
