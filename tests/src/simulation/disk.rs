//! A disk that outlives the server that writes to it, and fails when it is told to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use music::clip::Hash;
use orchestrator::store::memory::Memory;
use orchestrator::store::{
    Answer, Artifact, ArtifactQuery, Batch, Entry, Error, Job, JobQuery, Principal, Snapshot, Store, Timer,
    Waiting,
};
use tokio::sync::Notify;

/// What happens to the next commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// The power fails, and nothing was written.
    DiesBefore,
    /// The power fails, and all was written; nobody heard of it.
    DiesAfter,
    /// The disk says no, and nothing was written.
    Fails,
    /// The disk says no although all was written.
    FailsAfter,
}

impl Mishap {
    pub const ALL: [Mishap; 4] = [Mishap::DiesBefore, Mishap::DiesAfter, Mishap::Fails, Mishap::FailsAfter];
}

#[derive(Default)]
pub struct Disk {
    memory: Memory,
    next: Mutex<Option<Mishap>>,
    died: Notify,
}

impl Disk {
    pub fn plan(&self, mishap: Option<Mishap>) {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = mishap;
    }

    /// When the process that writes has died in the middle of it.
    pub async fn died(&self) {
        self.died.notified().await;
    }

    async fn die(&self) -> Result<(), Error> {
        self.died.notify_one();
        std::future::pending().await
    }
}

fn no() -> Error {
    Error::Full { folder: PathBuf::from("the simulated disk") }
}

#[async_trait]
impl Store for Disk {
    async fn commit(&self, batch: &Batch) -> Result<(), Error> {
        let mishap = self.next.lock().unwrap_or_else(PoisonError::into_inner).take();
        match mishap {
            None => self.memory.commit(batch).await,
            Some(Mishap::DiesBefore) => self.die().await,
            Some(Mishap::DiesAfter) => {
                self.memory.commit(batch).await?;
                self.die().await
            }
            Some(Mishap::Fails) => Err(no()),
            Some(Mishap::FailsAfter) => {
                self.memory.commit(batch).await?;
                Err(no())
            }
        }
    }

    async fn heads(&self) -> Result<BTreeMap<String, u64>, Error> {
        self.memory.heads().await
    }

    async fn events(&self, scope: &str, after: u64, limit: u32) -> Result<Vec<Entry>, Error> {
        self.memory.events(scope, after, limit).await
    }

    async fn snapshot(&self, scope: &str, fold: u32) -> Result<Option<Snapshot>, Error> {
        self.memory.snapshot(scope, fold).await
    }

    async fn save_snapshot(&self, snapshot: &Snapshot) -> Result<(), Error> {
        self.memory.save_snapshot(snapshot).await
    }

    async fn timers_due(&self, now: i64, limit: u32) -> Result<Vec<Timer>, Error> {
        self.memory.timers_due(now, limit).await
    }

    async fn timer(&self, scope: &str, name: &str) -> Result<Option<i64>, Error> {
        self.memory.timer(scope, name).await
    }

    async fn next_timer(&self) -> Result<Option<i64>, Error> {
        self.memory.next_timer().await
    }

    async fn job(&self, id: &str) -> Result<Option<Job>, Error> {
        self.memory.job(id).await
    }

    async fn jobs(&self, query: &JobQuery) -> Result<Vec<Job>, Error> {
        self.memory.jobs(query).await
    }

    async fn jobs_waiting(&self, capability: &str, now: i64, each: u32) -> Result<Vec<Waiting>, Error> {
        self.memory.jobs_waiting(capability, now, each).await
    }

    async fn artifact(&self, id: &str) -> Result<Option<Artifact>, Error> {
        self.memory.artifact(id).await
    }

    async fn artifacts(&self, query: &ArtifactQuery) -> Result<Vec<Artifact>, Error> {
        self.memory.artifacts(query).await
    }

    async fn principals(&self) -> Result<Vec<Principal>, Error> {
        self.memory.principals().await
    }

    async fn timers(&self) -> Result<Vec<Timer>, Error> {
        self.memory.timers().await
    }

    async fn blob_uses(&self) -> Result<BTreeSet<(Hash, String)>, Error> {
        self.memory.blob_uses().await
    }

    async fn answer(&self, principal: &str, key: &str) -> Result<Option<Answer>, Error> {
        self.memory.answer(principal, key).await
    }

    async fn blobs_needed(&self) -> Result<BTreeSet<Hash>, Error> {
        self.memory.blobs_needed().await
    }

    async fn ailments(&self) -> Result<Vec<String>, Error> {
        self.memory.ailments().await
    }

    async fn copy_to(&self, path: &Path) -> Result<(), Error> {
        self.memory.copy_to(path).await
    }
}
