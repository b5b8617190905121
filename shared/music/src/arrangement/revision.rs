//! Revisions, and the changes that lead from one to the next.

use std::fmt;

use super::{Refusal, Region, RegionId};

/// One more with every edit; what the player reports and the project saves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(pub u64);

/// What every reader of a saved number can hold exactly, a browser's floats included; no person edits as often.
pub const COUNT_MAX: u64 = 1 << 53;

impl Revision {
    #[must_use]
    pub const fn next(self) -> Revision {
        Revision(self.0.saturating_add(1))
    }
}

pub(super) fn check_count(count: u64) -> Result<(), Refusal> {
    if count > COUNT_MAX { Err(Refusal::WornOut) } else { Ok(()) }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "revision {}", self.0)
    }
}

/// What an edit did: the regions it touched, as they were and as they are. Enough to follow it and to undo it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The revision it made.
    pub revision: Revision,
    pub before: Vec<Region>,
    pub after: Vec<Region>,
}

impl Change {
    pub fn touches(&self, id: RegionId) -> bool {
        self.before.iter().chain(&self.after).any(|region| region.id == id)
    }
}
