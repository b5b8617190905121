//! Jobs as they go: timers, backoff, limits, and what waits and why.

use std::time::Duration;

use domain::ids::JobId;
use domain::job::{
    ATTEMPT_LASTS, ATTEMPTS_MAX, CONCURRENT_MAX, Command as Of, ENDED_KEPT_MAX, Fence, JOB_LASTS,
    LEASE_LASTS, State, Wait,
};
use domain::session::Command;
use domain::{Code, Timer};

use super::table::{ask, queue};
use crate::cast::{person, worker};
use crate::stage::Stage;

fn state(stage: &Stage, job: JobId) -> &State {
    &stage.song().jobs().get(job).unwrap().state
}

fn lease(stage: &mut Stage, job: JobId) -> Result<Vec<domain::session::Event>, domain::Refusal> {
    ask(stage, Of::Lease { job })
}

fn complete(job: JobId, fence: u64) -> Of {
    Of::Complete { job, fence: Fence(fence), artifacts: vec![], takes: vec![] }
}

#[test]
fn a_worker_that_died_loses_its_lease_and_comes_too_late() {
    let mut stage = Stage::session();
    let job = queue(&mut stage, &person(1));
    lease(&mut stage, job).unwrap();
    stage.pass_with_timers(LEASE_LASTS + Duration::from_secs(2));
    assert!(matches!(state(&stage, job), State::Queued { .. }));
    assert_eq!(
        stage.song().jobs().get(job).unwrap().failure.as_deref(),
        Some("the worker was not heard of any more")
    );
    lease(&mut stage, job).unwrap();
    let refusal = ask(&mut stage, complete(job, 1)).unwrap_err();
    assert_eq!(refusal.code, Code::StaleToken);
    assert!(refusal.sentence.contains("token 1 counts no more, 2 does"), "{}", refusal.sentence);
    ask(&mut stage, complete(job, 2)).unwrap();
}

#[test]
fn a_lease_is_extended_until_the_attempts_end_and_no_further() {
    let mut stage = Stage::session();
    let job = queue(&mut stage, &person(1));
    lease(&mut stage, job).unwrap();
    let started = stage.now;
    for _ in 0..25 {
        stage.pass_with_timers(LEASE_LASTS / 2);
        if matches!(state(&stage, job), State::Leased(_)) {
            ask(&mut stage, Of::Extend { job, fence: Fence(1) }).unwrap();
        }
    }
    assert!(matches!(state(&stage, job), State::Queued { .. }), "a job that hangs is given to another");
    assert!(stage.now.since(started) > ATTEMPT_LASTS);
}

#[test]
fn what_keeps_failing_dies_and_can_be_tried_again_by_hand() {
    let mut stage = Stage::session();
    let job = queue(&mut stage, &person(1));
    for attempt in 1..=ATTEMPTS_MAX {
        assert!(matches!(state(&stage, job), State::Queued { .. }), "before attempt {attempt}");
        stage.pass_with_timers(domain::job::backoff::LONGEST);
        lease(&mut stage, job).unwrap();
        let reason = format!("no {attempt}\u{7}th reed");
        ask(&mut stage, Of::Fail { job, fence: Fence(attempt.into()), reason, is_retryable: true }).unwrap();
    }
    assert_eq!(state(&stage, job), &State::Dead);
    let failed = stage.song().jobs().get(job).unwrap();
    assert_eq!(failed.failure.as_deref(), Some("no 5th reed"), "without what cannot be seen");
    assert!(stage.timers.is_empty());
    ask(&mut stage, Of::Retry { job }).unwrap();
    lease(&mut stage, job).unwrap();
    ask(&mut stage, complete(job, 6)).unwrap();
    assert!(stage.timers.is_empty());
}

