//! Spellings: a letter with its accidentals, in ASCII or as printed.

use std::fmt;
use std::str::FromStr;

use super::{Class, Letter};
use crate::interval::Interval;

/// A letter with its accidentals: what a musician writes for a pitch class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Spelling {
    pub letter: Letter,
    /// Sharps are positive, flats negative; at most two of either.
    pub alteration: i8,
}

/// Nobody reads a triple flat; beyond this a simpler name is used.
const ALTERATION_MAX: i8 = 2;

impl Spelling {
    pub const fn new(letter: Letter, alteration: i8) -> Spelling {
        Spelling { letter, alteration }
    }

    pub const fn class(self) -> Class {
        Class::new(self.letter.semitones() + self.alteration as i32)
    }

    /// How `class` is written on a given letter; `None` where that takes a triple accidental.
    pub fn on_letter(letter: Letter, class: Class) -> Option<Spelling> {
        let up = i32::from(Class::new(letter.semitones()).up_to(class));
        let alteration = (if up > 6 { up - 12 } else { up }) as i8;
        (alteration.abs() <= ALTERATION_MAX).then_some(Spelling { letter, alteration })
    }

    /// The name most often met without a key: flats, but F#.
    pub const fn plain(class: Class) -> Spelling {
        let (letter, alteration) = match class.semitones() {
            0 => (Letter::C, 0),
            1 => (Letter::D, -1),
            2 => (Letter::D, 0),
            3 => (Letter::E, -1),
            4 => (Letter::E, 0),
            5 => (Letter::F, 0),
            6 => (Letter::F, 1),
            7 => (Letter::G, 0),
            8 => (Letter::A, -1),
            9 => (Letter::A, 0),
            10 => (Letter::B, -1),
            _ => (Letter::B, 0),
        };
        Spelling { letter, alteration }
    }

    /// Up by an interval, on the letter the interval's number asks for: `Gb` up `m3` is `Bbb`, never `A`.
    pub fn transposed(self, interval: Interval) -> Spelling {
        self.moved(i32::from(interval.number()) - 1, interval.semitones())
    }

    /// So many letters and semitones up; a plain name where the letter would need a triple accidental.
    pub fn moved(self, letters: i32, semitones: i32) -> Spelling {
        let class = self.class().transposed(semitones);
        Spelling::on_letter(self.letter.stepped(letters), class).unwrap_or(Spelling::plain(class))
    }

    /// Nobody thanks a chart for an `Ebb`, `Cb` or `E#` that its key does not ask for.
    pub const fn is_everyday(self) -> bool {
        match self.letter {
            Letter::C | Letter::F => matches!(self.alteration, 0 | 1),
            Letter::E | Letter::B => matches!(self.alteration, -1 | 0),
            Letter::D | Letter::G | Letter::A => matches!(self.alteration, -1..=1),
        }
    }
}

impl fmt::Display for Spelling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.alteration < 0 { "b" } else { "#" };
        write!(f, "{}{}", self.letter.as_char(), sign.repeat(self.alteration.unsigned_abs().into()))
    }
}

impl FromStr for Spelling {
    type Err = ParseSpellingError;

    /// Reads `C`, `Bb`, `F##`, `Fx`, `B♭`, `F𝄪`, `E𝄫`.
    fn from_str(text: &str) -> Result<Spelling, ParseSpellingError> {
        let refuse = || ParseSpellingError { text: text.chars().take(16).collect() };
        let mut chars = text.chars();
        let letter = chars.next().and_then(Letter::from_char).ok_or_else(refuse)?;
        let alteration = match chars.as_str() {
            "" => 0,
            "b" | "♭" => -1,
            "bb" | "♭♭" | "𝄫" => -2,
            "#" | "♯" => 1,
            "##" | "♯♯" | "x" | "𝄪" => 2,
            _ => return Err(refuse()),
        };
        Ok(Spelling { letter, alteration })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not a note; write A to G with up to two sharps or flats, as in F# or Bb")]
pub struct ParseSpellingError {
    text: String,
}
