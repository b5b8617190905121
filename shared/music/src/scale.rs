//! Scales by name: their steps above a tonic, and which pitch classes those are.

use std::fmt;
use std::str::FromStr;

mod degree;
mod kind;

pub use degree::Degree;
pub use kind::Kind;

use crate::pitch::{Class, ClassSet, Spelling};

/// A kind of scale on a tonic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scale {
    pub tonic: Spelling,
    pub kind: Kind,
}

/// Longer names are none of ours.
const NAME_MAX: usize = 48;

impl Scale {
    pub const fn new(tonic: Spelling, kind: Kind) -> Scale {
        Scale { tonic, kind }
    }

    /// From the tonic upwards.
    pub fn spellings(self) -> impl Iterator<Item = Spelling> {
        self.kind.degrees().map(move |degree| degree.spelled_above(self.tonic))
    }

    pub fn classes(self) -> ClassSet {
        self.kind.degrees().map(|degree| degree.above(self.tonic.class())).collect()
    }

    pub fn contains(self, class: Class) -> bool {
        self.classes().contains(class)
    }

    /// `None` for what is not in the scale.
    pub fn degree_of(self, class: Class) -> Option<Degree> {
        self.kind.degrees().find(|degree| degree.above(self.tonic.class()) == class)
    }
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.tonic, self.kind)
    }
}

impl FromStr for Scale {
    type Err = ParseScaleError;

    /// Reads a note and a name: `D dorian`, `F# lydian dominant`, `Bb blues`.
    fn from_str(text: &str) -> Result<Scale, ParseScaleError> {
        let refuse = || ParseScaleError { text: text.chars().take(NAME_MAX).collect() };
        let (tonic, name) = text.trim().split_once(' ').ok_or_else(refuse)?;
        let tonic = tonic.parse().map_err(|_| refuse())?;
        let kind = name.parse().map_err(|_| refuse())?;
        Ok(Scale { tonic, kind })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not a scale; write a note and a name, as in D dorian or F# lydian dominant")]
pub struct ParseScaleError {
    text: String,
}
