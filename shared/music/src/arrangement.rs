//! Arrangements: which clip plays where on which lane, at one revision.

use crate::clip;
use crate::lane::Lane;
use crate::time::{Span, Ticks};

/// Names a region for as long as its session lives; never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionId(pub u64);

/// One more with every edit; what the player reports and the project saves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(pub u64);

/// The clips a region may play: all of equal length. Where B or the fill is missing, main plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Clips {
    pub main: clip::Hash,
    pub b: Option<clip::Hash>,
    pub fill: Option<clip::Hash>,
}

/// A stretch of a lane that plays clips.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Region {
    pub id: RegionId,
    pub lane: Lane,
    pub span: Span,
    pub clips: Clips,
    /// Where in the clips the region's start is; splitting a region moves this.
    pub into: Ticks,
    /// Starts the clips over when they end before the region does.
    pub looped: bool,
}

/// All regions at one revision. Regions of a lane never overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    revision: Revision,
    regions: Vec<Region>,
}

impl Arrangement {
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// Sorted by lane, then start.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }
}
