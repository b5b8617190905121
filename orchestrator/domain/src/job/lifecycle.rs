//! The life of a job: every state and every command, and what follows.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use music::clip::Hash;
use music::lane::Lane;
use music::time::{MAX_TICKS, Span};

use super::{
    ARTIFACTS_MAX, ATTEMPT_LASTS, ATTEMPTS_MAX, CONCURRENT_MAX, Command, ENDED_KEPT_MAX, Fence, JOB_LASTS,
    Job, Jobs, LEASE_LASTS, Lease, REASON_CHARS_MAX, REGIONS_MAX, State, backoff,
};
use crate::actor::{Actor, Verb};
use crate::artifact::{Artifact, Made};
use crate::ids::{ArtifactId, JobId};
use crate::refusal::{Code, Refusal};
use crate::seed::Seed;
use crate::session::takes::Take;
use crate::session::{Event, Session};
use crate::time::WallTime;
use crate::timer::Timer;

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

/// A new job, with the end of its time.
pub(crate) fn queued(job: Job) -> Vec<Event> {
    let timer = Event::TimerSet { timer: Timer::JobEnds(job.id), due: job.deadline };
    vec![Event::JobQueued(Arc::new(job)), timer]
}

impl Session {
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

fn held<'a>(job: &'a Job, fence: Fence, what: &str) -> Result<&'a Lease, Refusal> {
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

/// After a cancel what was made is still kept, as nobody's, and nothing else happens.
fn complete(
    by: &Actor,
    job: &Job,
    fence: Fence,
    artifacts: &[Made],
    takes: &[Take],
    now: WallTime,
    seed: Seed,
) -> Result<Vec<Event>, Refusal> {
    let is_orphan = job.state == State::Cancelled && fence == job.fence;
    if !is_orphan {
        held(job, fence, "complete it")?;
    }
    check_made(job, artifacts, takes)?;
    let kept = artifacts.iter().zip(0..).map(|(made, index)| {
        Event::ArtifactKept(Arc::new(Artifact {
            id: ArtifactId::mint(seed, index),
            made: made.clone(),
            creator: by.principal,
            at: now,
            job: Some(job.id),
            is_orphan,
        }))
    });
    let mut events: Vec<Event> = kept.collect();
    if !is_orphan {
        events.push(Event::JobDone { job: job.id, takes: takes.into() });
        events.extend(timers_cleared(job));
    }
    Ok(events)
}

fn check_made(job: &Job, artifacts: &[Made], takes: &[Take]) -> Result<(), Refusal> {
    let refuse = |what: String| Err(Refusal::new(Code::InvalidTake, format!("{}: {what}", job.id)));
    let regions = takes.iter().map(|take| take.regions.len()).sum::<usize>();
    if artifacts.len() > ARTIFACTS_MAX || regions > REGIONS_MAX {
        return refuse(format!(
            "{} artifacts and {regions} regions; {ARTIFACTS_MAX} and {REGIONS_MAX} are the limits",
            artifacts.len()
        ));
    }
    artifacts.iter().try_for_each(Made::check)?;
    let hashes: BTreeSet<Hash> = artifacts.iter().map(|made| made.hash).collect();
    let mut lanes: BTreeSet<Lane> = BTreeSet::new();
    for take in takes {
        let lane = take.lane;
        if !lanes.insert(lane) {
            return refuse(format!("there are two takes for {lane}; one job makes one for each lane"));
        }
        if !job.spec.lanes.is_empty() && !job.spec.lanes.contains(&lane) {
            return refuse(format!("nobody asked for {lane}"));
        }
        if take.regions.is_empty() || !take.regions.iter().all(|placed| is_on_timeline(placed.span)) {
            return refuse(format!("the take for {lane} is nowhere, or beyond the end of a song"));
        }
        let mut clips = take.regions.iter().flat_map(|placed| placed.source.clips.hashes());
        if let Some(missing) = clips.find(|clip| !hashes.contains(clip)) {
            return refuse(format!("the take for {lane} plays {missing}, which is none of its artifacts"));
        }
    }
    Ok(())
}

fn is_on_timeline(span: Span) -> bool {
    -MAX_TICKS <= span.start.0 && span.start < span.end && span.end.0 <= MAX_TICKS
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

fn timers_cleared(job: &Job) -> impl Iterator<Item = Event> {
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
