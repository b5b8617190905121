//! History: every person's steps, with what was there before, so that they can be taken back.

use std::collections::VecDeque;
use std::sync::Arc;

use music::arrangement::{Change, Region, RegionId};
use music::clip::Hash;
use music::lane::Lane;
use music::{meter, tempo};

use super::chart::Written;
use super::lane::Settings;
use crate::ids::PrincipalId;

/// Counts steps from 1, in the order they happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepId(pub u64);

/// Something a person did to the song, and what it was like before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub id: StepId,
    /// The person in whose name.
    pub by: PrincipalId,
    pub why: Why,
    pub touched: Vec<Touched>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    New,
    Undo { of: StepId },
    Redo { of: StepId },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    Regions(Change),
    Lane { lane: Lane, before: Settings, after: Settings },
    Chart { before: Written, after: Written },
    Tempo { before: Arc<tempo::Map>, after: Arc<tempo::Map> },
    Meter { before: Arc<meter::Map>, after: Arc<meter::Map> },
}

/// Everybody's steps, oldest first; those that are forgotten cannot be undone any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    steps: VecDeque<Kept>,
    last: StepId,
    weight: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Kept {
    step: Arc<Step>,
    role: Role,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Undoable,
    Redoable,
    /// Undone, redone, or no way back to it.
    Spent,
}

/// More than anybody goes back through.
pub const STEPS_MAX: usize = 1_000;
/// In things of about 100 bytes: 13 MB, and more than any one step weighs.
pub const WEIGHT_MAX: usize = 131_072;
const BYTES_PER_WEIGHT: usize = 100;

impl History {
    pub fn new() -> History {
        History::default()
    }

    /// Oldest first.
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = &Arc<Step>> {
        self.steps.iter().map(|kept| &kept.step)
    }

    /// Of the last step, kept or forgotten.
    pub fn last(&self) -> StepId {
        self.last
    }

    /// As it was when it had these [`steps`](History::steps): what can be undone follows from the steps after it.
    pub(super) fn of_steps(steps: &[Arc<Step>], last: StepId) -> History {
        let mut history = History::new();
        for step in steps {
            history.remember(step);
        }
        history.last = last;
        history
    }

    pub fn next_id(&self) -> StepId {
        StepId(self.last.0 + 1)
    }

    /// What this person's next undo would take back.
    pub fn undoable(&self, by: PrincipalId) -> Option<&Arc<Step>> {
        self.latest(by, Role::Undoable)
    }

    pub fn redoable(&self, by: PrincipalId) -> Option<&Arc<Step>> {
        self.latest(by, Role::Redoable)
    }

    /// The last step after `id` that touched the same.
    pub(super) fn later(&self, id: StepId, is_same: impl Fn(&Touched) -> bool) -> Option<&Arc<Step>> {
        let mut after = self.steps().rev().take_while(|step| step.id > id);
        after.find(|step| step.touched.iter().any(&is_same))
    }

    fn latest(&self, by: PrincipalId, role: Role) -> Option<&Arc<Step>> {
        let mine = |kept: &&Kept| kept.step.by == by && kept.role == role;
        self.steps.iter().rev().find(mine).map(|kept| &kept.step)
    }

    /// What is forgotten for it, if there is too much.
    pub(super) fn remember(&mut self, step: &Arc<Step>) -> Vec<Arc<Step>> {
        let role = match step.why {
            Why::New => {
                self.forget_redoable(step.by);
                Role::Undoable
            }
            Why::Undo { of } => {
                self.spend(of);
                Role::Redoable
            }
            Why::Redo { of } => {
                self.spend(of);
                Role::Undoable
            }
        };
        self.last = step.id;
        self.weight += weight(step);
        self.steps.push_back(Kept { step: step.clone(), role });
        let mut forgotten = Vec::new();
        while self.steps.len() > STEPS_MAX || self.weight > WEIGHT_MAX {
            let Some(oldest) = self.steps.pop_front() else { break };
            self.weight -= weight(&oldest.step);
            forgotten.push(oldest.step);
        }
        forgotten
    }

    /// A new step is another way on: what was undone before it is not done again.
    fn forget_redoable(&mut self, by: PrincipalId) {
        let mine = |kept: &&mut Kept| kept.step.by == by && kept.role == Role::Redoable;
        self.steps.iter_mut().filter(mine).for_each(|kept| kept.role = Role::Spent);
    }

    fn spend(&mut self, id: StepId) {
        let mut spent = self.steps.iter_mut().rev().filter(|kept| kept.step.id == id);
        if let Some(kept) = spent.next() {
            kept.role = Role::Spent;
        }
    }
}

impl Step {
    /// What taking it back, or doing it again, could bring back plays these; the same one may come more than once.
    pub(super) fn clips(&self) -> impl Iterator<Item = Hash> {
        self.touched.iter().flat_map(Touched::regions).flat_map(|region| region.clips.hashes())
    }
}

impl Touched {
    /// As they were and as they became.
    fn regions(&self) -> impl Iterator<Item = &Region> {
        let (before, after): (&[Region], &[Region]) = match self {
            Touched::Regions(change) => (&change.before, &change.after),
            Touched::Lane { .. } | Touched::Chart { .. } | Touched::Tempo { .. } | Touched::Meter { .. } => {
                (&[], &[])
            }
        };
        before.iter().chain(after)
    }

    pub(super) fn touches_region(&self, id: RegionId) -> bool {
        match self {
            Touched::Regions(change) => change.touches(id),
            Touched::Lane { .. } | Touched::Chart { .. } | Touched::Tempo { .. } | Touched::Meter { .. } => {
                false
            }
        }
    }
}

fn weight(step: &Step) -> usize {
    let of = |touched: &Touched| match touched {
        Touched::Regions(change) => change.before.len() + change.after.len(),
        Touched::Lane { .. } => 1,
        Touched::Chart { before, after } => (before.text().len() + after.text().len()) / BYTES_PER_WEIGHT,
        Touched::Tempo { before, after } => before.changes().len() + after.changes().len(),
        Touched::Meter { before, after } => before.changes().len() + after.changes().len(),
    };
    1 + step.touched.iter().map(of).sum::<usize>()
}
