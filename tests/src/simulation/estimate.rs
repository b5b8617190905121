//! What the server's clock says, as a client reckons from pings, and where the song is by it.

use std::collections::VecDeque;

use wire::{Pong, Timeline};

/// Of so many pings the one that was quickest counts.
const SAMPLES: usize = 8;

#[derive(Clone, Debug, Default)]
pub struct Estimate {
    epoch: String,
    /// Round trip, and the server's clock less this one's.
    samples: VecDeque<(i64, i64)>,
}

impl Estimate {
    pub fn enter(&mut self, epoch: &str) {
        if self.epoch != epoch {
            epoch.clone_into(&mut self.epoch);
            self.samples.clear();
        }
    }

    pub fn forget(&mut self) {
        self.samples.clear();
    }

    pub fn hear(&mut self, pong: &Pong, back: i64) {
        let (out, home) = (pong.t1.0 - pong.t0.0, pong.t2.0 - back);
        if self.samples.len() == SAMPLES {
            self.samples.pop_front();
        }
        let round_trip = (back - pong.t0.0) - (pong.t2.0 - pong.t1.0);
        self.samples.push_back((round_trip, out.midpoint(home)));
    }

    fn quickest(&self) -> Option<(i64, i64)> {
        self.samples.iter().min().copied()
    }

    /// Where a timeline is at a time of this machine's clock.
    pub fn beat_at(&self, timeline: &Timeline, at: i64) -> Option<f64> {
        let (_, offset) = self.quickest()?;
        (timeline.clock_epoch == self.epoch).then(|| beat_at(timeline, at + offset))
    }

    /// How wrong it may be, in nanoseconds: half of the quickest way there and back, and how far two clocks at the
    /// ends of what quartz is allowed run apart while its sample is among the last.
    pub fn error_max(&self) -> Option<i64> {
        const APART_MAX: i64 = 10 * 200_000;
        self.quickest().map(|(round_trip, _)| round_trip / 2 + APART_MAX)
    }

    pub fn to_server(&self, at: i64) -> Option<i64> {
        self.quickest().map(|(_, offset)| at + offset)
    }
}

/// Where a timeline is at a time of the server's clock.
pub fn beat_at(timeline: &Timeline, at: i64) -> f64 {
    let segment = &timeline.segments[0];
    if !timeline.playing {
        return segment.beat0.as_beats_f64();
    }
    segment.beat0.as_beats_f64() + (at - segment.at_ns.0) as f64 * segment.bpm / 60e9
}
