//! History: what can be taken back and made again, within a limit.

use std::collections::VecDeque;

use super::{Arrangement, Change, Edit, Refusal, RegionId, Revision};
use crate::clip;

/// More steps than anybody goes back through.
pub const CHANGES_KEPT_MAX: usize = 1_000;
/// The regions in all kept changes: twice what one change of everything has before and after it, about 9 MB.
pub const REGIONS_KEPT_MAX: usize = 4 * super::REGIONS_MAX;

/// One person's steps, and everybody's changes, so that an undo that is refused can name what came between.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Oldest first.
    changes: VecDeque<Change>,
    regions_kept: usize,
    undoable: Vec<Revision>,
    redoable: Vec<Revision>,
}

impl History {
    pub fn new() -> History {
        History::default()
    }

    /// This person's edit: the next to be undone.
    pub fn apply(&mut self, arrangement: &mut Arrangement, edit: &Edit) -> Result<Change, Refusal> {
        let change = arrangement.apply(edit).map_err(|refusal| self.naming_later(refusal))?;
        self.redoable.clear();
        self.undoable.push(change.revision);
        self.remember(change.clone());
        Ok(change)
    }

    /// Several edits as one step of this person: made on a copy, and only if none is refused in the arrangement.
    pub fn together(
        &mut self,
        arrangement: &mut Arrangement,
        edits: impl FnOnce(&mut Arrangement) -> Result<(), Refusal>,
    ) -> Result<Change, Refusal> {
        let mut edited = arrangement.clone();
        edits(&mut edited)?;
        let change = arrangement.change_to(&edited);
        arrangement.follow(&change)?;
        self.redoable.clear();
        self.undoable.push(change.revision);
        self.remember(change.clone());
        Ok(change)
    }

    /// Somebody else's change: not this person's to undo.
    pub fn remember(&mut self, change: Change) {
        self.regions_kept += size(&change);
        self.changes.push_back(change);
        while self.changes.len() > CHANGES_KEPT_MAX || self.regions_kept > REGIONS_KEPT_MAX {
            let Some(oldest) = self.changes.pop_front() else { break };
            self.regions_kept -= size(&oldest);
            self.undoable.retain(|revision| *revision != oldest.revision);
            self.redoable.retain(|revision| *revision != oldest.revision);
        }
    }

    /// A refused undo stays the next: what is in its way may itself be undone.
    pub fn undo(&mut self, arrangement: &mut Arrangement) -> Result<Change, Refusal> {
        let last = *self.undoable.last().ok_or(Refusal::NothingToUndo)?;
        let undone = self.take_back(arrangement, last)?;
        self.undoable.retain(|revision| *revision != last);
        self.redoable.push(undone.revision);
        self.remember(undone.clone());
        Ok(undone)
    }

    pub fn redo(&mut self, arrangement: &mut Arrangement) -> Result<Change, Refusal> {
        let last = *self.redoable.last().ok_or(Refusal::NothingToRedo)?;
        let redone = self.take_back(arrangement, last)?;
        self.redoable.retain(|revision| *revision != last);
        self.undoable.push(redone.revision);
        self.remember(redone.clone());
        Ok(redone)
    }

    /// What is remembered here plays these; the same one may come more than once.
    pub fn clips(&self) -> impl Iterator<Item = clip::Hash> {
        let regions = self.changes.iter().flat_map(|change| change.before.iter().chain(&change.after));
        regions.flat_map(|region| region.clips.hashes())
    }

    pub fn can_undo(&self) -> bool {
        !self.undoable.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.redoable.is_empty()
    }

    fn take_back(&self, arrangement: &mut Arrangement, revision: Revision) -> Result<Change, Refusal> {
        let change = self.changes.iter().rfind(|change| change.revision == revision);
        let change = change.expect("what is forgotten leaves the steps too").clone();
        arrangement.apply(&Edit::Undo(change)).map_err(|refusal| self.naming_later(refusal))
    }

    fn naming_later(&self, mut refusal: Refusal) -> Refusal {
        if let Refusal::Undo(conflict) = &mut refusal {
            conflict.later = self.last_touch(conflict.region).filter(|later| *later > conflict.undone);
        }
        refusal
    }

    fn last_touch(&self, region: RegionId) -> Option<Revision> {
        self.changes.iter().rfind(|change| change.touches(region)).map(|change| change.revision)
    }
}

fn size(change: &Change) -> usize {
    change.before.len() + change.after.len()
}
