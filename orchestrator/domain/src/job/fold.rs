//! How facts change a session's jobs.

use std::sync::Arc;

use super::{ENDED_KEPT_MAX, Job, Jobs, State};
use crate::ids::JobId;
use crate::session::Event;
use crate::session::uses::Uses;

impl Jobs {
    /// `uses` follows what its takes need.
    pub(crate) fn apply(&mut self, event: &Event, uses: &mut Uses) {
        match event {
            Event::JobQueued(job) => {
                uses.add(job.undecided());
                if let Some(before) = self.all.insert(job.id, (**job).clone()) {
                    uses.remove(before.undecided());
                }
            }
            Event::JobLeased { job, lease } => self.with(*job, |job| {
                uses.remove(job.undecided());
                job.attempts = job.attempts.saturating_add(1);
                job.fence = lease.fence;
                job.state = State::Leased(*lease);
            }),
            Event::LeaseExtended { job, until } => self.with(*job, |job| {
                if let State::Leased(lease) = &mut job.state {
                    lease.until = *until;
                }
            }),
            Event::JobDone { job, takes } => {
                self.end(*job, State::Done { takes: takes.clone(), is_settled: false }, None, uses);
            }
            Event::JobFailed { job, reason, run_at } => self.with(*job, |job| {
                uses.remove(job.undecided());
                job.state = State::Queued { run_at: *run_at };
                job.failure = Some(reason.clone());
            }),
            Event::JobDied { job, reason } => self.end(*job, State::Dead, Some(reason), uses),
            Event::JobCancelled { job, .. } => self.end(*job, State::Cancelled, None, uses),
            Event::JobRetried { job, run_at, deadline } => {
                self.ended.retain(|ended| ended != job);
                self.with(*job, |job| {
                    uses.remove(job.undecided());
                    job.attempts = 0;
                    job.deadline = *deadline;
                    job.state = State::Queued { run_at: *run_at };
                });
            }
            Event::InstanceJoined(_)
            | Event::InstanceGone { .. }
            | Event::ChairMoved { .. }
            | Event::Edited(_)
            | Event::LeadModeSet { .. }
            | Event::LeadChanged { .. }
            | Event::TransportStarted { .. }
            | Event::TransportHalted { .. }
            | Event::LoopSet { .. }
            | Event::RuleSet { .. }
            | Event::ArtifactKept(_)
            | Event::ArtifactDropped { .. }
            | Event::TakesArranged { .. }
            | Event::TakesWithheld { .. }
            | Event::TimerSet { .. }
            | Event::TimerCleared { .. } => {}
        }
    }

    pub(crate) fn settle(&mut self, id: JobId, uses: &mut Uses) {
        self.with(id, |job| {
            uses.remove(job.undecided());
            if let State::Done { is_settled, .. } = &mut job.state {
                *is_settled = true;
            }
        });
    }

    fn with(&mut self, id: JobId, change: impl FnOnce(&mut Job)) {
        if let Some(job) = self.all.get_mut(&id) {
            change(job);
        }
    }

    fn end(&mut self, id: JobId, state: State, failure: Option<&Arc<str>>, uses: &mut Uses) {
        self.with(id, |job| {
            uses.remove(job.undecided());
            job.state = state;
            uses.add(job.undecided());
            job.failure = failure.cloned().or(job.failure.take());
        });
        self.ended.push_back(id);
        while self.ended.len() > ENDED_KEPT_MAX {
            let Some(oldest) = self.ended.pop_front() else { break };
            if let Some(forgotten) = self.all.remove(&oldest) {
                uses.remove(forgotten.undecided());
            }
        }
    }
}
