//! How far this client has come, scope by scope: changes are taken in order, once, and without a gap.

use std::collections::BTreeMap;

use wire::rest::changes::Change;
use wire::{Followed, Resume};

/// What to do with a message of changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Step<'a> {
    /// These are news; the cursor has moved.
    Apply(Vec<&'a Change>),
    /// All of it is known.
    Known,
    /// Something is missing in between: only a snapshot helps.
    Gap,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cursors {
    journal: String,
    after: BTreeMap<String, u64>,
}

impl Cursors {
    /// After a restored backup the numbers are others: what was counted means nothing.
    pub fn enter(&mut self, journal: &str) {
        if self.journal != journal {
            self.journal = journal.to_owned();
            self.after.clear();
        }
    }

    /// A snapshot holds everything up to this.
    pub fn set(&mut self, scope: &str, seq: u64) {
        self.after.insert(scope.to_owned(), seq);
    }

    /// What was kept is no longer what the numbers say.
    pub fn forget(&mut self) {
        self.after.clear();
    }

    pub fn at(&self, scope: &str) -> Option<u64> {
        self.after.get(scope).copied()
    }

    /// For the next hello; nothing where nothing is known.
    pub fn resume(&self) -> Option<Resume> {
        (!self.after.is_empty())
            .then(|| Resume { journal_id: self.journal.clone(), after: self.after.clone() })
    }

    pub fn take<'a>(&mut self, said: &'a Followed) -> Step<'a> {
        let Some(cursor) = self.after.get_mut(&said.scope) else { return Step::Gap };
        if said.changes.to <= *cursor {
            return Step::Known;
        }
        if said.changes.from > *cursor {
            return Step::Gap;
        }
        let after = std::mem::replace(cursor, said.changes.to);
        Step::Apply(said.changes.items.iter().filter(|change| seq(change) > after).collect())
    }
}

fn seq(change: &Change) -> u64 {
    match change {
        Change::Changed { seq, .. } | Change::Removed { seq, .. } => *seq,
    }
}
