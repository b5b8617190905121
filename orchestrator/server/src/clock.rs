//! Time and chance as arguments: the system's own are named only by the commands, tests bring their own.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use domain::{Scope, Seed, WallTime};

pub trait Clock: Send + Sync + 'static {
    /// What songs, timers and leases are counted in.
    fn now(&self) -> WallTime;
    /// What the computer's clock shows, which somebody may set: for tokens, which other programs make and read too.
    fn wall(&self) -> WallTime {
        self.now()
    }
    /// The one of the two that what happens in a scope is told in.
    fn of(&self, scope: &Scope) -> WallTime {
        match scope {
            Scope::House => self.wall(),
            Scope::Session(_) => self.now(),
        }
    }
    /// Of a clock that nobody can set; from when is not said.
    fn steady(&self) -> Duration;
}

pub trait Chance: Send + Sync + 'static {
    /// Another one whenever it is asked.
    fn seed(&self) -> Seed;
}

/// A clock that nobody sets while it runs: the other's time as it was at the start, and what has passed since.
///
/// A song that plays stays where it is when the computer's clock is set, and no timer fires too early or too late.
pub struct EvenClock {
    clock: Arc<dyn Clock>,
    began: WallTime,
    steady: Duration,
}

impl EvenClock {
    pub fn new(clock: Arc<dyn Clock>) -> EvenClock {
        let (began, steady) = (clock.now(), clock.steady());
        EvenClock { clock, began, steady }
    }
}

impl Clock for EvenClock {
    fn now(&self) -> WallTime {
        self.began + self.steady().saturating_sub(self.steady)
    }

    fn wall(&self) -> WallTime {
        self.clock.wall()
    }

    fn steady(&self) -> Duration {
        self.clock.steady()
    }
}

pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> WallTime {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
        WallTime(i64::try_from(since.as_nanos()).unwrap_or(i64::MAX))
    }

    fn steady(&self) -> Duration {
        steady()
    }
}

/// Time goes on while the machine sleeps; the standard library's clock stands still then.
#[cfg(unix)]
fn steady() -> Duration {
    #[cfg(target_os = "linux")]
    const CLOCK: rustix::time::ClockId = rustix::time::ClockId::Boottime;
    #[cfg(not(target_os = "linux"))]
    const CLOCK: rustix::time::ClockId = rustix::time::ClockId::Monotonic;
    let since = rustix::time::clock_gettime(CLOCK);
    Duration::try_from(since).unwrap_or_default()
}

#[cfg(not(unix))]
fn steady() -> Duration {
    static BEGAN: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    BEGAN.get_or_init(std::time::Instant::now).elapsed()
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
    fn an_even_clock_goes_on_whatever_the_other_is_set_to() {
        let set = Arc::new(ManualClock::new(WallTime(5)));
        let even = EvenClock::new(set.clone());
        let house = Scope::House;
        let session: Scope = "session/default".parse().unwrap();
        for (passes, set_to, now, wall) in
            [(2, None, 7, 7), (1, Some(1_000), 8, 1_000), (3, Some(-9), 11, -9)]
        {
            set.advance(Duration::from_nanos(passes));
            if let Some(at) = set_to {
                set.set(WallTime(at));
            }
            assert_eq!((even.now(), even.wall()), (WallTime(now), WallTime(wall)));
            assert_eq!((even.of(&session), even.of(&house)), (even.now(), even.wall()));
        }
    }

    #[test]
    fn counted_chance_repeats_and_the_systems_does_not() {
        let (one, other) = (CountedChance::new(1), CountedChance::new(1));
        assert_eq!(one.seed(), other.seed());
        assert_ne!(one.seed(), Seed::from_number(1));
        assert_ne!(SystemChance.seed(), SystemChance.seed());
        assert!(SystemClock.now() > WallTime(0));
        assert!(SystemClock.steady() <= SystemClock.steady());
    }
}
