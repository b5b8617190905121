//! How much a client may say: enough for any host and any hurry, and an end to a flood.

use std::time::Duration;

/// What is left in a socket's bucket, as GCRA counts: the time at which it is full again.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rate {
    full_at: Duration,
}

/// One in this time for ever: five times what a rolling host and a clock say together.
const ONE_EVERY: Duration = Duration::from_millis(10);
/// At once: a client that wakes up from a stall has some to say.
const BURST: u32 = 200;
/// What cannot be read costs as much as this many that can.
pub(super) const NONSENSE: u32 = 10;

impl Rate {
    /// Whether `cost` more messages are bearable at `now` of the steady clock.
    pub(super) fn take(&mut self, cost: u32, now: Duration) -> bool {
        let after = self.full_at.max(now) + ONE_EVERY * cost;
        let is_bearable = after <= now + ONE_EVERY * BURST;
        if is_bearable {
            self.full_at = after;
        }
        is_bearable
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_taken_a_flood_is_not_and_patience_helps() {
        let mut rate = Rate::default();
        let at = Duration::from_secs(9);
        assert!((0..BURST).all(|_| rate.take(1, at)));
        assert!(!rate.take(1, at));
        assert!(rate.take(1, at + ONE_EVERY));
        assert!(!rate.take(1, at + ONE_EVERY));
        assert!(rate.take(BURST, at + ONE_EVERY * 1_000));
    }

    #[test]
    fn whoever_talks_nonsense_is_heard_out_twenty_times() {
        let mut rate = Rate::default();
        let heard = (0..1_000).take_while(|_| rate.take(NONSENSE, Duration::ZERO)).count();
        assert_eq!(heard, 20);
    }

    #[test]
    fn what_a_host_and_a_clock_say_is_never_too_much() {
        let mut rate = Rate::default();
        // Eleven words a second for ten minutes.
        assert!((0..6_600u32).all(|number| rate.take(1, Duration::from_millis(90) * number)));
    }
}
