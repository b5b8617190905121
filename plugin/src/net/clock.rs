//! What the server's clock says, as this machine's own steady clock sees it.
//!
//! Of the last pings the one counts that can be least wrong now: on its way there was least in which it could be late,
//! and since then the two clocks have run apart least.

use std::collections::VecDeque;

use wire::{Nanos, Pong};

/// Long enough to meet a quiet moment, short enough to follow a clock that drifts: eight seconds of one a second.
const SAMPLES: usize = 8;
/// What stays away for longer says nothing of a clock; nanoseconds.
const ROUND_TRIP_MAX: i64 = 2_000_000_000;

/// What two clocks at the ends of what quartz is allowed run apart while a sample is kept, and then some; nanoseconds.
const DRIFT_MAX: i64 = 3_000_000;

/// On this machine a quiet ping takes a fifth of this; half of it is what a clock may be wrong by.
const QUICK: i64 = 500_000;

/// How far two clocks may run apart, in millionths: twice what quartz is allowed.
const APART_PPM: i64 = 200;

/// Nanoseconds of this process's steady clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct HostTime(pub i64);

#[derive(Clone, Debug, Default)]
pub struct Clock {
    epoch: String,
    samples: VecDeque<Sample>,
}

#[derive(Clone, Copy, Debug)]
struct Sample {
    round_trip: i64,
    /// The server's clock less this one's.
    offset: i64,
    back: HostTime,
}

impl Sample {
    /// How wrong its offset may be by then, in nanoseconds.
    fn doubt(&self, then: HostTime) -> i64 {
        let age = then.0.saturating_sub(self.back.0).max(0);
        (self.round_trip / 2).saturating_add(age / 1_000_000 * APART_PPM)
    }

    /// Both cannot be true: a clock was set in between, or a machine slept.
    fn contradicts(self, later: Sample) -> bool {
        let apart = later.offset.saturating_sub(self.offset).saturating_abs();
        apart > (self.round_trip + later.round_trip) / 2 + DRIFT_MAX
    }
}

impl Clock {
    /// Times of another epoch mean nothing: whatever was measured before is forgotten. Whether it is another one.
    pub fn enter(&mut self, epoch: &str) -> bool {
        let is_new = self.epoch != epoch;
        if is_new {
            self.epoch = epoch.to_owned();
            self.samples.clear();
        }
        is_new
    }

    pub fn epoch(&self) -> &str {
        &self.epoch
    }

    /// A ping came back. One that makes no sense is not believed.
    pub fn hear(&mut self, pong: &Pong, back: HostTime) {
        let [t0, t1, t2, t3] = [pong.t0.0, pong.t1.0, pong.t2.0, back.0].map(i128::from);
        let (round_trip, offset) = ((t3 - t0) - (t2 - t1), ((t1 - t0) + (t2 - t3)).div_euclid(2));
        let (Ok(round_trip), Ok(offset)) = (i64::try_from(round_trip), i64::try_from(offset)) else { return };
        if t3 < t0 || t2 < t1 || !(0..=ROUND_TRIP_MAX).contains(&round_trip) {
            return;
        }
        let sample = Sample { round_trip, offset, back };
        if self.samples.iter().any(|before| before.contradicts(sample)) {
            self.samples.clear();
        }
        if self.samples.len() == SAMPLES {
            self.samples.pop_front();
        }
        self.samples.push_back(sample);
    }

    /// Whoever connects anew may have slept meanwhile, and a clock stood still.
    pub fn forget(&mut self) {
        self.samples.clear();
    }

    /// How many pings it goes by.
    pub fn samples(&self) -> usize {
        self.samples.len()
    }

    /// Whether a quick ping was among them.
    pub fn is_known(&self) -> bool {
        self.samples.iter().any(|sample| sample.round_trip <= QUICK)
    }

    /// How far from the truth it may be, but for what two clocks drift apart: half of the quickest way there and back.
    pub fn error_max(&self) -> Option<i64> {
        self.samples.iter().map(|sample| sample.round_trip / 2).min()
    }

    pub fn to_host(&self, server: Nanos) -> Option<HostTime> {
        server.0.checked_sub(self.offset()?).map(HostTime)
    }

    pub fn to_server(&self, host: HostTime) -> Option<Nanos> {
        host.0.checked_add(self.offset()?).map(Nanos)
    }

    fn offset(&self) -> Option<i64> {
        let newest = self.samples.back()?.back;
        self.samples.iter().min_by_key(|sample| sample.doubt(newest)).map(|sample| sample.offset)
    }
}
