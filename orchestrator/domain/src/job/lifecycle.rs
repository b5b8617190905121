//! The life of a job: every state and every command, and what follows.

use std::sync::Arc;

use super::completion::complete;
use super::waiting::Wait;
use super::{
    ATTEMPT_LASTS, ATTEMPTS_MAX, CONCURRENT_MAX, Command, Fence, JOB_LASTS, Job, LEASE_LASTS, Lease,
    REASON_CHARS_MAX, State, backoff,
};
use crate::actor::{Actor, Verb};
use crate::refusal::{Code, Refusal};
use crate::seed::Seed;
use crate::session::{Event, Session};
use crate::time::WallTime;
use crate::timer::Timer;

/// A new job, with the end of its time.
pub(crate) fn queued(job: Job) -> Vec<Event> {
    let timer = Event::TimerSet { timer: Timer::JobEnds(job.id), due: job.deadline };
    vec![Event::JobQueued(Arc::new(job)), timer]
}

impl Session {
    pub(crate) fn decide_job(
        &self,
        by: &Actor,
        command: &Command,
        now: WallTime,
        seed: Seed,
    ) -> Result<Vec<Event>, Refusal> {
        let (Command::Lease { job }
        | Command::Extend { job, .. }
        | Command::Complete { job, .. }
        | Command::Fail { job, .. }
        | Command::Cancel { job }
        | Command::Retry { job }
        | Command::LapseLease { job, .. }
        | Command::LapseJob { job }) = command;
        by.need(verb(command))?;
        let job = self.jobs().find(*job)?;
        match command {
            Command::Lease { .. } => self.lease(by, job, now),
            Command::Extend { fence, .. } => extend(job, *fence, now),
            Command::Complete { fence, artifacts, takes, .. } => {
                complete(by, job, *fence, artifacts, takes, now, seed)
            }
            Command::Fail { fence, reason, is_retryable, .. } => {
                held(job, *fence, "fail it")?;
                Ok(failed(job, &shortened(reason), *is_retryable, now))
            }
            Command::Cancel { .. } => self.cancel(by, job),
            Command::Retry { .. } => self.retry(job, now),
            Command::LapseLease { fence, .. } => Ok(lapse_lease(job, *fence, now)),
            Command::LapseJob { .. } => Ok(lapse_job(job, now)),
        }
    }

    fn lease(&self, by: &Actor, job: &Job, now: WallTime) -> Result<Vec<Event>, Refusal> {
        let State::Queued { run_at } = job.state else { return Err(job.impossible("lease it")) };
        if run_at > now {
            let sentence = format!("{} failed and waits before it is tried again", job.id);
            return Err(Refusal::new(Code::NotYet, sentence).allowing(job.state.allowed()));
        }
        if job.deadline <= now {
            return Err(Refusal::new(Code::NotYet, format!("the time of {} is up", job.id)));
        }
        let running = self.jobs().running();
        if running >= CONCURRENT_MAX {
            let sentence = format!("{} waits: {}", job.id, Wait::Turn { running });
            return Err(Refusal::new(Code::TooManyRunning, sentence));
        }
        let fence = Fence(job.fence.0.saturating_add(1));
        let attempt_ends = (now + ATTEMPT_LASTS).min(job.deadline);
        let until = (now + LEASE_LASTS).min(attempt_ends);
        let lease = Lease { worker: by.principal, fence, until, attempt_ends };
        let timer = Timer::LeaseEnds(job.id, fence);
        Ok(vec![Event::JobLeased { job: job.id, lease }, Event::TimerSet { timer, due: until }])
    }

    /// Whoever asked for it, or may do what they like with jobs.
    fn cancel(&self, by: &Actor, job: &Job) -> Result<Vec<Event>, Refusal> {
        if job.asker.person != by.person() && job.asker.client.principal != by.principal {
            by.need(Verb::Approve)?;
        }
        match &job.state {
            State::Cancelled => Ok(Vec::new()),
            State::Queued { .. } | State::Leased(_) => {
                let cancelled = Event::JobCancelled { job: job.id, by: by.person() };
                Ok([cancelled].into_iter().chain(timers_cleared(job)).collect())
            }
            State::Done { .. } | State::Dead => Err(job.impossible("cancel it")),
        }
    }

