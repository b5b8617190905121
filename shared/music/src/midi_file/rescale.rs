//! From a file's own division to our ticks, without drift.

use crate::time::{MAX_TICKS, TICKS_PER_BEAT, Ticks};

/// Converts positions counted from the file's start, never the gaps between events: rounding cannot add up.
#[derive(Clone, Copy)]
pub(super) struct Rescale {
    /// The file's ticks per quarter note; never 0.
    pub(super) division: u16,
}

impl Rescale {
    /// The nearest of our ticks, halves up. `None` beyond [`MAX_TICKS`].
    pub(super) fn ticks(self, file_ticks: u64) -> Option<Ticks> {
        let division = u64::from(self.division);
        let scaled = file_ticks.checked_mul(TICKS_PER_BEAT as u64)?.checked_add(division / 2)? / division;
        i64::try_from(scaled).ok().filter(|ticks| *ticks <= MAX_TICKS).map(Ticks)
    }

    pub(super) fn is_exact(self, file_ticks: u64) -> bool {
        file_ticks.wrapping_mul(TICKS_PER_BEAT as u64).is_multiple_of(u64::from(self.division))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_exact_or_the_nearest_tick() {
        let table = [
            (480, 1, 2, true),
            (96, 1, 10, true),
            (960, 7, 7, true),
            (1_920, 1, 1, false),
            (1_920, 3, 2, false),
            (1_000, 1, 1, false),
            (1_000, 500, 480, true),
            (1, 3, 2_880, true),
            (32_767, 17, 0, false),
            (32_767, 18, 1, false),
        ];
        for (division, file_ticks, ticks, exact) in table {
            let rescale = Rescale { division };
            assert_eq!(rescale.ticks(file_ticks), Some(Ticks(ticks)), "{file_ticks} at {division}");
            assert_eq!(rescale.is_exact(file_ticks), exact, "{file_ticks} at {division}");
        }
    }

    #[test]
    fn a_million_odd_gaps_do_not_drift() {
        let rescale = Rescale { division: 1_000 };
        assert_eq!(rescale.ticks(7 * 1_000_000), Some(Ticks(7 * 960_000)));
    }

    #[test]
    fn beyond_every_song_is_none_and_never_wraps() {
        let longest = MAX_TICKS as u64;
        assert_eq!(Rescale { division: 960 }.ticks(longest), Some(Ticks(MAX_TICKS)));
        for file_ticks in [longest + 1, u64::MAX / 960, u64::MAX] {
            assert_eq!(Rescale { division: 960 }.ticks(file_ticks), None);
            assert_eq!(Rescale { division: 1 }.ticks(file_ticks), None);
        }
    }
}
