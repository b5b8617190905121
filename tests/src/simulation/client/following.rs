//! What a client keeps of the session, and how far it has come.

use std::collections::BTreeMap;

use wire::rest::changes::{Change, Changes, Entity, Snapshot};

/// By kind and name: the revision, and the thing.
pub type Mirror = BTreeMap<(&'static str, String), (u64, Entity)>;

#[derive(Clone, Debug, Default)]
pub struct Follower {
    /// Everything up to this is in the mirror.
    pub cursor: Option<u64>,
    pub mirror: Mirror,
    /// A snapshot is on its way; what comes meanwhile waits.
    pub is_fetching: bool,
    waiting: Vec<Changes>,
    /// Grows whenever something in here changes.
    pub version: u64,
}

/// What to do after a message of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Applied,
    Known,
    /// Something in between is missing.
    Gap,
}

impl Follower {
    /// What a plugin finds when it is started again.
    pub fn saved(self) -> Follower {
        Follower { is_fetching: false, waiting: Vec::new(), ..self }
    }

    pub fn fetch(&mut self) {
        *self = Follower { is_fetching: true, version: self.version + 1, ..Follower::default() };
    }

    pub fn hear(&mut self, changes: &Changes) -> Step {
        if self.is_fetching {
            self.waiting.push(changes.clone());
            return Step::Known;
        }
        let Some(cursor) = self.cursor else { return Step::Gap };
        if changes.to <= cursor {
            return Step::Known;
        }
        if changes.from > cursor {
            return Step::Gap;
        }
        for change in &changes.items {
            self.take(change, cursor);
        }
        self.cursor = Some(changes.to);
        self.version += 1;
        Step::Applied
    }

    fn take(&mut self, change: &Change, after: u64) {
        match change {
            Change::Changed { seq, id, rev, entity, .. } if *seq > after => {
                let known = self.mirror.entry((entity.kind(), id.clone()));
                let known = known.or_insert_with(|| (*rev, entity.clone()));
                if *rev >= known.0 {
                    *known = (*rev, entity.clone());
                }
            }
            Change::Removed { seq, entity, id, .. } if *seq > after => {
                self.mirror.retain(|(kind, name), _| *kind != entity || name != id);
            }
            Change::Changed { .. } | Change::Removed { .. } => {}
        }
    }

    /// Whether what came meanwhile goes on from it.
    pub fn replace(&mut self, snapshot: &Snapshot) -> Step {
        let waiting = std::mem::take(&mut self.waiting);
        let kept = snapshot
            .state
            .iter()
            .map(|kept| ((kept.entity.kind(), kept.id.clone()), (snapshot.seq, kept.entity.clone())));
        let (cursor, mirror, version) = (Some(snapshot.seq), kept.collect(), self.version + 1);
        *self = Follower { cursor, mirror, version, ..Follower::default() };
        let steps: Vec<Step> = waiting.iter().map(|changes| self.hear(changes)).collect();
        if steps.contains(&Step::Gap) { Step::Gap } else { Step::Applied }
    }
}
