//! Exact fractions: what a host means, before it is squeezed into a float. Overflow is the generator's error and panics.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// In lowest terms, with a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    numerator: i128,
    denominator: i128,
}

impl Ratio {
    pub const ZERO: Ratio = Ratio { numerator: 0, denominator: 1 };

    pub fn new(numerator: i128, denominator: i128) -> Ratio {
        assert!(denominator != 0, "a fraction of nothing");
        let shared = greatest_common_divisor(numerator, denominator) * denominator.signum();
        Ratio { numerator: numerator / shared, denominator: denominator / shared }
    }

    pub fn whole(number: i128) -> Ratio {
        Ratio { numerator: number, denominator: 1 }
    }

    pub fn numerator(self) -> i128 {
        self.numerator
    }

    pub fn denominator(self) -> i128 {
        self.denominator
    }

    pub fn floor(self) -> i128 {
        self.numerator.div_euclid(self.denominator)
    }

    pub fn ceil(self) -> i128 {
        -(-self).floor()
    }

    /// The multiple of 1/`parts` that is not above this.
    pub fn floored_to(self, parts: i128) -> Ratio {
        Ratio::new((self * Ratio::whole(parts)).floor(), parts)
    }

    /// The float nearest to this; of two equally near, the even one.
    pub fn nearest_f64(self) -> f64 {
        let magnitude = self.numerator.unsigned_abs();
        if magnitude == 0 {
            return 0.0;
        }
        // The quotient has far more than 53 bits; a remainder sets its last bit, so that converting it rounds once.
        let shift = magnitude.leading_zeros();
        let (shifted, denominator) = (magnitude << shift, self.denominator.unsigned_abs());
        assert!(denominator.leading_zeros() > 60, "{self} is too fine to round exactly");
        let quotient = (shifted / denominator) | u128::from(shifted % denominator != 0);
        let positive = quotient as f64 / 2f64.powi(shift as i32);
        if self.numerator < 0 { -positive } else { positive }
    }
}

/// Euclid's.
pub fn greatest_common_divisor(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.abs(), b.abs());
    while b != 0 {
        // Most numbers here fit 64 bits, where division is many times faster.
        if let (Ok(small_a), Ok(small_b)) = (u64::try_from(a), u64::try_from(b)) {
            return greatest_common_divisor_u64(small_a, small_b).into();
        }
        (a, b) = (b, a % b);
    }
    a
}

fn greatest_common_divisor_u64(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

pub fn least_common_multiple(a: i128, b: i128) -> i128 {
    times(a / greatest_common_divisor(a, b), b)
}

/// A product that must fit.
pub fn times(a: i128, b: i128) -> i128 {
    a.checked_mul(b).expect("the generator keeps its fractions small")
}

fn plus(a: i128, b: i128) -> i128 {
    a.checked_add(b).expect("the generator keeps its fractions small")
}

impl Add for Ratio {
    type Output = Ratio;
    fn add(self, other: Ratio) -> Ratio {
        let denominator = least_common_multiple(self.denominator, other.denominator);
        let own = times(self.numerator, denominator / self.denominator);
        let others = times(other.numerator, denominator / other.denominator);
        Ratio::new(plus(own, others), denominator)
    }
}

impl Neg for Ratio {
    type Output = Ratio;
    fn neg(self) -> Ratio {
        Ratio { numerator: -self.numerator, denominator: self.denominator }
    }
}

impl Sub for Ratio {
    type Output = Ratio;
    fn sub(self, other: Ratio) -> Ratio {
        self + -other
    }
}

impl Mul for Ratio {
    type Output = Ratio;
    fn mul(self, other: Ratio) -> Ratio {
        let across = Ratio::new(self.numerator, other.denominator);
        let back = Ratio::new(other.numerator, self.denominator);
        let numerator = times(across.numerator, back.numerator);
        Ratio { numerator, denominator: times(across.denominator, back.denominator) }
    }
}

impl Div for Ratio {
    type Output = Ratio;
    fn div(self, other: Ratio) -> Ratio {
        Mul::mul(self, Ratio::new(other.denominator, other.numerator))
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Ratio) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Ratio) -> Ordering {
        (*self - *other).numerator.cmp(&0)
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.denominator == 1 {
            write!(f, "{}", self.numerator)
        } else {
            write!(f, "{}/{}", self.numerator, self.denominator)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_add_and_multiply() {
        let (third, half) = (Ratio::new(1, 3), Ratio::new(-2, -4));
        assert_eq!(third + half, Ratio::new(5, 6));
        assert_eq!(third - half, Ratio::new(-1, 6));
        assert_eq!(third * half, Ratio::new(1, 6));
        assert_eq!(third / half, Ratio::new(2, 3));
        assert!(third < half && Ratio::new(-1, 2) < Ratio::ZERO);
        assert_eq!((Ratio::new(-7, 2).floor(), Ratio::new(-7, 2).ceil()), (-4, -3));
        assert_eq!(Ratio::new(10, 3).floored_to(2), Ratio::new(3, 1));
    }

    #[test]
    fn the_nearest_float_is_what_division_of_small_numbers_gives() {
        for (a, b) in [(1, 3), (-2, 7), (44_100, 16 * 119), (1 << 50, 3), (0, 5), (-999_999_999, 480)] {
            assert_eq!(Ratio::new(a, b).nearest_f64(), a as f64 / b as f64, "{a}/{b}");
        }
        assert_eq!(Ratio::new((1 << 60) + 1, 1 << 60).nearest_f64(), 1.0);
        assert_eq!(Ratio::new((1 << 53) + 1, 1).nearest_f64(), 9_007_199_254_740_992.0);
    }
}
