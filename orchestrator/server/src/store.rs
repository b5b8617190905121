//! What lasts: the journal of every scope, and the tables that are kept with it in the same transaction.
//!
//! **Invariant.** A batch is there whole or not at all, and for good once `commit` has returned. A scope's events count
//! from 1 without a gap. Rows are what the journal says, laid out for questions; nothing is decided here.

mod batch;
pub mod data_folder;
mod error;
pub mod journal;
pub mod maintenance;
pub mod memory;
mod row;
pub mod snapshots;
pub mod sqlite;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use async_trait::async_trait;
use music::clip::Hash;

pub use batch::{ArtifactChange, Batch, BlobUse, TimerChange};
pub use data_folder::DataFolder;
pub use error::Error;
pub use row::{
    Answer, Artifact, Body, Entry, Grant, Job, JobState, Principal, Snapshot, Timer, UnknownName, Waiting,
};

/// What a page holds at most: a second's worth for any reader.
pub const PAGE_MAX: u32 = 1_000;

/// Which jobs.
#[derive(Clone, Debug, Default)]
pub struct JobQuery {
    pub scope: Option<String>,
    pub states: Vec<JobState>,
    /// Only those whose time has come.
    pub due_at: Option<i64>,
    /// After this id, for the next page.
    pub after: Option<String>,
    pub limit: u32,
}

/// Which artifacts: those that meet every condition.
#[derive(Clone, Debug, Default)]
pub struct ArtifactQuery {
    pub scope: Option<String>,
    pub kind: Option<String>,
    pub tag: Option<String>,
    pub parent: Option<String>,
    pub hash: Option<Hash>,
    /// The one that made it.
    pub job: Option<String>,
    /// After this id, for the next page.
    pub after: Option<String>,
    pub limit: u32,
}

/// A place that keeps. Every implementation passes the same suite (`tests/store/conformance.rs`).
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// All of it, or none and an error. After an error the store works on as if the batch had never been.
    async fn commit(&self, batch: &Batch) -> Result<(), Error>;

    /// The last number of every scope that has events.
    async fn heads(&self) -> Result<BTreeMap<String, u64>, Error>;

    /// In order, at most `limit` and at most [`PAGE_MAX`].
    async fn events(&self, scope: &str, after: u64, limit: u32) -> Result<Vec<Entry>, Error>;

    /// The newest that this version of the fold made.
    async fn snapshot(&self, scope: &str, fold: u32) -> Result<Option<Snapshot>, Error>;

    /// Replaces the scope's earlier one. Losing it costs time and nothing else.
    async fn save_snapshot(&self, snapshot: &Snapshot) -> Result<(), Error>;

    /// Those that are due, longest first.
    async fn timers_due(&self, now: i64, limit: u32) -> Result<Vec<Timer>, Error>;

    /// When that one is due, if it is set.
    async fn timer(&self, scope: &str, name: &str) -> Result<Option<i64>, Error>;

    /// When the next one is due, if there is one.
    async fn next_timer(&self) -> Result<Option<i64>, Error>;

    async fn job(&self, id: &str) -> Result<Option<Job>, Error>;

    /// Of those that a worker with this `capability` could begin now, the `each` oldest of each priority in each scope;
    /// the highest priority first, then the oldest.
    async fn jobs_waiting(&self, capability: &str, now: i64, each: u32) -> Result<Vec<Waiting>, Error>;

    /// By id.
    async fn jobs(&self, query: &JobQuery) -> Result<Vec<Job>, Error>;

    async fn artifact(&self, id: &str) -> Result<Option<Artifact>, Error>;

    /// By id.
    async fn artifacts(&self, query: &ArtifactQuery) -> Result<Vec<Artifact>, Error>;

    async fn principals(&self) -> Result<Vec<Principal>, Error>;

    /// All of them, by scope and name.
    async fn timers(&self) -> Result<Vec<Timer>, Error>;

    /// Every blob an arrangement needs, with the scope it is in.
    async fn blob_uses(&self) -> Result<BTreeSet<(Hash, String)>, Error>;

    /// How a request with this key was answered, however long ago.
    async fn answer(&self, principal: &str, key: &str) -> Result<Option<Answer>, Error>;

    /// Every blob that an event, an artifact, a job or an arrangement needs.
    async fn blobs_needed(&self) -> Result<BTreeSet<Hash>, Error>;

    /// What is wrong with the store's own files, in words; nothing if all is well.
    async fn ailments(&self) -> Result<Vec<String>, Error>;

    /// A copy that opens by itself, as of now.
    async fn copy_to(&self, path: &Path) -> Result<(), Error>;
}
