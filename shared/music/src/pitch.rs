//! Pitches as keys on a keyboard, pitch classes, and spellings (`Bb` and `A#` are one class, two spellings).

use std::fmt;

/// A MIDI key, 0–127; 60 is middle C, written C4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pitch(u8);

impl Pitch {
    pub const MIDDLE_C: Pitch = Pitch(60);

    pub const fn new(key: u8) -> Option<Pitch> {
        if key <= 127 { Some(Pitch(key)) } else { None }
    }

    pub const fn key(self) -> u8 {
        self.0
    }

    pub const fn class(self) -> Class {
        Class::new(self.0 as i32)
    }

    /// `None` where the keyboard ends.
    pub fn transposed(self, semitones: i32) -> Option<Pitch> {
        u8::try_from(i32::from(self.0) + semitones).ok().and_then(Pitch::new)
    }
}

/// One of the twelve pitch classes; C is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Class(u8);

impl Class {
    /// Any number of semitones above C, in either direction, folded into one octave.
    pub const fn new(semitones_above_c: i32) -> Class {
        Class(semitones_above_c.rem_euclid(12) as u8)
    }

    pub const fn semitones(self) -> u8 {
        self.0
    }

    pub const fn transposed(self, semitones: i32) -> Class {
        Class::new(self.0 as i32 + semitones)
    }

    /// Semitones from `self` up to `other`, 0–11.
    pub const fn up_to(self, other: Class) -> u8 {
        (other.0 as i32 - self.0 as i32).rem_euclid(12) as u8
    }
}

/// The white keys, in the order of the circle that names climb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Letter {
    C,
    D,
    E,
    F,
    G,
    A,
    B,
}

impl Letter {
    pub const ALL: [Letter; 7] =
        [Letter::C, Letter::D, Letter::E, Letter::F, Letter::G, Letter::A, Letter::B];

    pub const fn semitones(self) -> i32 {
        match self {
            Letter::C => 0,
            Letter::D => 2,
            Letter::E => 4,
            Letter::F => 5,
            Letter::G => 7,
            Letter::A => 9,
            Letter::B => 11,
        }
    }

    pub const fn as_char(self) -> char {
        match self {
            Letter::C => 'C',
            Letter::D => 'D',
            Letter::E => 'E',
            Letter::F => 'F',
            Letter::G => 'G',
            Letter::A => 'A',
            Letter::B => 'B',
        }
    }
}

/// A letter with its accidentals: what a musician writes for a pitch class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Spelling {
    pub letter: Letter,
    /// Sharps are positive, flats negative; at most two of either.
    pub alteration: i8,
}

impl Spelling {
    pub const fn class(self) -> Class {
        Class::new(self.letter.semitones() + self.alteration as i32)
    }
}

impl fmt::Display for Spelling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.alteration < 0 { "b" } else { "#" };
        write!(f, "{}{}", self.letter.as_char(), sign.repeat(self.alteration.unsigned_abs().into()))
    }
}
