//! When and where: the wall's clock in nanoseconds, and beats in 1/2³¹.

use std::ops::Add;
use std::time::Duration;

use music::time::{MAX_TICKS, TICKS_PER_BEAT, Ticks};

/// Nanoseconds since 1970. It never decides what happened first: the journal's order does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WallTime(pub i64);

impl WallTime {
    /// Zero where `earlier` is not: a clock that stepped back has not made time pass.
    pub fn since(self, earlier: WallTime) -> Duration {
        u64::try_from(self.0.saturating_sub(earlier.0)).map_or(Duration::ZERO, Duration::from_nanos)
    }
}

impl Add<Duration> for WallTime {
    type Output = WallTime;
    fn add(self, later: Duration) -> WallTime {
        WallTime(self.0.saturating_add(i64::try_from(later.as_nanos()).unwrap_or(i64::MAX)))
    }
}

/// A place in the song as a clock sees it, in 1/2³¹ beat: finer than any sample, and whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Beat(pub i64);

/// As CLAP hosts count.
pub const PARTS_PER_BEAT: i64 = 1 << 31;

impl Beat {
    pub const ZERO: Beat = Beat(0);
    /// The last place on a timeline.
    pub const MAX: Beat = Beat::from_ticks(Ticks(MAX_TICKS));

    /// Saturates where no song reaches.
    pub const fn from_beats(beats: i64) -> Beat {
        Beat(beats.saturating_mul(PARTS_PER_BEAT))
    }

    pub const fn from_ticks(ticks: Ticks) -> Beat {
        Beat(saturated(nearest(ticks.0 as i128 * PARTS_PER_BEAT as i128, TICKS_PER_BEAT as i128)))
    }

    /// The nearest tick: of a beat that was one, that one.
    pub const fn to_ticks(self) -> Ticks {
        Ticks(saturated(nearest(self.0 as i128 * TICKS_PER_BEAT as i128, PARTS_PER_BEAT as i128)))
    }

    /// For people and for messages with plain numbers.
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / PARTS_PER_BEAT as f64
    }

    /// The nearest place; `None` where no song reaches.
    pub fn from_f64(beats: f64) -> Option<Beat> {
        let parts = (beats * PARTS_PER_BEAT as f64).round();
        (parts.abs() <= Beat::MAX.0 as f64).then_some(Beat(parts as i64))
    }
}

impl std::fmt::Display for Beat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "beat {}", (self.as_f64() * 1_000.0).round() / 1_000.0)
    }
}

/// `denominator` is positive.
const fn nearest(numerator: i128, denominator: i128) -> i128 {
    (numerator + denominator / 2).div_euclid(denominator)
}

const fn saturated(wide: i128) -> i64 {
    if wide > i64::MAX as i128 {
        i64::MAX
    } else if wide < i64::MIN as i128 {
        i64::MIN
    } else {
        wide as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tick_comes_back() {
        for ticks in (-2_000..2_000).chain([MAX_TICKS, -MAX_TICKS, 12_345_677]).map(Ticks) {
            assert_eq!(Beat::from_ticks(ticks).to_ticks(), ticks);
        }
        assert_eq!(Beat::from_ticks(Ticks::from_beats(3)), Beat::from_beats(3));
    }

    #[test]
    fn numbers_from_strangers_are_places_or_nothing() {
        for (beats, expected) in [(0.0, Some(0)), (1.5, Some(3 << 30)), (-1.0, Some(-(1 << 31)))] {
            assert_eq!(Beat::from_f64(beats), expected.map(Beat));
        }
        for nonsense in [f64::NAN, f64::INFINITY, 1e12, -1e12] {
            assert_eq!(Beat::from_f64(nonsense), None, "{nonsense}");
        }
        assert_eq!(
            (Beat(i64::MAX).to_ticks(), Beat(i64::MIN).to_ticks()),
            (Ticks(960 << 32), Ticks(-(960 << 32)))
        );
    }

    #[test]
    fn time_that_ran_backwards_has_not_passed() {
        let now = WallTime(5_000_000_000);
        assert_eq!((now + Duration::from_secs(2)).since(now), Duration::from_secs(2));
        assert_eq!(now.since(now + Duration::from_secs(2)), Duration::ZERO);
        assert_eq!((WallTime(i64::MAX) + Duration::MAX).0, i64::MAX);
        assert_eq!(WallTime(i64::MAX).since(WallTime(i64::MIN)), Duration::from_nanos(i64::MAX as u64));
    }

    #[test]
    fn a_beat_reads_as_a_person_says_it() {
        for (beat, text) in
            [(Beat::from_beats(16), "beat 16"), (Beat::from_f64(16.75).unwrap(), "beat 16.75")]
        {
            assert_eq!(beat.to_string(), text);
        }
    }
}
