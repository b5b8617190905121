//! How facts change a session's jobs.

use std::sync::Arc;

use super::{ENDED_KEPT_MAX, Job, Jobs, State};
use crate::ids::JobId;
use crate::session::Event;

impl Jobs {
    pub(crate) fn apply(&mut self, event: &Event) {
        match event {
            Event::JobQueued(job) => {
                self.all.insert(job.id, (**job).clone());
            }
            Event::JobLeased { job, lease } => self.with(*job, |job| {
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
                self.end(*job, State::Done { takes: takes.clone(), is_settled: false }, None);
            }
            Event::JobFailed { job, reason, run_at } => self.with(*job, |job| {
                job.state = State::Queued { run_at: *run_at };
                job.failure = Some(reason.clone());
            }),
            Event::JobDied { job, reason } => self.end(*job, State::Dead, Some(reason)),
            Event::JobCancelled { job, .. } => self.end(*job, State::Cancelled, None),
            Event::JobRetried { job, run_at, deadline } => {
                self.ended.retain(|ended| ended != job);
                self.with(*job, |job| {
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

    pub(crate) fn settle(&mut self, id: JobId) {
        self.with(id, |job| {
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

    fn end(&mut self, id: JobId, state: State, failure: Option<&Arc<str>>) {
        self.with(id, |job| {
            job.state = state;
            job.failure = failure.cloned().or(job.failure.take());
        });
        self.ended.push_back(id);
        while self.ended.len() > ENDED_KEPT_MAX {
            let Some(oldest) = self.ended.pop_front() else { break };
            self.all.remove(&oldest);
        }
    }
}
