//! Names that want a look, each at its time: what somebody saw happen, and what was not whole the last time.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use super::At;

#[derive(Default)]
pub(super) struct Looks {
    by_time: BTreeSet<(At, Arc<Path>)>,
    by_path: HashMap<Arc<Path>, At>,
}

impl Looks {
    /// The earlier of two wishes counts: who writes on and on is looked at all the same.
    pub(super) fn ask(&mut self, at: At, path: Arc<Path>) {
        match self.by_path.get(&path) {
            Some(known) if *known <= at => return,
            Some(known) => {
                self.by_time.remove(&(*known, Arc::clone(&path)));
            }
            None => {}
        }
        self.by_path.insert(Arc::clone(&path), at);
        self.by_time.insert((at, path));
    }

    pub(super) fn take_due(&mut self, now: At) -> Option<Arc<Path>> {
        if self.next_due()? > now {
            return None;
        }
        let (_, path) = self.by_time.pop_first()?;
        self.by_path.remove(&path);
        Some(path)
    }

    pub(super) fn next_due(&self) -> Option<At> {
        self.by_time.first().map(|(at, _)| *at)
    }

    pub(super) fn len(&self) -> usize {
        self.by_path.len()
    }

    pub(super) fn clear(&mut self) {
        self.by_time.clear();
        self.by_path.clear();
    }
}
