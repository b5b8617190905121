//! The store without a disk: for simulations and tests, and the plainest telling of what every store does.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use music::clip::Hash;

use super::{
    Answer, Artifact, ArtifactChange, ArtifactQuery, Batch, Body, Entry, Error, Job, JobQuery, JobState,
    PAGE_MAX, Principal, Snapshot, Store, Timer, TimerChange, Waiting,
};

/// Gone when it is dropped.
#[derive(Debug, Default)]
pub struct Memory {
    tables: Mutex<Tables>,
}

#[derive(Clone, Debug, Default)]
struct Tables {
    /// By scope; the first is event 1.
    events: BTreeMap<String, Vec<Entry>>,
    snapshots: BTreeMap<String, Snapshot>,
    timers: BTreeMap<(String, String), Timer>,
    jobs: BTreeMap<String, Job>,
    artifacts: BTreeMap<String, Artifact>,
    uses: BTreeSet<(Hash, String)>,
    principals: BTreeMap<String, Principal>,
    answers: BTreeMap<(String, String), Answer>,
}

impl Memory {
    fn tables(&self) -> MutexGuard<'_, Tables> {
        // A batch is checked before it changes anything, so what a panicking thread left is whole.
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tables {
    fn check(&self, batch: &Batch) -> Result<(), Error> {
        let mut heads: BTreeMap<&str, u64> = BTreeMap::new();
        for entry in &batch.events {
            let kept = || self.events.get(&entry.scope).map_or(0, |events| events.len() as u64);
            let expected = heads.get(entry.scope.as_str()).copied().unwrap_or_else(kept).saturating_add(1);
            if entry.seq != expected {
                return Err(Error::Gap { scope: entry.scope.clone(), expected, found: entry.seq });
            }
            heads.insert(&entry.scope, expected);
        }
        Ok(())
    }

    fn write(&mut self, batch: &Batch) {
        for entry in &batch.events {
            self.events.entry(entry.scope.clone()).or_default().push(entry.clone());
        }
        self.jobs.extend(batch.jobs.iter().map(|job| (job.id.clone(), job.clone())));
        for change in &batch.timers {
            match change {
                TimerChange::Set(timer) => {
                    self.timers.insert((timer.scope.clone(), timer.name.clone()), timer.clone());
                }
                TimerChange::Cleared { scope, name } => {
                    self.timers.remove(&(scope.clone(), name.clone()));
                }
            }
        }
        for change in &batch.artifacts {
            match change {
                ArtifactChange::Kept(artifact) => {
                    self.artifacts.insert(artifact.id.clone(), (**artifact).clone());
                }
                ArtifactChange::Deleted { artifact } => {
                    self.artifacts.remove(artifact);
                }
            }
        }
        for change in &batch.uses {
            let user = (change.hash, change.scope.clone());
            if change.is_used {
                self.uses.insert(user)
            } else {
                self.uses.remove(&user)
            };
        }
        for principal in &batch.principals {
            let mut principal = principal.clone();
            principal.grants.sort();
            principal.grants.dedup();
            self.principals.insert(principal.id.clone(), principal);
        }
        for answer in &batch.answers {
            self.answers.insert((answer.principal.clone(), answer.key.clone()), answer.clone());
        }
        if let Some(until) = batch.answers_until {
            self.answers.retain(|_, answer| answer.at >= until);
        }
    }
}

fn meets(asked: &ArtifactQuery, artifact: &Artifact) -> bool {
    asked.scope.as_ref().is_none_or(|scope| *scope == artifact.scope)
        && asked.kind.as_ref().is_none_or(|kind| *kind == artifact.kind)
        && asked.hash.as_ref().is_none_or(|hash| *hash == artifact.hash)
        && asked.tag.as_ref().is_none_or(|tag| artifact.tags.contains(tag))
        && asked.parent.as_ref().is_none_or(|parent| artifact.parents.contains(parent))
        && (asked.job.is_none() || asked.job == artifact.job)
        && asked.after.as_ref().is_none_or(|after| artifact.id > *after)
}

fn can_begin(job: &Job, capability: &str, now: i64) -> bool {
    job.state == JobState::Queued && job.capability == capability && job.run_at <= now
}

fn blob(body: &Body) -> Option<Hash> {
    match body {
        Body::Here(_) => None,
        Body::Blob(hash) => Some(*hash),
    }
}

fn page(limit: u32) -> usize {
    limit.min(PAGE_MAX) as usize
}

#[async_trait]
impl Store for Memory {
    async fn commit(&self, batch: &Batch) -> Result<(), Error> {
        let mut tables = self.tables();
        tables.check(batch)?;
        tables.write(batch);
        Ok(())
    }

    async fn heads(&self) -> Result<BTreeMap<String, u64>, Error> {
        let tables = self.tables();
        Ok(tables.events.iter().map(|(scope, events)| (scope.clone(), events.len() as u64)).collect())
    }

