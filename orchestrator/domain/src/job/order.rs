//! Which job goes next: by priority, by age, and fairly between sessions.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{CONCURRENT_MAX, Priority};
use crate::ids::{JobId, SessionId};
use crate::time::WallTime;

/// A job that could run now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub session: SessionId,
    pub job: JobId,
    pub priority: Priority,
    pub queued_at: WallTime,
}

/// Who has waited this long counts as one priority higher: nothing waits for ever.
pub const AGE_STEP: Duration = Duration::from_secs(10);

/// The candidates that may be leased, the next one first. Each that a session has running or ahead costs it one priority:
/// a session with hundreds waiting does not keep one with a single job from its turn.
pub fn order(
    candidates: &[Candidate],
    running: &BTreeMap<SessionId, usize>,
    now: WallTime,
) -> Vec<Candidate> {
    let mut by_session: BTreeMap<&SessionId, Vec<&Candidate>> = BTreeMap::new();
    for candidate in candidates {
        by_session.entry(&candidate.session).or_default().push(candidate);
    }
    let mut ranked: Vec<(i128, &Candidate)> = Vec::new();
    for (session, mut waiting) in by_session {
        let ahead = running.get(session).copied().unwrap_or(0);
        waiting.sort_by_key(|candidate| (-level(candidate, now), candidate.queued_at, candidate.job));
        let free = CONCURRENT_MAX.saturating_sub(ahead);
        let costs = (ahead..).zip(waiting).take(free);
        ranked.extend(costs.map(|(cost, candidate)| (level(candidate, now) - cost as i128, candidate)));
    }
    ranked.sort_by_key(|(score, candidate)| (-score, candidate.queued_at, candidate.job));
    ranked.into_iter().map(|(_, candidate)| candidate.clone()).collect()
}

/// Its priority, and one more for each step of age.
fn level(candidate: &Candidate, now: WallTime) -> i128 {
    let steps = now.since(candidate.queued_at).as_nanos() / AGE_STEP.as_nanos();
    i128::from(candidate.priority.level()) + i128::try_from(steps).unwrap_or(i128::MAX / 2)
}
