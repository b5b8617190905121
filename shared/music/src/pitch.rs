//! Pitches as keys on a keyboard, pitch classes, and spellings (`Bb` and `A#` are one class, two spellings).

use std::fmt;

mod class_set;
mod spelling;

pub use class_set::ClassSet;
pub use spelling::{ParseSpellingError, Spelling};

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
        u8::try_from(i32::from(self.0).checked_add(semitones)?).ok().and_then(Pitch::new)
    }

    /// C4 is middle C, so the lowest key is C-1.
    pub const fn octave(self) -> i32 {
        self.0 as i32 / 12 - 1
    }
}

impl fmt::Display for Pitch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.class(), self.octave())
    }
}

impl std::str::FromStr for Pitch {
    type Err = ParsePitchError;

    /// Reads `C4`, `Bb-1` or `F♯3`. The octave belongs to the letter, so that `B#3` is middle C.
    fn from_str(text: &str) -> Result<Pitch, ParsePitchError> {
        let refuse = || ParsePitchError { text: text.chars().take(16).collect() };
        let digits = text.find(|c: char| c == '-' || c.is_ascii_digit()).ok_or_else(refuse)?;
        let spelling: Spelling = text[..digits].parse().map_err(|_| refuse())?;
        let octave = text[digits..].parse::<i8>().map_err(|_| refuse())?;
        let key = (i32::from(octave) + 1) * 12 + spelling.letter.semitones() + i32::from(spelling.alteration);
        u8::try_from(key).ok().and_then(Pitch::new).ok_or_else(refuse)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not a pitch; write a letter and an octave from C-1 to G9, as in C4 or Bb2")]
pub struct ParsePitchError {
    text: String,
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
        Class::new(self.0 as i32 + semitones % 12)
    }

    /// Semitones from `self` up to `other`, 0–11.
    pub const fn up_to(self, other: Class) -> u8 {
        (other.0 as i32 - self.0 as i32).rem_euclid(12) as u8
    }
}

impl fmt::Display for Class {
    /// The name most often met: `F#` among flats.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Spelling::plain(*self).fmt(f)
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

    pub fn from_char(letter: char) -> Option<Letter> {
        Letter::ALL.into_iter().find(|each| each.as_char() == letter)
    }

    /// So many white keys further up, in either direction.
    pub const fn stepped(self, steps: i32) -> Letter {
        Letter::ALL[(self as usize + steps.rem_euclid(7) as usize) % 7]
    }
}
