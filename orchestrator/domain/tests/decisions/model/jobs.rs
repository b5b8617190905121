//! Jobs against a plain account of them in a few numbers each.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::ids::JobId;
use domain::job::{
    ATTEMPT_LASTS, ATTEMPTS_MAX, CONCURRENT_MAX, Command as Of, Fence, JOB_LASTS, LEASE_LASTS, backoff,
};
use domain::session::generate::{OfChords, Request};
use domain::session::{Command, Event};
use domain::{Actor, WallTime};
use proptest::prelude::*;

use crate::cast::{person, worker};
use crate::stage::Stage;

#[derive(Clone, Debug)]
struct Account {
    /// `queued`, `leased` …
    state: &'static str,
    /// How often it was leased, ever and since it was last queued by a person.
    leases: u64,
    tries: u32,
    /// Not before this; then: not after this.
    ready: WallTime,
    lease_ends: WallTime,
    try_ends: WallTime,
    ends: WallTime,
}

#[derive(Clone, Copy, Debug)]
enum Move {
    Lease,
    Extend,
    Complete,
    Fail { is_retryable: bool },
    Cancel,
    Retry,
    LapseLease,
    LapseJob,
}

const HELD: &[Move] =
    &[Move::Extend, Move::Complete, Move::Fail { is_retryable: true }, Move::Fail { is_retryable: false }];

impl Account {
    fn new(now: WallTime) -> Account {
        let ends = now + JOB_LASTS;
        Account { state: "queued", leases: 0, tries: 0, ready: now, lease_ends: now, try_ends: now, ends }
    }

    /// `None` for a refusal, otherwise whether anything happened.
    fn make(&mut self, job: JobId, what: Move, fence: u64, running: usize, now: WallTime) -> Option<bool> {
        let is_latest = fence == self.leases;
        match (what, self.state) {
            (Move::Lease, "queued") if self.ready <= now && now < self.ends && running < CONCURRENT_MAX => {
                self.state = "leased";
                self.leases += 1;
                self.tries += 1;
                self.try_ends = (now + ATTEMPT_LASTS).min(self.ends);
                self.lease_ends = (now + LEASE_LASTS).min(self.try_ends);
                Some(true)
            }
            (Move::Extend, "leased") if is_latest => {
                let until = (now + LEASE_LASTS).min(self.try_ends);
                let is_longer = until > self.lease_ends;
                self.lease_ends = self.lease_ends.max(until);
                Some(is_longer)
            }
            (Move::Complete, "leased") if is_latest => {
                self.state = "done";
                Some(true)
            }
            // Nothing was made, so that there is nothing to keep.
            (Move::Complete, "cancelled") if is_latest => Some(false),
            (Move::Fail { is_retryable }, "leased") if is_latest => Some(self.fail(job, is_retryable, now)),
            (Move::Cancel, "queued" | "leased") => {
                self.state = "cancelled";
                Some(true)
            }
            (Move::Cancel, "cancelled") => Some(false),
            (Move::Retry, "dead") => {
                (self.state, self.tries, self.ready, self.ends) = ("queued", 0, now, now + JOB_LASTS);
                Some(true)
            }
            (Move::LapseLease, "leased") if is_latest && self.lease_ends <= now => {
                Some(self.fail(job, true, now))
            }
            (Move::LapseJob, "queued" | "leased") if self.ends <= now => {
                self.state = "dead";
                Some(true)
            }
            (Move::LapseLease | Move::LapseJob, _) => Some(false),
            _ => None,
        }
    }

    fn fail(&mut self, job: JobId, is_retryable: bool, now: WallTime) -> bool {
        self.ready = now + backoff::after(job, self.tries);
        let goes_on = is_retryable && self.tries < ATTEMPTS_MAX && self.ready < self.ends;
        self.state = if goes_on { "queued" } else { "dead" };
        true
    }
}

fn command(job: JobId, what: Move, fence: u64) -> (Actor, Of) {
    let fence = Fence(fence);
    match what {
        Move::Lease => (worker(), Of::Lease { job }),
        Move::Extend => (worker(), Of::Extend { job, fence }),
        Move::Complete => (worker(), Of::Complete { job, fence, artifacts: vec![], takes: vec![] }),
        Move::Fail { is_retryable } => {
            (worker(), Of::Fail { job, fence, reason: "no reed".into(), is_retryable })
        }
        Move::Cancel => (person(1), Of::Cancel { job }),
        Move::Retry => (person(1), Of::Retry { job }),
        Move::LapseLease => (Actor::system(), Of::LapseLease { job, fence }),
        Move::LapseJob => (Actor::system(), Of::LapseJob { job }),
    }
}

fn queue(stage: &mut Stage) -> JobId {
    let chords = OfChords { tracks: vec![], chords: "C".into(), tempo: None, beats: None, key: None };
    let events = stage.ask(&person(1), Command::Generate(Request::Chords(chords))).unwrap();
    let Event::JobQueued(job) = &events[0] else { panic!("{events:?}") };
    job.id
}

fn moves() -> impl Strategy<Value = (usize, Move, u64, u64)> {
    let what = prop_oneof![
        4 => Just(Move::Lease),
        4 => prop::sample::select(HELD),
        1 => Just(Move::Cancel),
        1 => Just(Move::Retry),
        1 => Just(Move::LapseLease),
        1 => Just(Move::LapseJob),
    ];
    // Mostly the right token; mostly little time, sometimes enough for a lease or a job to end.
    let back = prop_oneof![4 => Just(0u64), 1 => Just(1u64)];
    let seconds = prop_oneof![6 => 0..5u64, 3 => 20..70u64, 1 => 600..2_000u64];
    (0..6usize, what, back, seconds)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn six_jobs_live_as_they_are_told(moves in prop::collection::vec(moves(), 1..80)) {
        let mut stage = Stage::session();
        let jobs: Vec<JobId> = (0..6).map(|_| queue(&mut stage)).collect();
        let mut accounts: BTreeMap<JobId, Account> =
            jobs.iter().map(|job| (*job, Account::new(stage.now))).collect();
        for (nth, what, back, seconds) in moves {
            stage.pass(Duration::from_secs(seconds));
            let job = jobs[nth];
            let running = accounts.values().filter(|account| account.state == "leased").count();
            let account = accounts.get_mut(&job).unwrap();
            let fence = account.leases.saturating_sub(back);
            let expected = account.make(job, what, fence, running, stage.now);
            let (by, command) = command(job, what, fence);
            let found = stage.ask(&by, Command::Job(command)).ok().map(|events| !events.is_empty());
            prop_assert_eq!(found, expected, "{:?} with token {}", what, fence);
            for (job, account) in &accounts {
                let found = stage.song().jobs().get(*job).unwrap();
                let same = (found.state.name(), found.fence.0, found.deadline);
                prop_assert_eq!(same, (account.state, account.leases, account.ends));
            }
        }
    }
}
