//! Every state of a job and every command: what follows, or which code says no.

use std::time::Duration;

use domain::ids::JobId;
use domain::job::{Command as Of, Fence, JOB_LASTS, LEASE_LASTS};
use domain::session::generate::{OfChords, Request};
use domain::session::{Command, Event};
use domain::{Actor, Code};

use crate::cast::{person, worker};
use crate::stage::Stage;

pub(super) fn chords() -> Request {
    Request::Chords(OfChords { tracks: vec![], chords: "C-F".into(), tempo: None, beats: None, key: None })
}

pub(super) fn queue(stage: &mut Stage, by: &Actor) -> JobId {
    let events = stage.ask(by, Command::Generate(chords())).unwrap();
    let Event::JobQueued(job) = &events[0] else { panic!("{events:?}") };
    job.id
}

pub(super) fn ask(stage: &mut Stage, command: Of) -> Result<Vec<Event>, domain::Refusal> {
    let by = match command {
        Of::Lease { .. } | Of::Extend { .. } | Of::Complete { .. } | Of::Fail { .. } => worker(),
        Of::Cancel { .. } | Of::Retry { .. } => person(1),
        Of::LapseLease { .. } | Of::LapseJob { .. } => Actor::system(),
    };
    stage.ask(&by, Command::Job(command))
}

fn complete(job: JobId, fence: u64) -> Of {
    Of::Complete { job, fence: Fence(fence), artifacts: vec![], takes: vec![] }
}

fn fail(job: JobId, fence: u64, is_retryable: bool) -> Of {
    Of::Fail { job, fence: Fence(fence), reason: "out of reeds".into(), is_retryable }
}

/// The way into each state; the last token given out is the second wherever there was one.
const STATES: [&str; 6] = ["queued", "waiting", "leased", "done", "dead", "cancelled"];

fn stage_in(state: &str) -> (Stage, JobId) {
    let mut stage = Stage::session();
    let job = queue(&mut stage, &person(1));
    let put = |stage: &mut Stage, commands: Vec<Of>| {
        for command in commands {
            ask(stage, command).unwrap();
            stage.pass(Duration::from_secs(5));
        }
    };
    let lease = || Of::Lease { job };
    let twice = || vec![lease(), fail(job, 1, true), lease()];
    let then = |last: Of| twice().into_iter().chain([last]).collect::<Vec<_>>();
    match state {
        "queued" => {}
        "waiting" => {
            put(&mut stage, twice());
            ask(&mut stage, fail(job, 2, true)).unwrap();
        }
        "leased" => put(&mut stage, twice()),
        "done" => put(&mut stage, then(complete(job, 2))),
        "dead" => put(&mut stage, then(fail(job, 2, false))),
        "cancelled" => put(&mut stage, then(Of::Cancel { job })),
        other => panic!("{other} is no state"),
    }
    (stage, job)
}

/// The state afterwards, `.` where nothing happens, or the refusal's code.
fn outcome(state: &str, command: &dyn Fn(JobId) -> Of) -> String {
    let (mut stage, job) = stage_in(state);
    match ask(&mut stage, command(job)) {
        Ok(events) if events.is_empty() => ".".to_owned(),
        Ok(_) => stage.song().jobs().get(job).unwrap().state.name().to_owned(),
        Err(refusal) => {
            if refusal.code == Code::ImpossibleTransition {
                assert_eq!(refusal.allowed, stage.song().jobs().get(job).unwrap().state.allowed());
            }
            refusal.code.name().to_owned()
        }
    }
}

#[test]
fn every_state_and_every_command() {
    let no = "IMPOSSIBLE_TRANSITION";
    let stale = "STALE_TOKEN";
    let fence = |fence| move |job| Of::Extend { job, fence: Fence(fence) };
    // The command, then what it does in each of STATES.
    type Row<'a> = (&'a str, &'a dyn Fn(JobId) -> Of, [&'a str; 6]);
    let table: &[Row<'_>] = &[
        ("lease", &|job| Of::Lease { job }, ["leased", "NOT_YET", no, no, no, no]),
        ("extend", &fence(2), [stale, no, "leased", no, no, no]),
        ("extend, stale", &fence(1), [stale; 6]),
        ("complete", &|job| complete(job, 2), [stale, no, "done", no, no, "."]),
        ("complete, stale", &|job| complete(job, 1), [stale; 6]),
        ("complete, made up", &|job| complete(job, 3), [stale; 6]),
        ("fail", &|job| fail(job, 2, true), [stale, no, "queued", no, no, no]),
        ("fail for good", &|job| fail(job, 2, false), [stale, no, "dead", no, no, no]),
        ("fail, stale", &|job| fail(job, 1, true), [stale; 6]),
        ("cancel", &|job| Of::Cancel { job }, ["cancelled", "cancelled", "cancelled", no, no, "."]),
        ("retry", &|job| Of::Retry { job }, [no, no, no, no, "queued", no]),
        ("lease timer, early", &|job| Of::LapseLease { job, fence: Fence(2) }, ["."; 6]),
        ("job timer, early", &|job| Of::LapseJob { job }, ["."; 6]),
    ];
    for (name, command, expected) in table {
        for (state, expected) in STATES.iter().zip(expected) {
            assert_eq!(outcome(state, command), *expected, "{name} while {state}");
        }
    }
}

#[test]
fn timers_that_come_in_time() {
    // After the lease's time; after the job's: the state, or `.`.
    let table = [
        ("queued", ".", "dead"),
        ("waiting", ".", "dead"),
        ("leased", "queued", "dead"),
        ("done", ".", "."),
        ("dead", ".", "."),
        ("cancelled", ".", "."),
    ];
    for (state, lease, job_time) in table {
        for (passes, command, expected) in [(LEASE_LASTS, true, lease), (JOB_LASTS, false, job_time)] {
            let (mut stage, job) = stage_in(state);
            stage.pass(passes);
            let timer = if command { Of::LapseLease { job, fence: Fence(2) } } else { Of::LapseJob { job } };
            let events = ask(&mut stage, timer).unwrap();
            let now = stage.song().jobs().get(job).unwrap().state.name();
            assert_eq!(if events.is_empty() { "." } else { now }, expected, "{state} after {passes:?}");
        }
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    let mut stage = Stage::session();
    for command in [Of::Lease { job: JobId(9) }, complete(JobId(9), 1), Of::Retry { job: JobId(9) }] {
        let refusal = ask(&mut stage, command).unwrap_err();
        assert_eq!(refusal.code, Code::JobNotFound);
    }
}
