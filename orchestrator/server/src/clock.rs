//! Time and chance as arguments: the system's own are named only by the commands, tests bring their own.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use domain::{Seed, WallTime};

pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> WallTime;
    /// Of a clock that nobody can set; from when is not said.
    fn steady(&self) -> Duration;
}

pub trait Chance: Send + Sync + 'static {
    /// Another one whenever it is asked.
    fn seed(&self) -> Seed;
}

pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> WallTime {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
        WallTime(i64::try_from(since.as_nanos()).unwrap_or(i64::MAX))
    }

    fn steady(&self) -> Duration {
        static BEGAN: OnceLock<Instant> = OnceLock::new();
        BEGAN.get_or_init(Instant::now).elapsed()
    }
}

/// From the operating system.
pub struct SystemChance;

impl Chance for SystemChance {
    fn seed(&self) -> Seed {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)
            .expect("an operating system without chance has no secrets: nothing here may run on it");
        Seed(bytes)
    }
}

/// Stands until it is moved: by time that passes, or by somebody who sets it.
pub struct ManualClock {
    wall: AtomicI64,
    steady: AtomicI64,
}

impl ManualClock {
    pub fn new(at: WallTime) -> ManualClock {
        ManualClock { wall: AtomicI64::new(at.0), steady: AtomicI64::new(0) }
    }

    pub fn advance(&self, by: Duration) {
        let nanos = i64::try_from(by.as_nanos()).unwrap_or(i64::MAX);
        self.wall.fetch_add(nanos, Ordering::SeqCst);
        self.steady.fetch_add(nanos, Ordering::SeqCst);
    }

    pub fn set(&self, at: WallTime) {
        self.wall.store(at.0, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> WallTime {
        WallTime(self.wall.load(Ordering::SeqCst))
    }

    fn steady(&self) -> Duration {
        Duration::from_nanos(self.steady.load(Ordering::SeqCst).unsigned_abs())
    }
}

/// The same row of seeds whenever it begins with the same number.
pub struct CountedChance(AtomicU64);

impl CountedChance {
    pub fn new(first: u64) -> CountedChance {
        CountedChance(AtomicU64::new(first))
    }
}

impl Chance for CountedChance {
    fn seed(&self) -> Seed {
        Seed::from_number(self.0.fetch_add(1, Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_moves_only_by_hand() {
        let clock = ManualClock::new(WallTime(5));
        clock.advance(Duration::from_nanos(2));
        assert_eq!(clock.now(), WallTime(7));
        clock.set(WallTime(1));
        assert_eq!(clock.now(), WallTime(1));
    }

    #[test]
    fn counted_chance_repeats_and_the_systems_does_not() {
        let (one, other) = (CountedChance::new(1), CountedChance::new(1));
        assert_eq!(one.seed(), other.seed());
        assert_ne!(one.seed(), Seed::from_number(1));
        assert_ne!(SystemChance.seed(), SystemChance.seed());
        assert!(SystemClock.now() > WallTime(0));
    }
}
