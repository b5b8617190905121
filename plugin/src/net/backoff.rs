//! How long to wait before trying again: longer each time, never as long as the others.

use std::time::Duration;

const FIRST: Duration = Duration::from_millis(250);
/// A server of this machine is back within a second or two, and knocking costs nothing.
const NEAR_MAX: Duration = Duration::from_secs(2);
/// Over the network many knock at one door.
const FAR_MAX: Duration = Duration::from_secs(10);

#[derive(Clone, Debug)]
pub struct Backoff {
    longest: Duration,
    ceiling: Duration,
}

impl Backoff {
    pub fn near() -> Backoff {
        Backoff { longest: NEAR_MAX, ceiling: FIRST * 2 }
    }

    pub fn far() -> Backoff {
        Backoff { longest: FAR_MAX, ceiling: FIRST * 2 }
    }

    /// Somebody answered.
    pub fn reset(&mut self) {
        self.ceiling = FIRST * 2;
    }

    /// Between half of what it has come to and all of it, by `chance` from 0 to 1.
    pub fn next(&mut self, chance: f64) -> Duration {
        let wait = self.ceiling.mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0);
        self.ceiling = (self.ceiling * 2).min(self.longest);
        wait
    }
}