#[test]
fn the_time_of_all_attempts_has_an_end() {
    let mut stage = Stage::session();
    let job = queue(&mut stage, &person(1));
    assert!(stage.timers.contains_key(&Timer::JobEnds(job)));
    stage.pass_with_timers(JOB_LASTS);
    assert_eq!(state(&stage, job), &State::Dead);
    let failure = stage.song().jobs().get(job).unwrap().failure.clone();
    assert_eq!(failure.as_deref(), Some("its time was up; it never came to run"));
}

#[test]
fn four_run_and_the_fifth_says_why_it_waits() {
    let mut stage = Stage::session();
    let jobs: Vec<JobId> = (0..=CONCURRENT_MAX).map(|_| queue(&mut stage, &person(1))).collect();
    let (last, first) = jobs.split_last().unwrap();
    assert_eq!(stage.song().why_waiting(*last, stage.now), Some(Wait::Worker));
    for job in first {
        lease(&mut stage, *job).unwrap();
        assert_eq!(stage.song().why_waiting(*job, stage.now), None);
    }
    let wait = stage.song().why_waiting(*last, stage.now).unwrap();
    assert_eq!(wait.to_string(), "4 of this session's jobs are running, and 4 may");
    assert_eq!(lease(&mut stage, *last).unwrap_err().code, Code::TooManyRunning);
    ask(&mut stage, Of::Cancel { job: jobs[0] }).unwrap();
    lease(&mut stage, *last).unwrap();
}

#[test]
fn what_failed_is_no_candidate_before_its_time() {
    let mut stage = Stage::session();
    let job = queue(&mut stage, &person(1));
    assert_eq!(stage.song().candidates(stage.now).count(), 1);
    lease(&mut stage, job).unwrap();
    assert_eq!(stage.song().candidates(stage.now).count(), 0);
    ask(&mut stage, Of::Fail { job, fence: Fence(1), reason: "x".into(), is_retryable: true }).unwrap();
    assert_eq!(stage.song().candidates(stage.now).count(), 0);
    let Some(Wait::Backoff { until }) = stage.song().why_waiting(job, stage.now) else { panic!() };
    stage.now = until;
    assert_eq!(stage.song().candidates(stage.now).count(), 1);
    stage.pass(JOB_LASTS);
    assert_eq!(stage.song().candidates(stage.now).count(), 0, "its time is up");
    assert_eq!(lease(&mut stage, job).unwrap_err().code, Code::NotYet);
}

#[test]
fn only_who_asked_or_may_approve_cancels() {
    let mut stage = Stage::session();
    let job = queue(&mut stage, &person(1));
    let stranger = domain::Actor { verbs: worker().verbs, ..person(7) };
    let generator = crate::cast::only(&[domain::Verb::Generate]);
    for by in [stranger, generator] {
        stage.refused_with(&by, Command::Job(Of::Cancel { job }), Code::Forbidden);
    }
    stage.ask(&person(2), Command::Job(Of::Cancel { job })).unwrap();
}

#[test]
fn jobs_that_are_over_are_forgotten_in_order() {
    let mut state = domain::State::new(&"session/old".parse().unwrap());
    let mut ask = |command: Command, seed: u64| {
        let asked = domain::Asked { by: person(1), command: domain::Command::Session(command) };
        let events =
            domain::decide(&state, &asked, domain::WallTime(0), domain::Seed::from_number(seed)).unwrap();
        events.iter().for_each(|event| state.apply(event));
        JobId::mint(domain::Seed::from_number(seed), 0)
    };
    let chords = super::table::chords();
    let jobs: Vec<JobId> = (0..ENDED_KEPT_MAX as u64 + 3)
        .map(|seed| {
            let job = ask(Command::Generate(chords.clone()), seed);
            ask(Command::Job(Of::Cancel { job }), seed);
            job
        })
        .collect();
    let kept: Vec<bool> =
        jobs.iter().map(|job| state.session().unwrap().jobs().get(*job).is_some()).collect();
    assert_eq!(
        (kept.iter().filter(|kept| **kept).count(), &kept[..4]),
        (ENDED_KEPT_MAX, &[false, false, false, true][..])
    );
}
