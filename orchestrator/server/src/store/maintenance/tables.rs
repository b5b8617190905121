//! What the tables should say, from the journals alone; and whether they do.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use domain::{Event, Scope, State, WallTime};
use music::clip::Hash;

use crate::store::{
    Artifact, ArtifactChange, ArtifactQuery, Batch, Body, Error, Job, JobQuery, PAGE_MAX, Principal, Store,
    TimerChange,
};
use crate::writer;

#[derive(Debug, Default)]
pub(super) struct Tables {
    jobs: BTreeMap<String, Job>,
    artifacts: BTreeMap<String, Artifact>,
    principals: BTreeMap<String, Principal>,
    /// When each is due, by scope and name.
    timers: BTreeMap<String, i64>,
    uses: BTreeSet<(Hash, String)>,
}

impl Tables {
    /// Takes in one event and the state it led to.
    pub(super) fn follow(&mut self, scope: &Scope, state: &State, event: &Event) {
        let mut rows = Batch::default();
        writer::follow(&scope.to_string(), state, event, &mut rows);
        self.jobs.extend(rows.jobs.into_iter().map(|job| (job.id.clone(), as_kept(job))));
        for change in rows.artifacts {
            match change {
                ArtifactChange::Kept(artifact) => drop(self.artifacts.insert(artifact.id.clone(), *artifact)),
                ArtifactChange::Deleted { artifact } => drop(self.artifacts.remove(&artifact)),
            }
        }
        for change in rows.timers {
            match change {
                TimerChange::Set(timer) => {
                    self.timers.insert(timer_key(&timer.scope, &timer.name), timer.due);
                }
                TimerChange::Cleared { scope, name } => drop(self.timers.remove(&timer_key(&scope, &name))),
            }
        }
        self.principals.extend(rows.principals.into_iter().map(|one| (one.id.clone(), in_order(one))));
    }

    /// Once all events of a scope are taken in.
    pub(super) fn end(&mut self, scope: &Scope, state: &State) {
        let used = state.session().into_iter().flat_map(|session| session.uses().clips().copied());
        self.uses.extend(used.map(|hash| (hash, scope.to_string())));
    }

    /// Where what is there is not this, in words.
    pub(super) async fn compare(self, store: &dyn Store, now: WallTime) -> Result<Vec<String>, Error> {
        let mut problems = Vec::new();
        let there = jobs(store).await?;
        differences("job", &self.jobs, &there, &mut problems, |told, row| {
            (told.state != row.state)
                .then(|| format!("the table says {}, the journal {}", row.state.name(), told.state.name()))
        });
        differences("artifact", &self.artifacts, &artifacts(store).await?, &mut problems, |_, _| None);
        let principals = store.principals().await?.into_iter();
        let there = principals.map(|one| (one.id.clone(), in_order(one))).collect();
        differences("principal", &self.principals, &there, &mut problems, |_, _| None);
        let timers = store.timers().await?.into_iter();
        let there: BTreeMap<String, i64> =
            timers.map(|timer| (timer_key(&timer.scope, &timer.name), timer.due)).collect();
        // What was due has been fired, which the journal tells only where something came of it.
        let mut told = self.timers;
        told.retain(|name, due| *due > now.0 || there.contains_key(name));
        differences("timer", &told, &there, &mut problems, |_, _| None);
        let named = |uses: BTreeSet<(Hash, String)>| -> BTreeMap<String, ()> {
            uses.into_iter().map(|(hash, scope)| (format!("{hash} in {scope}"), ())).collect()
        };
        differences("use of", &named(self.uses), &named(store.blob_uses().await?), &mut problems, |_, _| {
            None
        });
        Ok(problems)
    }
}

/// `nearer` says it in better words, where there are any.
fn differences<T: PartialEq + Debug>(
    what: &str,
    told: &BTreeMap<String, T>,
    there: &BTreeMap<String, T>,
    problems: &mut Vec<String>,
    nearer: impl Fn(&T, &T) -> Option<String>,
) {
    for (name, one) in told {
        let problem = match there.get(name) {
            Some(row) if row == one => continue,
            Some(row) => nearer(one, row).unwrap_or_else(|| {
                format!("the table says otherwise than the journal: {row:?}, not {one:?}")
            }),
            None => "the journal tells of it, and it is not in the table".to_owned(),
        };
        problems.push(format!("{what} {name}: {problem}"));
    }
    for name in there.keys().filter(|name| !told.contains_key(*name)) {
        problems.push(format!("{what} {name}: it is in the table, and the journal does not know it"));
    }
}

fn timer_key(scope: &str, name: &str) -> String {
    format!("{name} of {scope}")
}

fn as_kept(mut job: Job) -> Job {
    if let Body::Here(text) = &job.spec
        && text.len() > Body::BYTES_MAX
    {
        job.spec = Body::Blob(Hash::of(text.as_bytes()));
    }
    job
}

fn in_order(mut principal: Principal) -> Principal {
    principal.grants.sort();
    principal.grants.dedup();
    principal
}

async fn jobs(store: &dyn Store) -> Result<BTreeMap<String, Job>, Error> {
    let mut all = BTreeMap::new();
    loop {
        let after = all.last_key_value().map(|(id, _): (&String, &Job)| id.clone());
        let page = store.jobs(&JobQuery { after, limit: PAGE_MAX, ..JobQuery::default() }).await?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page.into_iter().map(|job| (job.id.clone(), job)));
    }
}

async fn artifacts(store: &dyn Store) -> Result<BTreeMap<String, Artifact>, Error> {
    let mut all = BTreeMap::new();
    loop {
        let after = all.last_key_value().map(|(id, _): (&String, &Artifact)| id.clone());
        let page =
            store.artifacts(&ArtifactQuery { after, limit: PAGE_MAX, ..ArtifactQuery::default() }).await?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page.into_iter().map(|artifact| (artifact.id.clone(), artifact)));
    }
}
