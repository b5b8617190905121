//! What is arranged, with its clips, and the way back: every step has words and is one undo.

use std::collections::BTreeSet;
use std::sync::Arc;

use music::arrangement::{Arrangement, Change, History, Refusal};
use music::clip::{Hash, Library};

use super::layout::Layout;
use crate::model::TakeId;

/// Clips that are kept for undo alone, in notes: about 80 MB. Beyond it, what nothing needs is let go.
const NOTES_KEPT_MAX: usize = 2_000_000;

#[derive(Clone, Debug, Default)]
pub(super) struct Arranged {
    pub(super) arrangement: Arrangement,
    pub(super) library: Library,
    /// The bars that the music was laid on.
    pub(super) layout: Arc<Layout>,
    history: History,
    done: Vec<Step>,
    undone: Vec<Step>,
    /// Notes put into the library since it was last cleared up.
    notes_since: usize,
}

/// One thing a person did.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) words: String,
    /// Which take it brought in.
    pub(super) take: Option<TakeId>,
    /// On the other side of the step.
    layout: Arc<Layout>,
}

impl Arranged {
    pub(super) fn new(arrangement: Arrangement, library: Library, layout: Layout) -> Arranged {
        Arranged { arrangement, library, layout: Arc::new(layout), ..Arranged::default() }
    }

    /// Makes `edits` as one step, or nothing at all.
    pub(super) fn step(
        &mut self,
        words: String,
        take: Option<TakeId>,
        layout: Arc<Layout>,
        edits: impl FnOnce(&mut Arrangement) -> Result<(), Refusal>,
    ) -> Result<Change, Refusal> {
        let change = self.history.together(&mut self.arrangement, edits)?;
        let layout = std::mem::replace(&mut self.layout, layout);
        self.done.push(Step { words, take, layout });
        self.undone.clear();
        self.forget();
        Ok(change)
    }

    pub(super) fn undo(&mut self) -> Result<Step, Refusal> {
        self.history.undo(&mut self.arrangement)?;
        let step = self.done.pop().ok_or(Refusal::NothingToUndo)?;
        Ok(self.crossed(step, |arranged| &mut arranged.undone))
    }

    pub(super) fn redo(&mut self) -> Result<Step, Refusal> {
        self.history.redo(&mut self.arrangement)?;
        let step = self.undone.pop().ok_or(Refusal::NothingToRedo)?;
        Ok(self.crossed(step, |arranged| &mut arranged.done))
    }

    fn crossed(&mut self, mut step: Step, other_side: fn(&mut Arranged) -> &mut Vec<Step>) -> Step {
        std::mem::swap(&mut step.layout, &mut self.layout);
        other_side(self).push(step.clone());
        step
    }

    pub(super) fn next_undo(&self) -> Option<&str> {
        self.done.last().filter(|_| self.history.can_undo()).map(|step| step.words.as_str())
    }

    pub(super) fn next_redo(&self) -> Option<&str> {
        self.undone.last().filter(|_| self.history.can_redo()).map(|step| step.words.as_str())
    }

    /// Takes whose steps are done, oldest first.
    pub(super) fn taken(&self) -> Vec<TakeId> {
        self.done.iter().filter_map(|step| step.take).collect()
    }

    /// The history forgets its oldest steps; so does this.
    fn forget(&mut self) {
        let kept = music::arrangement::CHANGES_KEPT_MAX;
        if self.done.len() > kept {
            self.done.drain(..self.done.len() - kept);
        }
        if !self.history.can_undo() {
            self.done.clear();
        }
    }

    pub(super) fn keep(&mut self, clip: &Arc<music::clip::Clip>) -> Hash {
        let before = self.library.len();
        let hash = self.library.insert(Arc::clone(clip));
        if self.library.len() > before {
            self.notes_since += clip.notes().len();
        }
        hash
    }

    /// Lets clips go that nothing plays or could play again; `others` are needed elsewhere. Returns whether the way back
    /// had to be cut off for it.
    pub(super) fn clear_up(&mut self, others: impl Iterator<Item = Hash>) -> bool {
        if self.notes_since < NOTES_KEPT_MAX {
            return false;
        }
        let mut needed: BTreeSet<Hash> = others.collect();
        needed.extend(self.arrangement.regions().iter().flat_map(|region| region.clips.hashes()));
        let undoable: BTreeSet<Hash> = self.history.clips().chain(needed.iter().copied()).collect();
        let count = |hashes: &BTreeSet<Hash>| -> usize {
            hashes.iter().filter_map(|hash| self.library.get(hash)).map(|clip| clip.notes().len()).sum()
        };
        let is_cut = count(&undoable) > NOTES_KEPT_MAX;
        if is_cut {
            self.history = History::new();
            self.done.clear();
            self.undone.clear();
        }
        let kept = if is_cut { needed } else { undoable };
        let mut library = Library::new();
        for clip in kept.iter().filter_map(|hash| self.library.get(hash)) {
            library.insert(Arc::clone(clip));
        }
        self.library = library;
        self.notes_since = 0;
        is_cut
    }
}
