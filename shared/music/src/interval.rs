//! Intervals: how many letters and how many semitones apart two notes are.

use std::fmt;
use std::str::FromStr;

use crate::pitch::Spelling;

/// A number and a quality: `m3`, `P5`, `A4`. Always upwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interval {
    number: u8,
    quality: Quality,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quality {
    Diminished,
    Minor,
    Perfect,
    Major,
    Augmented,
}

/// Two octaves: the widest interval that has a name of its own (chords end at the thirteenth).
pub const NUMBER_MAX: u8 = 15;

impl Interval {
    pub const UNISON: Interval = Interval { number: 1, quality: Quality::Perfect };
    pub const OCTAVE: Interval = Interval { number: 8, quality: Quality::Perfect };

    /// `None` where music has no such thing: a minor fifth, a perfect third, a diminished unison.
    pub const fn new(number: u8, quality: Quality) -> Option<Interval> {
        if number == 0 || number > NUMBER_MAX {
            return None;
        }
        let exists = match quality {
            Quality::Perfect => is_perfect(number),
            Quality::Minor | Quality::Major => !is_perfect(number),
            Quality::Diminished => number > 1,
            Quality::Augmented => true,
        };
        if exists { Some(Interval { number, quality }) } else { None }
    }

    /// From the lower note up to the higher, within an octave. `None` beyond augmented and diminished.
    pub fn between(lower: Spelling, higher: Spelling) -> Option<Interval> {
        let steps = (higher.letter as i32 - lower.letter as i32).rem_euclid(7);
        let up = i32::from(lower.class().up_to(higher.class()));
        let alteration = (up - natural_semitones(steps as u8 + 1) + 6).rem_euclid(12) - 6;
        Interval::altered(steps as u8 + 1, alteration)
    }

    /// By semitones away from the major or perfect interval of that number.
    pub const fn altered(number: u8, alteration: i32) -> Option<Interval> {
        let quality = match (alteration, is_perfect(number)) {
            (0, true) => Quality::Perfect,
            (0, false) => Quality::Major,
            (-1, false) => Quality::Minor,
            (-1, true) | (-2, false) => Quality::Diminished,
            (1, _) => Quality::Augmented,
            _ => return None,
        };
        Interval::new(number, quality)
    }

    pub const fn number(self) -> u8 {
        self.number
    }

    pub const fn quality(self) -> Quality {
        self.quality
    }

    pub const fn semitones(self) -> i32 {
        let altered = match self.quality {
            Quality::Perfect | Quality::Major => 0,
            Quality::Minor => -1,
            Quality::Augmented => 1,
            Quality::Diminished if is_perfect(self.number) => -1,
            Quality::Diminished => -2,
        };
        natural_semitones(self.number) + altered
    }

    /// What is left to the next octave: a third becomes a sixth, minor becomes major.
    pub const fn inverted(self) -> Interval {
        let quality = match self.quality {
            Quality::Diminished => Quality::Augmented,
            Quality::Minor => Quality::Major,
            Quality::Perfect => Quality::Perfect,
            Quality::Major => Quality::Minor,
            Quality::Augmented => Quality::Diminished,
        };
        let simple = (self.number - 1) % 7 + 1;
        let is_whole_octave = simple == 1 && self.number > 1 && !matches!(self.quality, Quality::Augmented);
        Interval { number: if is_whole_octave { 1 } else { 9 - simple }, quality }
    }
}

/// Of the major or perfect interval above a note: the white keys above C.
const fn natural_semitones(number: u8) -> i32 {
    const MAJOR_SCALE: [i32; 7] = [0, 2, 4, 5, 7, 9, 11];
    let steps = number as usize - 1;
    MAJOR_SCALE[steps % 7] + 12 * (steps / 7) as i32
}

const fn is_perfect(number: u8) -> bool {
    matches!(number % 7, 1 | 4 | 5)
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quality = match self.quality {
            Quality::Diminished => 'd',
            Quality::Minor => 'm',
            Quality::Perfect => 'P',
            Quality::Major => 'M',
            Quality::Augmented => 'A',
        };
        write!(f, "{quality}{}", self.number)
    }
}

impl FromStr for Interval {
    type Err = ParseIntervalError;

    fn from_str(text: &str) -> Result<Interval, ParseIntervalError> {
        let refuse = || ParseIntervalError { text: text.chars().take(16).collect() };
        let mut chars = text.chars();
        let quality = match chars.next() {
            Some('d') => Quality::Diminished,
            Some('m') => Quality::Minor,
            Some('P') => Quality::Perfect,
            Some('M') => Quality::Major,
            Some('A') => Quality::Augmented,
            Some(_) | None => return Err(refuse()),
        };
        let digits = chars.as_str();
        let plain = !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = plain.then(|| digits.parse().ok()).flatten();
        number.and_then(|number| Interval::new(number, quality)).ok_or_else(refuse)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{text}\" is not an interval; write d, m, P, M or A and a number up to {NUMBER_MAX}, as in m3 or P5"
)]
pub struct ParseIntervalError {
    text: String,
}
