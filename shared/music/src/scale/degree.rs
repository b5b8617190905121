//! Degrees: a step above a root, counted along the major scale, raised or lowered: `b7`, `#11`.

use std::fmt;

use crate::interval::Interval;
use crate::pitch::{Class, Spelling};

/// A step of the major scale above a root, with its alteration. Chord tones go up to the thirteenth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Degree {
    pub number: u8,
    /// Sharps are positive, flats negative.
    pub alteration: i8,
}

impl Degree {
    pub const ROOT: Degree = Degree::new(1, 0);

    pub const fn new(number: u8, alteration: i8) -> Degree {
        Degree { number, alteration }
    }

    /// Where `note` stands above `root` by its letter, within an octave.
    pub fn between(root: Spelling, note: Spelling) -> Degree {
        let steps = (note.letter as i32 - root.letter as i32).rem_euclid(7);
        let natural = Degree::new(steps as u8 + 1, 0);
        let up = i32::from(root.class().up_to(note.class()));
        Degree { alteration: ((up - natural.semitones() + 6).rem_euclid(12) - 6) as i8, ..natural }
    }

    pub const fn semitones(self) -> i32 {
        const MAJOR_SCALE: [i32; 7] = [0, 2, 4, 5, 7, 9, 11];
        let steps = self.number.saturating_sub(1) as usize;
        MAJOR_SCALE[steps % 7] + 12 * (steps / 7) as i32 + self.alteration as i32
    }

    /// `None` for what has no interval name, such as `###4`.
    pub const fn interval(self) -> Option<Interval> {
        Interval::altered(self.number, self.alteration as i32)
    }

    pub const fn above(self, root: Class) -> Class {
        root.transposed(self.semitones())
    }

    pub fn spelled_above(self, root: Spelling) -> Spelling {
        root.moved(i32::from(self.number) - 1, self.semitones())
    }
}

impl fmt::Display for Degree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.alteration < 0 { "b" } else { "#" };
        write!(f, "{}{}", sign.repeat(self.alteration.unsigned_abs().into()), self.number)
    }
}
