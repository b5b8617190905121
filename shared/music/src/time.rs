//! Musical time: whole ticks, 960 to the beat, and microseconds for feel.
//!
//! One **beat** is always a quarter note. Ticks say where a note is on paper; a [`Micros`] offset says how early or late
//! a hand plays it, and keeps its size when the tempo changes. Floats exist only at a host's door.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

/// Divisible by 2⁶, 3 and 5: 64th notes, triplets and quintuplets are exact.
pub const TICKS_PER_BEAT: i64 = 960;

/// A position or a length on paper. Negative positions are pre-roll and pickups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticks(pub i64);

impl Ticks {
    pub const ZERO: Ticks = Ticks(0);

    pub const fn from_beats(beats: i64) -> Ticks {
        Ticks(beats * TICKS_PER_BEAT)
    }

    /// Nearest tick to a host's floating beat position; `None` when it is not a number a song can have.
    pub fn from_beats_f64(beats: f64) -> Option<Ticks> {
        let ticks = (beats * TICKS_PER_BEAT as f64).round();
        (ticks.abs() <= MAX_TICKS as f64).then_some(Ticks(ticks as i64))
    }

    pub fn as_beats_f64(self) -> f64 {
        self.0 as f64 / TICKS_PER_BEAT as f64
    }

    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Which repetition of `length` this falls in (floored, so that −1 tick is in repetition −1).
    pub const fn div_floor(self, length: Ticks) -> i64 {
        self.0.div_euclid(length.0)
    }

    /// How far into its repetition of `length` this is; never negative.
    pub const fn rem_floor(self, length: Ticks) -> Ticks {
        Ticks(self.0.rem_euclid(length.0))
    }
}

/// About 29 hours at 120 BPM; keeps every product with tempo and sample rate inside `i128` and `f64` exact.
pub const MAX_TICKS: i64 = 200_000_000;

impl Add for Ticks {
    type Output = Ticks;
    fn add(self, other: Ticks) -> Ticks {
        Ticks(self.0 + other.0)
    }
}

impl AddAssign for Ticks {
    fn add_assign(&mut self, other: Ticks) {
        self.0 += other.0;
    }
}

impl Sub for Ticks {
    type Output = Ticks;
    fn sub(self, other: Ticks) -> Ticks {
        Ticks(self.0 - other.0)
    }
}

impl SubAssign for Ticks {
    fn sub_assign(&mut self, other: Ticks) {
        self.0 -= other.0;
    }
}

impl Neg for Ticks {
    type Output = Ticks;
    fn neg(self) -> Ticks {
        Ticks(-self.0)
    }
}

impl Mul<i64> for Ticks {
    type Output = Ticks;
    fn mul(self, times: i64) -> Ticks {
        Ticks(self.0 * times)
    }
}

impl Sum for Ticks {
    fn sum<I: Iterator<Item = Ticks>>(all: I) -> Ticks {
        Ticks(all.map(|ticks| ticks.0).sum())
    }
}

impl fmt::Display for Ticks {
    /// Beats, with a remainder in ticks where there is one: `4`, `4+480`, `-1+240`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (beats, rest) = (self.0.div_euclid(TICKS_PER_BEAT), self.0.rem_euclid(TICKS_PER_BEAT));
        if rest == 0 { write!(f, "{beats}") } else { write!(f, "{beats}+{rest}") }
    }
}

/// A half-open stretch of paper, `[start, end)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    pub start: Ticks,
    pub end: Ticks,
}

impl Span {
    /// `None` when nothing would be inside.
    pub fn new(start: Ticks, end: Ticks) -> Option<Span> {
        (start < end).then_some(Span { start, end })
    }

    pub fn length(self) -> Ticks {
        self.end - self.start
    }

    pub fn contains(self, at: Ticks) -> bool {
        self.start <= at && at < self.end
    }

    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub fn intersection(self, other: Span) -> Option<Span> {
        Span::new(self.start.max(other.start), self.end.min(other.end))
    }

    pub fn shifted(self, by: Ticks) -> Span {
        Span { start: self.start + by, end: self.end + by }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}, {})", self.start, self.end)
    }
}

/// How early (negative) or late a hand plays, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Micros(pub i32);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_read_as_beats_and_a_remainder() {
        for (ticks, text) in [(0, "0"), (3_840, "4"), (4_320, "4+480"), (-720, "-1+240"), (-960, "-1")] {
            assert_eq!(Ticks(ticks).to_string(), text);
        }
    }

    #[test]
    fn a_host_position_becomes_the_nearest_tick_or_none() {
        for (beats, ticks) in [(0.0, Some(0)), (1.0005, Some(960)), (1.0006, Some(961)), (-0.5, Some(-480))] {
            assert_eq!(Ticks::from_beats_f64(beats), ticks.map(Ticks));
        }
        for nonsense in [f64::NAN, f64::INFINITY, 1e18, -1e18] {
            assert_eq!(Ticks::from_beats_f64(nonsense), None);
        }
    }

    #[test]
    fn repetitions_are_floored_below_zero() {
        let bar = Ticks::from_beats(4);
        for (ticks, repetition, inside) in [(0, 0, 0), (3_839, 0, 3_839), (3_840, 1, 0), (-1, -1, 3_839)] {
            assert_eq!(Ticks(ticks).div_floor(bar), repetition);
            assert_eq!(Ticks(ticks).rem_floor(bar), Ticks(inside));
        }
    }

    #[test]
    fn spans_are_half_open_and_never_empty() {
        let span = Span::new(Ticks(0), Ticks(10)).unwrap();
        assert!(span.contains(Ticks(0)) && !span.contains(Ticks(10)));
        assert!(!span.overlaps(Span::new(Ticks(10), Ticks(20)).unwrap()));
        assert!(!span.overlaps(Span::new(Ticks(-10), Ticks(0)).unwrap()));
        assert_eq!(Span::new(Ticks(5), Ticks(5)), None);
        assert_eq!(
            span.intersection(Span { start: Ticks(5), end: Ticks(20) }),
            Span::new(Ticks(5), Ticks(10))
        );
    }
}
