//! What a client keeps of the session, and how far it has come.

use std::collections::BTreeMap;

use plugin::net::resume::{self, Cursors};
use wire::rest::changes::{Change, Entity, Snapshot};
use wire::{Followed, Resume};

use crate::simulation::server::scope;

/// By kind and name: the revision, and the thing.
pub type Mirror = BTreeMap<(&'static str, String), (u64, Entity)>;

#[derive(Clone, Debug, Default)]
pub struct Follower {
    cursors: Cursors,
    pub mirror: Mirror,
    /// A snapshot is on its way; what comes meanwhile waits.
    pub is_fetching: bool,
    waiting: Vec<Followed>,
    /// Grows whenever something in here changes.
    pub version: u64,
}

/// What to do after a message of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Fine,
    /// Something in between is missing.
    Gap,
}

impl Follower {
    /// What a browser finds when it is started again.
    pub fn saved(self) -> Follower {
        Follower { is_fetching: false, waiting: Vec::new(), ..self }
    }

    /// Everything up to this is in the mirror.
    pub fn cursor(&self) -> Option<u64> {
        self.cursors.at(&scope().to_string())
    }

    pub fn enter(&mut self, journal: &str) {
        self.cursors.enter(journal);
    }

    pub fn resume(&self) -> Option<Resume> {
        self.cursors.resume()
    }

    pub fn fetch(&mut self) {
        self.cursors.forget();
        self.mirror.clear();
        self.waiting.clear();
        self.is_fetching = true;
        self.version += 1;
    }

    pub fn hear(&mut self, followed: &Followed) -> Step {
        if self.is_fetching {
            self.waiting.push(followed.clone());
            return Step::Fine;
        }
        let changes = match self.cursors.take(followed) {
            resume::Step::Apply(changes) => changes.into_iter().cloned().collect::<Vec<_>>(),
            resume::Step::Known => return Step::Fine,
            resume::Step::Gap => return Step::Gap,
        };
        changes.iter().for_each(|change| self.take(change));
        self.version += 1;
        Step::Fine
    }

    fn take(&mut self, change: &Change) {
        match change {
            Change::Changed { id, rev, entity, .. } => {
                let known = self.mirror.entry((entity.kind(), id.clone()));
                let known = known.or_insert_with(|| (*rev, entity.clone()));
                if *rev >= known.0 {
                    *known = (*rev, entity.clone());
                }
            }
            Change::Removed { seq, entity, id, .. } => {
                self.mirror.retain(|(kind, name), (rev, _)| *kind != entity || name != id || *rev > *seq);
            }
        }
    }

    /// Whether what came meanwhile goes on from it.
    pub fn replace(&mut self, snapshot: &Snapshot) -> Step {
        let waiting = std::mem::take(&mut self.waiting);
        let kept = snapshot
            .state
            .iter()
            .map(|kept| ((kept.entity.kind(), kept.id.clone()), (snapshot.seq, kept.entity.clone())));
        (self.mirror, self.is_fetching) = (kept.collect(), false);
        self.cursors.set(&snapshot.scope, snapshot.seq);
        self.version += 1;
        let steps: Vec<Step> = waiting.iter().map(|changes| self.hear(changes)).collect();
        if steps.contains(&Step::Gap) { Step::Gap } else { Step::Fine }
    }
}
