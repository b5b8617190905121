//! When each socket speaks: not all at once, for a thousand messages in one moment make the last one late.
//!
//! Times are of the steady clock.

use std::time::Duration;

/// Neighbours are as far apart as can be, however many there are: names' hashes would lie in clumps.
const GOLDEN: f64 = 0.618_033_988_749_894_9;
/// What a message costs to write, with room for others in between.
const TURN: Duration = Duration::from_micros(20);
/// A change waits for no longer than this, however many want to hear of it.
const BREATH_MAX: Duration = Duration::from_millis(50);

/// What changes quickly is told together: for each socket that hears it, so much of a pause between two messages.
const PAUSE: Duration = Duration::from_micros(100);
/// And never more than this.
const PAUSE_MAX: Duration = Duration::from_millis(200);

/// How long facts wait for each other, where so many are told.
pub(super) fn pause(sockets: usize) -> Duration {
    PAUSE.saturating_mul(u32::try_from(sockets).unwrap_or(u32::MAX)).min(PAUSE_MAX)
}

/// A socket's place among all others, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Phase(f64);

impl Phase {
    /// Of the `number`th socket since the server started.
    pub(super) fn of(number: u64) -> Phase {
        // Below 2³² products with a double keep what matters of their fraction.
        Phase((f64::from(number as u32) * GOLDEN).fract())
    }

    /// Its next turn after `now` of those that come once in `every`: those that were missed are not made up for.
    pub(super) fn next_turn(self, now: Duration, every: Duration) -> Duration {
        let (now, every) = (now.as_nanos(), every.as_nanos().max(1));
        let place = (every as f64 * self.0) as u128;
        let turns = (now + every - place) / every;
        Duration::from_nanos(u64::try_from(turns * every + place).unwrap_or(u64::MAX))
    }

    /// How long it waits with a change that all `sockets` are told of.
    pub(super) fn breath(self, sockets: usize) -> Duration {
        let all = TURN.saturating_mul(u32::try_from(sockets).unwrap_or(u32::MAX)).min(BREATH_MAX);
        all.mul_f64(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY: Duration = Duration::from_millis(100);

    #[test]
    fn any_number_of_sockets_is_spread_evenly() {
        for count in [2, 10, 100, 1_000] {
            let mut places: Vec<f64> = (0..count).map(|number| Phase::of(number).0).collect();
            places.sort_by(f64::total_cmp);
            let widest = places.windows(2).map(|pair| pair[1] - pair[0]).fold(0.0, f64::max);
            assert!(widest < 3.0 / count as f64, "{count}: a gap of {widest}");
        }
    }

    #[test]
    fn turns_come_once_in_every_period_and_those_missed_are_let_go() {
        for number in 0..50 {
            let phase = Phase::of(number);
            let first = phase.next_turn(Duration::ZERO, EVERY);
            assert!(first > Duration::ZERO && first <= EVERY, "{first:?}");
            let second = phase.next_turn(first, EVERY);
            assert_eq!(second - first, EVERY, "socket {number}");
            let late = phase.next_turn(second + EVERY * 7 + EVERY / 2, EVERY);
            assert!(late > second + EVERY * 7 && late <= second + EVERY * 9, "{late:?}");
            assert_eq!((late - first).as_nanos() % EVERY.as_nanos(), 0);
        }
    }

    #[test]
    fn few_sockets_wait_for_nothing_and_many_not_for_long() {
        for number in 0..1_000 {
            let phase = Phase::of(number);
            assert!(phase.breath(2) < Duration::from_micros(40));
            assert!(phase.breath(1_000) <= Duration::from_millis(20));
            assert!(phase.breath(usize::MAX) <= BREATH_MAX);
        }
        assert!(pause(2) < Duration::from_millis(1));
        assert_eq!([pause(1_000), pause(usize::MAX)], [PAUSE * 1_000, PAUSE_MAX]);
    }
}
