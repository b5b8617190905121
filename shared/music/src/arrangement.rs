//! Arrangements: which clip plays where on which lane, at one revision.
//!
//! **Invariant.** Regions of a lane never overlap, and an edit that is refused changes nothing. Clips are names here:
//! how long they are is asked of a [`clip::Library`] by whoever turns an arrangement into sound.

mod edit;
mod layout;
mod refusal;
mod region;
mod revision;
mod undo;

use crate::clip;
use crate::lane::Lane;
use crate::time::{Span, Ticks};

pub use edit::Edit;
pub use layout::{INTO_MAX, REGIONS_MAX};
pub use refusal::{Conflict, Refusal};
pub use region::{Clips, ClipsError, Region, RegionId, Source};
pub use revision::{COUNT_MAX, Change, Revision};
pub use undo::{CHANGES_KEPT_MAX, History, REGIONS_KEPT_MAX};

/// All regions at one revision. Regions of a lane never overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    revision: Revision,
    regions: Vec<Region>,
    /// The highest id ever given: what a deleted region was called, no other will be.
    last_id: RegionId,
}

impl Arrangement {
    pub fn new() -> Arrangement {
        Arrangement::default()
    }

    /// As it was saved, in any order.
    pub fn from_regions(
        revision: Revision,
        last_id: RegionId,
        regions: Vec<Region>,
    ) -> Result<Arrangement, Refusal> {
        layout::check_given(&regions, last_id)?;
        revision::check_count(last_id.0)?;
        revision::check_count(revision.0)?;
        Ok(Arrangement { revision, regions: layout::joined(vec![], regions, last_id)?, last_id })
    }

    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// Sorted by lane, then start.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    pub fn last_id(&self) -> RegionId {
        self.last_id
    }

    pub fn region(&self, id: RegionId) -> Option<&Region> {
        self.regions.iter().find(|region| region.id == id)
    }

    pub fn region_at(&self, lane: Lane, at: Ticks) -> Option<&Region> {
        self.regions_in(lane, Span { start: at, end: Ticks(at.0.saturating_add(1)) }).first()
    }

    /// Of the regions on `lane`, those that `span` touches.
    pub fn regions_in(&self, lane: Lane, span: Span) -> &[Region] {
        layout::overlapping(&self.regions, lane, span)
    }

    /// The region that plays there and where it is in its clips; `None` too where they have ended or are not at hand.
    pub fn sounds_at(&self, lane: Lane, at: Ticks, library: &clip::Library) -> Option<(&Region, Ticks)> {
        let region = self.region_at(lane, at)?;
        let length = region.clips.length(library).ok()?;
        region.clip_position(at, length).map(|position| (region, position))
    }

    /// What `edit` would do: the fact that a journal keeps and everybody else follows.
    pub fn check(&self, edit: &Edit) -> Result<Change, Refusal> {
        self.decide(edit).map(|(change, _)| change)
    }

    pub fn apply(&mut self, edit: &Edit) -> Result<Change, Refusal> {
        let (change, regions) = self.decide(edit)?;
        self.adopt(&change, regions);
        Ok(change)
    }

    /// Makes a change that was decided on an equal arrangement.
    pub fn follow(&mut self, change: &Change) -> Result<(), Refusal> {
        let expected = self.revision.next();
        if change.revision != expected {
            return Err(Refusal::OutOfStep { revision: change.revision, expected });
        }
        let regions = self.laid_out_after(change)?;
        self.adopt(change, regions);
        Ok(())
    }

    /// The one change after which this arrangement has the regions of `edited`, a copy that went on from here.
    fn change_to(&self, edited: &Arrangement) -> Change {
        let missing_in = |other: &Arrangement, region: &Region| {
            !layout::overlapping(&other.regions, region.lane, region.span).contains(region)
        };
        let before = self.regions.iter().filter(|region| missing_in(edited, region)).copied().collect();
        let after = edited.regions.iter().filter(|region| missing_in(self, region)).copied().collect();
        Change { revision: self.revision.next(), before, after }
    }

    /// A new region where nothing is yet.
    pub fn insert(&mut self, lane: Lane, span: Span, source: Source) -> Result<RegionId, Refusal> {
        let change = self.apply(&Edit::Insert { lane, span, source })?;
        Ok(change.after.first().expect("an insert puts one region there").id)
    }

    fn decide(&self, edit: &Edit) -> Result<(Change, Vec<Region>), Refusal> {
        let change = edit.on(self)?;
        match self.laid_out_after(&change) {
            Ok(regions) => Ok((change, regions)),
            Err(refusal) => Err(edit.explain(refusal)),
        }
    }

    fn laid_out_after(&self, change: &Change) -> Result<Vec<Region>, Refusal> {
        revision::check_count(change.revision.0)?;
        if change.before == change.after {
            return Err(Refusal::NoChange);
        }
        let rest = layout::without(&self.regions, &change.before)?;
        layout::joined(rest, change.after.clone(), self.last_id)
    }

    fn adopt(&mut self, change: &Change, regions: Vec<Region>) {
        let given = change.after.iter().map(|region| region.id);
        self.last_id = given.fold(self.last_id, RegionId::max);
        self.revision = change.revision;
        self.regions = regions;
    }
}
