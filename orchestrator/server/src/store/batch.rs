//! What one commit holds.

use music::clip::Hash;

use super::row::{Answer, Artifact, Entry, Job, Principal, Timer};

/// Events and all the rows that follow from them.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    pub events: Vec<Entry>,
    /// Whole rows, in place of what they replace.
    pub jobs: Vec<Job>,
    pub timers: Vec<TimerChange>,
    pub artifacts: Vec<ArtifactChange>,
    pub uses: Vec<BlobUse>,
    pub principals: Vec<Principal>,
    pub answers: Vec<Answer>,
    /// Answers given before this are forgotten.
    pub answers_until: Option<i64>,
}

#[derive(Clone, Debug)]
pub enum TimerChange {
    /// In place of the scope's timer of that name.
    Set(Timer),
    Cleared {
        scope: String,
        name: String,
    },
}

#[derive(Clone, Debug)]
pub enum ArtifactChange {
    Kept(Box<Artifact>),
    Deleted { artifact: String },
}

/// Whether a scope plays a blob's music or may come back to it: what is used stays, whoever made it.
#[derive(Clone, Debug)]
pub struct BlobUse {
    pub scope: String,
    pub hash: Hash,
    pub is_used: bool,
}

impl Batch {
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
            && self.jobs.is_empty()
            && self.timers.is_empty()
            && self.artifacts.is_empty()
            && self.uses.is_empty()
            && self.principals.is_empty()
            && self.answers.is_empty()
            && self.answers_until.is_none()
    }
}
