//! Modes a piece can be in: the seven of the major scale.

use std::fmt;

use crate::scale::Degree;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    Major,
    Dorian,
    Phrygian,
    Lydian,
    Mixolydian,
    Minor,
    Locrian,
}

impl Mode {
    pub const ALL: [Mode; 7] = [
        Mode::Major,
        Mode::Dorian,
        Mode::Phrygian,
        Mode::Lydian,
        Mode::Mixolydian,
        Mode::Minor,
        Mode::Locrian,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Mode::Major => "major",
            Mode::Dorian => "dorian",
            Mode::Phrygian => "phrygian",
            Mode::Lydian => "lydian",
            Mode::Mixolydian => "mixolydian",
            Mode::Minor => "minor",
            Mode::Locrian => "locrian",
        }
    }

    /// By name or a usual short one; nothing at all is major, `M` and `m` differ as they do in chords.
    pub fn named(text: &str) -> Option<Mode> {
        match text {
            "M" => return Some(Mode::Major),
            "m" | "-" => return Some(Mode::Minor),
            _ => {}
        }
        match text.to_lowercase().as_str() {
            "" | "maj" | "major" | "ionian" | "ion" => Some(Mode::Major),
            "dorian" | "dor" => Some(Mode::Dorian),
            "phrygian" | "phr" | "phryg" => Some(Mode::Phrygian),
            "lydian" | "lyd" => Some(Mode::Lydian),
            "mixolydian" | "mix" | "mixo" => Some(Mode::Mixolydian),
            "min" | "mi" | "minor" | "aeolian" | "aeo" => Some(Mode::Minor),
            "locrian" | "loc" => Some(Mode::Locrian),
            _ => None,
        }
    }

    /// With a minor third above the tonic.
    pub const fn is_minor(self) -> bool {
        match self {
            Mode::Major | Mode::Lydian | Mode::Mixolydian => false,
            Mode::Dorian | Mode::Phrygian | Mode::Minor | Mode::Locrian => true,
        }
    }

    /// Sharps (or flats below zero) that this mode has on C.
    pub const fn signature_above_c(self) -> i8 {
        match self {
            Mode::Lydian => 1,
            Mode::Major => 0,
            Mode::Mixolydian => -1,
            Mode::Dorian => -2,
            Mode::Minor => -3,
            Mode::Phrygian => -4,
            Mode::Locrian => -5,
        }
    }

    /// The seven steps, lowered or raised against the major scale.
    pub const fn degrees(self) -> [Degree; 7] {
        let lowered: [i8; 7] = match self {
            Mode::Major => [0, 0, 0, 0, 0, 0, 0],
            Mode::Dorian => [0, 0, -1, 0, 0, 0, -1],
            Mode::Phrygian => [0, -1, -1, 0, 0, -1, -1],
            Mode::Lydian => [0, 0, 0, 1, 0, 0, 0],
            Mode::Mixolydian => [0, 0, 0, 0, 0, 0, -1],
            Mode::Minor => [0, 0, -1, 0, 0, -1, -1],
            Mode::Locrian => [0, -1, -1, 0, -1, -1, -1],
        };
        let mut degrees = [Degree::ROOT; 7];
        let mut step = 0;
        while step < 7 {
            degrees[step] = Degree::new(step as u8 + 1, lowered[step]);
            step += 1;
        }
        degrees
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
