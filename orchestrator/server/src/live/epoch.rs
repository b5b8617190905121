//! The name of the server's clock: another one when it was set, for times of another clock mean nothing.

use std::time::Duration;

use domain::time::WallTime;

/// A clock that is slewed moves by half a millisecond in a second; one that was set, or slept, by more than this.
const STEP: Duration = Duration::from_millis(20);
/// Readings of two clocks that lie further apart than this say nothing about either.
const APART_MAX: Duration = Duration::from_millis(2);

/// Both clocks, read one after the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    /// Of the clock that cannot be set, before the other was read.
    pub steady: Duration,
    pub wall: WallTime,
    /// Of the first one again.
    pub after: Duration,
}

#[derive(Debug)]
pub(super) struct Epoch {
    run: u128,
    steps: u32,
    last: Reading,
}

impl Epoch {
    /// `run` is another number whenever the server starts.
    pub(super) fn new(run: u128, first: Reading) -> Epoch {
        Epoch { run, steps: 0, last: first }
    }

    pub(super) fn name(&self) -> String {
        format!("{:016x}-{}", self.run as u64, self.steps)
    }

    /// Looks again; `true` where the clock was set since.
    pub(super) fn look(&mut self, now: Reading) -> bool {
        if now.after.saturating_sub(now.steady) > APART_MAX {
            return false;
        }
        let passed = i128::try_from(now.steady.saturating_sub(self.last.steady).as_nanos()).unwrap_or(0);
        let said = i128::from(now.wall.0) - i128::from(self.last.wall.0);
        self.last = now;
        let is_step = (said - passed).unsigned_abs() > STEP.as_nanos();
        self.steps += u32::from(is_step);
        is_step
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(steady_ms: u64, wall_ms: i64) -> Reading {
        let steady = Duration::from_millis(steady_ms);
        Reading { steady, wall: WallTime(wall_ms * 1_000_000), after: steady }
    }

    #[test]
    fn a_clock_that_is_set_has_another_name_and_one_that_is_slewed_has_not() {
        let mut epoch = Epoch::new(0xab, reading(0, 5_000));
        assert_eq!(epoch.name(), "00000000000000ab-0");
        for (steady, wall, is_step, name) in [
            (100, 5_100, false, "00000000000000ab-0"),
            (200, 5_205, false, "00000000000000ab-0"),
            (300, 65_305, true, "00000000000000ab-1"),
            (400, 65_405, false, "00000000000000ab-1"),
            (500, 1_000, true, "00000000000000ab-2"),
            // A server that did not run for a while is not a clock that was set.
            (60_500, 61_000, false, "00000000000000ab-2"),
        ] {
            assert_eq!((epoch.look(reading(steady, wall)), epoch.name()), (is_step, name.to_owned()));
        }
    }

    #[test]
    fn readings_between_which_something_else_ran_are_not_believed() {
        let mut epoch = Epoch::new(1, reading(0, 0));
        let torn = Reading { after: Duration::from_millis(180), ..reading(100, 180) };
        assert!(!epoch.look(torn));
        assert!(!epoch.look(reading(200, 200)));
    }
}