    fn retry(&self, job: &Job, now: WallTime) -> Result<Vec<Event>, Refusal> {
        match &job.state {
            State::Dead => {
                self.jobs().has_room()?;
                let deadline = now + JOB_LASTS;
                Ok(vec![
                    Event::JobRetried { job: job.id, run_at: now, deadline },
                    Event::TimerSet { timer: Timer::JobEnds(job.id), due: deadline },
                ])
            }
            State::Queued { .. } | State::Leased(_) | State::Done { .. } | State::Cancelled => {
                Err(job.impossible("retry it"))
            }
        }
    }
}

fn verb(command: &Command) -> Verb {
    match command {
        Command::Lease { .. } | Command::Extend { .. } | Command::Complete { .. } | Command::Fail { .. } => {
            Verb::Work
        }
        Command::Cancel { .. } | Command::Retry { .. } => Verb::Generate,
        Command::LapseLease { .. } | Command::LapseJob { .. } => Verb::Admin,
    }
}

pub(super) fn held<'a>(job: &'a Job, fence: Fence, what: &str) -> Result<&'a Lease, Refusal> {
    if fence != job.fence {
        let sentence = format!(
            "{} was leased again since: token {} counts no more, {} does; drop what you have of it",
            job.id, fence.0, job.fence.0
        );
        return Err(Refusal::new(Code::StaleToken, sentence));
    }
    match &job.state {
        State::Leased(lease) => Ok(lease),
        State::Queued { .. } | State::Done { .. } | State::Dead | State::Cancelled => {
            Err(job.impossible(what))
        }
    }
}

fn extend(job: &Job, fence: Fence, now: WallTime) -> Result<Vec<Event>, Refusal> {
    let lease = held(job, fence, "extend its lease")?;
    let until = (now + LEASE_LASTS).min(lease.attempt_ends);
    if until <= lease.until {
        return Ok(Vec::new());
    }
    let timer = Timer::LeaseEnds(job.id, fence);
    Ok(vec![Event::LeaseExtended { job: job.id, until }, Event::TimerSet { timer, due: until }])
}

fn failed(job: &Job, reason: &Arc<str>, is_retryable: bool, now: WallTime) -> Vec<Event> {
    let run_at = now + backoff::after(job.id, job.attempts);
    let goes_on = is_retryable && job.attempts < ATTEMPTS_MAX && run_at < job.deadline;
    if !goes_on {
        return died(job, reason);
    }
    let timer = Timer::LeaseEnds(job.id, job.fence);
    vec![Event::JobFailed { job: job.id, reason: reason.clone(), run_at }, Event::TimerCleared { timer }]
}

fn died(job: &Job, reason: &Arc<str>) -> Vec<Event> {
    let died = Event::JobDied { job: job.id, reason: reason.clone() };
    [died].into_iter().chain(timers_cleared(job)).collect()
}

pub(super) fn timers_cleared(job: &Job) -> impl Iterator<Item = Event> {
    let lease = matches!(job.state, State::Leased(_)).then_some(Timer::LeaseEnds(job.id, job.fence));
    let timers = lease.into_iter().chain([Timer::JobEnds(job.id)]);
    timers.map(|timer| Event::TimerCleared { timer })
}

/// A timer that comes when the lease was extended, given back or lost comes for nothing.
fn lapse_lease(job: &Job, fence: Fence, now: WallTime) -> Vec<Event> {
    match &job.state {
        State::Leased(lease) if lease.fence == fence && lease.until <= now => {
            failed(job, &"the worker was not heard of any more".into(), true, now)
        }
        State::Leased(_) | State::Queued { .. } | State::Done { .. } | State::Dead | State::Cancelled => {
            Vec::new()
        }
    }
}

fn lapse_job(job: &Job, now: WallTime) -> Vec<Event> {
    if job.state.is_over() || job.deadline > now {
        return Vec::new();
    }
    let failure = job.failure.as_deref().unwrap_or("it never came to run");
    died(job, &format!("its time was up; {failure}").into())
}

fn shortened(reason: &str) -> Arc<str> {
    reason.chars().filter(|c| !c.is_control()).take(REASON_CHARS_MAX).collect::<String>().into()
}
