//! Clocks of simulated machines: each a little fast or slow, and now and then set.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use domain::WallTime;
use orchestrator::clock::Clock;

use crate::chance::Chance;

/// What quartz is allowed, in millionths.
const DRIFT_PPM_MAX: i64 = 100;

/// A machine's clock as a function of true time; both in nanoseconds.
#[derive(Clone, Debug)]
pub struct Skewed {
    drift_ppb: i64,
    offset: i64,
}

impl Skewed {
    /// Begins at `offset`, with a drift by chance.
    pub fn new(offset: i64, chance: &mut Chance) -> Skewed {
        Skewed { drift_ppb: chance.between(-DRIFT_PPM_MAX, DRIFT_PPM_MAX) * 1_000, offset }
    }

    pub fn at(&self, truth: i64) -> i64 {
        let drifted = i128::from(truth) * i128::from(self.drift_ppb) / 1_000_000_000;
        truth + self.offset + i64::try_from(drifted).expect("a run lasts hours, not centuries")
    }

    /// Somebody set it, or its machine slept.
    pub fn step(&mut self, by: i64) {
        self.offset += by;
    }
}

/// What a server reads: a clock that people set, and one that nobody does.
#[derive(Debug, Default)]
pub struct Read {
    wall: AtomicI64,
    steady: AtomicI64,
}

impl Read {
    pub fn set(&self, wall: i64, steady: i64) {
        self.wall.store(wall, Ordering::Relaxed);
        self.steady.store(steady, Ordering::Relaxed);
    }
}

impl Clock for Read {
    fn now(&self) -> WallTime {
        WallTime(self.wall.load(Ordering::Relaxed))
    }

    fn steady(&self) -> Duration {
        Duration::from_nanos(self.steady.load(Ordering::Relaxed).unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_drifts_and_can_be_set() {
        let mut clock = Skewed { drift_ppb: 100_000, offset: 5 };
        assert_eq!((clock.at(0), clock.at(1_000_000_000)), (5, 1_000_100_005));
        clock.step(-10);
        assert_eq!(clock.at(0), -5);
    }

    #[test]
    fn no_clock_is_worse_than_quartz() {
        let mut chance = Chance::new(1);
        for _ in 0..100 {
            let clock = Skewed::new(0, &mut chance);
            assert!((clock.at(1_000_000_000) - 1_000_000_000).abs() <= 100_000);
        }
    }
}