    async fn events(&self, scope: &str, after: u64, limit: u32) -> Result<Vec<Entry>, Error> {
        let tables = self.tables();
        let events = tables.events.get(scope).into_iter().flatten();
        Ok(events.filter(|entry| entry.seq > after).take(page(limit)).cloned().collect())
    }

    async fn snapshot(&self, scope: &str, fold: u32) -> Result<Option<Snapshot>, Error> {
        Ok(self.tables().snapshots.get(scope).filter(|snapshot| snapshot.fold == fold).cloned())
    }

    async fn save_snapshot(&self, snapshot: &Snapshot) -> Result<(), Error> {
        self.tables().snapshots.insert(snapshot.scope.clone(), snapshot.clone());
        Ok(())
    }

    async fn timers_due(&self, now: i64, limit: u32) -> Result<Vec<Timer>, Error> {
        let mut due: Vec<Timer> =
            self.tables().timers.values().filter(|timer| timer.due <= now).cloned().collect();
        due.sort_by(|one, other| {
            (one.due, &one.scope, &one.name).cmp(&(other.due, &other.scope, &other.name))
        });
        due.truncate(page(limit));
        Ok(due)
    }

    async fn timer(&self, scope: &str, name: &str) -> Result<Option<i64>, Error> {
        Ok(self.tables().timers.get(&(scope.to_owned(), name.to_owned())).map(|timer| timer.due))
    }

    async fn next_timer(&self) -> Result<Option<i64>, Error> {
        Ok(self.tables().timers.values().map(|timer| timer.due).min())
    }

    async fn job(&self, id: &str) -> Result<Option<Job>, Error> {
        Ok(self.tables().jobs.get(id).cloned())
    }

    async fn jobs(&self, query: &JobQuery) -> Result<Vec<Job>, Error> {
        let tables = self.tables();
        let jobs = tables.jobs.values().filter(|job| {
            query.scope.as_ref().is_none_or(|scope| *scope == job.scope)
                && (query.states.is_empty() || query.states.contains(&job.state))
                && query.due_at.is_none_or(|now| job.run_at <= now)
                && query.after.as_ref().is_none_or(|after| job.id > *after)
        });
        Ok(jobs.take(page(query.limit)).cloned().collect())
    }

    async fn jobs_waiting(&self, capability: &str, now: i64, each: u32) -> Result<Vec<Waiting>, Error> {
        let tables = self.tables();
        let mut waiting: Vec<&Job> =
            tables.jobs.values().filter(|job| can_begin(job, capability, now)).collect();
        waiting.sort_by_key(|job| (Reverse(job.priority), job.queued_at, &job.id));
        let mut before: BTreeMap<(&str, i32), u32> = BTreeMap::new();
        waiting.retain(|job| {
            let count = before.entry((&job.scope, job.priority)).or_default();
            *count += 1;
            *count <= each
        });
        let waiting = waiting.into_iter().map(|job| Waiting {
            id: job.id.clone(),
            scope: job.scope.clone(),
            priority: job.priority,
            queued_at: job.queued_at,
        });
        Ok(waiting.collect())
    }

    async fn artifact(&self, id: &str) -> Result<Option<Artifact>, Error> {
        let tables = self.tables();
        Ok(tables.artifacts.get(id).cloned())
    }

    async fn artifacts(&self, query: &ArtifactQuery) -> Result<Vec<Artifact>, Error> {
        let tables = self.tables();
        let found = tables.artifacts.values().filter(|artifact| meets(query, artifact));
        Ok(found.take(page(query.limit)).cloned().collect())
    }

    async fn principals(&self) -> Result<Vec<Principal>, Error> {
        Ok(self.tables().principals.values().cloned().collect())
    }

    async fn timers(&self) -> Result<Vec<Timer>, Error> {
        Ok(self.tables().timers.values().cloned().collect())
    }

    async fn blob_uses(&self) -> Result<BTreeSet<(Hash, String)>, Error> {
        Ok(self.tables().uses.clone())
    }

    async fn answer(&self, principal: &str, key: &str) -> Result<Option<Answer>, Error> {
        Ok(self.tables().answers.get(&(principal.to_owned(), key.to_owned())).cloned())
    }

    async fn blobs_needed(&self) -> Result<BTreeSet<Hash>, Error> {
        let tables = self.tables();
        let events = tables.events.values().flatten().filter_map(|entry| blob(&entry.body));
        let jobs = tables.jobs.values().filter_map(|job| blob(&job.spec));
        let artifacts = tables.artifacts.values().map(|artifact| artifact.hash);
        let used = tables.uses.iter().map(|(hash, _)| *hash);
        Ok(events.chain(jobs).chain(artifacts).chain(used).collect())
    }

    async fn ailments(&self) -> Result<Vec<String>, Error> {
        Ok(Vec::new())
    }

    /// There is nothing to copy it to.
    async fn copy_to(&self, path: &Path) -> Result<(), Error> {
        let reason = "it is kept in memory alone".to_owned();
        Err(Error::Disk { doing: "copy the store", folder: path.to_owned(), reason })
    }
}
