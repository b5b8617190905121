//! Which jobs could go, in the order in which they should.

use std::collections::BTreeMap;

use domain::ids::SessionId;
use domain::job::order::{Candidate, order};
use domain::job::{CAPABILITY, Priority};
use domain::{Scope, WallTime};

use crate::clock::Clock;
use crate::store::{Error, Job, JobQuery, JobState, PAGE_MAX, Store};

pub(super) async fn candidates(store: &dyn Store, clock: &dyn Clock) -> Result<Vec<Candidate>, Error> {
    let now = clock.now();
    let queued = open(store, JobState::Queued, Some(now.0)).await?;
    if queued.is_empty() {
        return Ok(Vec::new());
    }
    let mut running: BTreeMap<SessionId, usize> = BTreeMap::new();
    for job in open(store, JobState::Leased, None).await? {
        if let Some(session) = session(&job) {
            *running.entry(session).or_default() += 1;
        }
    }
    let candidates: Vec<Candidate> = queued.iter().filter_map(candidate).collect();
    Ok(order(&candidates, &running, now))
}

/// The first page is enough: what is on the next comes when some of these are done.
async fn open(store: &dyn Store, state: JobState, due_at: Option<i64>) -> Result<Vec<Job>, Error> {
    let query = JobQuery { states: vec![state], due_at, limit: PAGE_MAX, ..JobQuery::default() };
    store.jobs(&query).await
}

fn candidate(job: &Job) -> Option<Candidate> {
    if job.capability != CAPABILITY {
        return None;
    }
    Some(Candidate {
        session: session(job)?,
        job: job.id.parse().ok()?,
        priority: Priority::from_level(u8::try_from(job.priority).unwrap_or(u8::MAX)),
        queued_at: WallTime(job.queued_at),
    })
}

fn session(job: &Job) -> Option<SessionId> {
    match job.scope.parse().ok()? {
        Scope::House => None,
        Scope::Session(session) => Some(session),
    }
}
