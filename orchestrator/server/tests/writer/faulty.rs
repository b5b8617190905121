//! A store that fails when it is told to, before or after the fact.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;

use async_trait::async_trait;
use music::clip::Hash;
use orchestrator::store::memory::Memory;
use orchestrator::store::{
    Answer, Artifact, ArtifactQuery, Batch, Body, Entry, Error, Job, JobQuery, Principal, Snapshot, Store,
    Timer, Waiting,
};
use tokio::sync::Notify;

/// How a call goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing was written.
    Full,
    /// It was written, and nobody was told: as when the last flush fails.
    Late,
    /// It was written, and whoever waits for it is told when [`Faulty::let_go`] says so.
    Held,
}

/// Calls are counted from 0; those named here fail.
#[derive(Default)]
pub(crate) struct Faulty {
    inner: Memory,
    plan: Mutex<Plan>,
    is_held: Notify,
    goes_on: Notify,
}

#[derive(Default)]
struct Plan {
    calls: u64,
    faults: BTreeMap<u64, Fault>,
    commits: Vec<usize>,
    spoiled: u64,
    /// Events in which these words are do not go into a row.
    refused: Option<&'static str>,
}

impl Faulty {
    pub(crate) fn failing(faults: impl IntoIterator<Item = (u64, Fault)>) -> Faulty {
        let plan = Plan { faults: faults.into_iter().collect(), ..Plan::default() };
        Faulty { plan: Mutex::new(plan), ..Faulty::default() }
    }

    pub(crate) fn fail_next(&self, fault: Fault) {
        self.fail_at(self.calls(), fault);
    }

    pub(crate) fn fail_at(&self, call: u64, fault: Fault) {
        self.plan.lock().unwrap().faults.insert(call, fault);
    }

    /// Events before that one cannot be read any more.
    pub(crate) fn spoil_before(&self, seq: u64) {
        self.plan.lock().unwrap().spoiled = seq;
    }

    /// Every commit with an event in which that is.
    pub(crate) fn refuse(&self, words: &'static str) {
        self.plan.lock().unwrap().refused = Some(words);
    }

    fn is_refused(&self, batch: &Batch) -> bool {
        let Some(words) = self.plan.lock().unwrap().refused else { return false };
        batch.events.iter().any(|entry| matches!(&entry.body, Body::Here(text) if text.contains(words)))
    }

    /// Waits until a commit is on the disk and nobody has been told.
    pub(crate) async fn held(&self) {
        self.is_held.notified().await;
    }

    pub(crate) fn let_go(&self) {
        self.goes_on.notify_one();
    }

    /// From now on all is well.
    pub(crate) fn heal(&self) {
        self.plan.lock().unwrap().faults.clear();
    }

    /// Events in every commit that succeeded.
    pub(crate) fn commits(&self) -> Vec<usize> {
        self.plan.lock().unwrap().commits.clone()
    }

    pub(crate) fn calls(&self) -> u64 {
        self.plan.lock().unwrap().calls
    }

    fn fault(&self) -> Option<Fault> {
        let mut plan = self.plan.lock().unwrap();
        let call = plan.calls;
        plan.calls += 1;
        plan.faults.get(&call).copied()
    }

    fn read(&self) -> Result<(), Error> {
        match self.fault() {
            None | Some(Fault::Held) => Ok(()),
            Some(Fault::Full | Fault::Late) => Err(full()),
        }
    }
}

pub(crate) fn full() -> Error {
    Error::Full { folder: "/data/band".into() }
}

#[async_trait]
impl Store for Faulty {
    async fn commit(&self, batch: &Batch) -> Result<(), Error> {
        if self.is_refused(batch) {
            return Err(Error::Refused { reason: "CHECK constraint failed".to_owned() });
        }
        match self.fault() {
            fault @ (None | Some(Fault::Held)) => {
                self.inner.commit(batch).await?;
                self.plan.lock().unwrap().commits.push(batch.events.len());
                if fault.is_some() {
                    self.is_held.notify_one();
                    self.goes_on.notified().await;
                }
                Ok(())
            }
            Some(Fault::Full) => Err(full()),
            Some(Fault::Late) => {
                self.inner.commit(batch).await?;
                Err(full())
            }
        }
    }

    async fn heads(&self) -> Result<BTreeMap<String, u64>, Error> {
        self.inner.heads().await
    }

    async fn events(&self, scope: &str, after: u64, limit: u32) -> Result<Vec<Entry>, Error> {
        self.read()?;
        if after + 1 < self.plan.lock().unwrap().spoiled {
            return Err(full());
        }
        self.inner.events(scope, after, limit).await
    }

    async fn snapshot(&self, scope: &str, fold: u32) -> Result<Option<Snapshot>, Error> {
        self.inner.snapshot(scope, fold).await
    }

    async fn save_snapshot(&self, snapshot: &Snapshot) -> Result<(), Error> {
        self.inner.save_snapshot(snapshot).await
    }

    async fn timers_due(&self, now: i64, limit: u32) -> Result<Vec<Timer>, Error> {
        self.read()?;
        self.inner.timers_due(now, limit).await
    }

    async fn timer(&self, scope: &str, name: &str) -> Result<Option<i64>, Error> {
        self.read()?;
        self.inner.timer(scope, name).await
    }

    async fn next_timer(&self) -> Result<Option<i64>, Error> {
        self.inner.next_timer().await
    }

    async fn job(&self, id: &str) -> Result<Option<Job>, Error> {
        self.inner.job(id).await
    }

    async fn jobs(&self, query: &JobQuery) -> Result<Vec<Job>, Error> {
        self.read()?;
        self.inner.jobs(query).await
    }

    async fn jobs_waiting(&self, capability: &str, now: i64, each: u32) -> Result<Vec<Waiting>, Error> {
        self.read()?;
        self.inner.jobs_waiting(capability, now, each).await
    }

    async fn artifact(&self, id: &str) -> Result<Option<Artifact>, Error> {
        self.inner.artifact(id).await
    }

    async fn artifacts(&self, query: &ArtifactQuery) -> Result<Vec<Artifact>, Error> {
        self.inner.artifacts(query).await
    }

    async fn principals(&self) -> Result<Vec<Principal>, Error> {
        self.inner.principals().await
    }

    async fn timers(&self) -> Result<Vec<Timer>, Error> {
        self.inner.timers().await
    }

    async fn blob_uses(&self) -> Result<BTreeSet<(Hash, String)>, Error> {
        self.inner.blob_uses().await
    }

    async fn answer(&self, principal: &str, key: &str) -> Result<Option<Answer>, Error> {
        self.read()?;
        self.inner.answer(principal, key).await
    }

    async fn blobs_needed(&self) -> Result<BTreeSet<Hash>, Error> {
        self.inner.blobs_needed().await
    }

    async fn ailments(&self) -> Result<Vec<String>, Error> {
        self.inner.ailments().await
    }

    async fn copy_to(&self, path: &Path) -> Result<(), Error> {
        self.inner.copy_to(path).await
    }
}
