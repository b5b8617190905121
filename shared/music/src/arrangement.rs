//! Arrangements: which clip plays where on which lane, at one revision.
//!
//! **Invariant.** Regions of a lane never overlap, and an edit that is refused changes nothing. Clips are names here:
//! how long they are is asked of a [`clip::Library`](crate::clip::Library) by whoever turns an arrangement into sound.

mod region;
mod revision;

use crate::lane::Lane;
use crate::time::{Span, Ticks};

pub use region::{Clips, ClipsError, Region, RegionId, Source};
pub use revision::Revision;

/// All regions at one revision. Regions of a lane never overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    revision: Revision,
    regions: Vec<Region>,
    /// The highest id ever given: deleted regions' ids are not given again.
    last_id: RegionId,
}

impl Arrangement {
    pub fn new() -> Arrangement {
        Arrangement::default()
    }

    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// Sorted by lane, then start.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    pub fn region_at(&self, lane: Lane, at: Ticks) -> Option<&Region> {
        let after = self.regions.partition_point(|region| (region.lane, region.span.start) <= (lane, at));
        let region = self.regions.get(after.checked_sub(1)?)?;
        (region.lane == lane && region.span.contains(at)).then_some(region)
    }

    /// A new region where nothing is yet.
    pub fn insert(&mut self, lane: Lane, span: Span, source: Source) -> Result<RegionId, Overlap> {
        if let Some(other) =
            self.regions.iter().find(|region| region.lane == lane && region.span.overlaps(span))
        {
            return Err(Overlap { other: other.id, span: other.span });
        }
        let id = RegionId(self.last_id.0 + 1);
        let Source { clips, into, looped } = source;
        self.regions.push(Region { id, lane, span, clips, into, looped });
        self.regions.sort_unstable_by_key(|region| (region.lane, region.span.start));
        (self.last_id, self.revision) = (id, self.revision.next());
        Ok(id)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the new region would overlap {other} at {span}")]
pub struct Overlap {
    pub other: RegionId,
    pub span: Span,
}
