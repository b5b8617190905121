//! Which jobs could go, in the order in which they should.

use std::collections::BTreeMap;

use domain::ids::SessionId;
use domain::job::order::{Candidate, order};
use domain::job::{CAPABILITY, CONCURRENT_MAX, Priority};
use domain::{Scope, WallTime};

use crate::clock::Clock;
use crate::store::{Error, JobQuery, JobState, PAGE_MAX, Store, Waiting};

/// Enough of each session, whatever else waits there: [`order`] takes no more of one.
const EACH: u32 = CONCURRENT_MAX as u32;

pub(super) async fn candidates(store: &dyn Store, clock: &dyn Clock) -> Result<Vec<Candidate>, Error> {
    let now = clock.now();
    let waiting = store.jobs_waiting(CAPABILITY, now.0, EACH).await?;
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let candidates: Vec<Candidate> = waiting.iter().filter_map(candidate).collect();
    Ok(order(&candidates, &running(store).await?, now))
}

async fn running(store: &dyn Store) -> Result<BTreeMap<SessionId, usize>, Error> {
    let mut running: BTreeMap<SessionId, usize> = BTreeMap::new();
    let mut after = None;
    loop {
        let query =
            JobQuery { states: vec![JobState::Leased], after, limit: PAGE_MAX, ..JobQuery::default() };
        let page = store.jobs(&query).await?;
        let Some(last) = page.last() else { return Ok(running) };
        after = Some(last.id.clone());
        for session in page.iter().filter_map(|job| session(&job.scope)) {
            *running.entry(session).or_default() += 1;
        }
    }
}

fn candidate(waiting: &Waiting) -> Option<Candidate> {
    Some(Candidate {
        session: session(&waiting.scope)?,
        job: waiting.id.parse().ok()?,
        priority: Priority::from_level(u8::try_from(waiting.priority).unwrap_or(u8::MAX)),
        queued_at: WallTime(waiting.queued_at),
    })
}

fn session(scope: &str) -> Option<SessionId> {
    match scope.parse().ok()? {
        Scope::House => None,
        Scope::Session(session) => Some(session),
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::JobId;

    use super::*;
    use crate::clock::ManualClock;
    use crate::store::memory::Memory;
    use crate::store::{Batch, Body, Job};

    const NOW: WallTime = WallTime(1_000_000_000_000);

    fn job(number: u64, scope: &str, queued_at: i64, capability: &str) -> Job {
        Job {
            id: JobId(u128::from(number)).to_string(),
            scope: scope.to_owned(),
            kind: capability.to_owned(),
            capability: capability.to_owned(),
            spec: Body::Here(String::new()),
            state: JobState::Queued,
            attempt: 0,
            priority: i32::from(Priority::Normal.level()),
            queued_at,
            run_at: queued_at,
            deadline: None,
            token: 0,
            leased_by: None,
            leased_until: None,
            reason: None,
        }
    }

    /// More than a page of jobs that all come before the last two by name.
    #[tokio::test]
    async fn however_many_wait_none_is_kept_from_view() {
        let crowd = (0..1_500).map(|number| job(number, &format!("session/s{}", number % 3), 10, CAPABILITY));
        let strange = (2_000..3_500).map(|number| job(number, "session/odd", 1, "render"));
        let last = [job(9_000, "session/late", 20, CAPABILITY), job(9_001, "session/s0", 5, CAPABILITY)];
        let jobs = crowd.chain(strange).chain(last).collect();
        let store = Memory::default();
        store.commit(&Batch { jobs, ..Batch::default() }).await.unwrap();
        let candidates = candidates(&store, &ManualClock::new(NOW)).await.unwrap();
        assert_eq!(candidates.first().map(|next| next.job), Some(JobId(9_001)), "the oldest");
        let late = candidates.iter().position(|next| next.job == JobId(9_000));
        assert_eq!(late, Some(3), "before anybody's second");
        assert_eq!(candidates.len(), 3 * CONCURRENT_MAX + 1);
    }
}
