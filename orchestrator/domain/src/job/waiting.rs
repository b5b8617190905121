//! Jobs that wait: which could run, and why the others do not.

use std::fmt;

use super::order::Candidate;
use super::{CONCURRENT_MAX, Job, State};
use crate::ids::JobId;
use crate::session::Session;
use crate::time::WallTime;

/// Why a job is not running yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// It failed before.
    Backoff { until: WallTime },
    /// As many as may are running.
    Turn { running: usize },
    /// It is next for whichever worker is free.
    Worker,
}

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wait::Backoff { .. } => f.write_str("it failed and is tried again soon"),
            Wait::Turn { running } => {
                write!(f, "{running} of this session's jobs are running, and {CONCURRENT_MAX} may")
            }
            Wait::Worker => f.write_str("it is ready for the next free worker"),
        }
    }
}

impl Session {
    /// What could run now, for [`order`](super::order::order) to choose from.
    pub fn candidates(&self, now: WallTime) -> impl Iterator<Item = Candidate> {
        let could_run = move |job: &&Job| match job.state {
            State::Queued { run_at } => run_at <= now && now < job.deadline,
            State::Leased(_) | State::Done { .. } | State::Dead | State::Cancelled => false,
        };
        self.jobs().iter().filter(could_run).map(|job| Candidate {
            session: self.id().clone(),
            job: job.id,
            priority: job.priority,
            queued_at: job.queued_at,
        })
    }

    /// `None` for one that runs or is over.
    pub fn why_waiting(&self, job: JobId, now: WallTime) -> Option<Wait> {
        let State::Queued { run_at } = self.jobs().get(job)?.state else { return None };
        let running = self.jobs().running();
        Some(if run_at > now {
            Wait::Backoff { until: run_at }
        } else if running >= CONCURRENT_MAX {
            Wait::Turn { running }
        } else {
            Wait::Worker
        })
    }
}
