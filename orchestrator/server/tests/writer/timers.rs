//! Timers survive, fire once, and do not fire when they were moved.

use std::time::Duration;

use domain::job::{JOB_LASTS, LEASE_LASTS, State};
use domain::{Event, session};
use orchestrator::store::{Batch, JobState, Timer, TimerChange};
use orchestrator::{timers, writer};

use crate::stage::{Stage, asked, block_on, generate, scope};

async fn fire(stage: &Stage) -> usize {
    timers::fire_due(&stage.writer, &*stage.store, &*stage.clock).await.unwrap()
}

async fn lease(stage: &Stage) -> writer::Committed {
    let (state, _) = stage.session().await;
    let job = state.session().unwrap().jobs().iter().next().unwrap().id;
    stage.ask(session::Command::Job(domain::job::Command::Lease { job })).await.unwrap()
}

#[test]
fn a_lease_that_nobody_keeps_up_lapses_even_after_a_restart() {
    block_on(async {
        let stage = Stage::new();
        stage.ask(generate(&["bass"])).await.unwrap();
        lease(&stage).await;
        assert_eq!(fire(&stage).await, 0);
        stage.clock.advance(LEASE_LASTS);
        let stage = stage.again();
        assert_eq!(fire(&stage).await, 1);
        let (state, _) = stage.session().await;
        let job = state.session().unwrap().jobs().iter().next().unwrap().clone();
        assert!(matches!(job.state, State::Queued { .. }));
        assert_eq!(stage.store.job(&job.id.to_string()).await.unwrap().unwrap().state, JobState::Queued);
        assert_eq!(fire(&stage).await, 0, "once");
    });
}

#[test]
fn a_timer_that_finds_nothing_to_do_is_over_too() {
    block_on(async {
        let stage = Stage::new();
        stage.ask(generate(&["bass"])).await.unwrap();
        let due = i64::MAX;
        let rows = stage.store.timers_due(due, 10).await.unwrap();
        assert_eq!(rows.len(), 1);
        stage.clock.advance(JOB_LASTS);
        let (state, _) = stage.session().await;
        let job = state.session().unwrap().jobs().iter().next().unwrap().id;
        assert_eq!(fire(&stage).await, 1);
        let (state, _) = stage.session().await;
        assert!(matches!(state.session().unwrap().jobs().get(job).unwrap().state, State::Dead));
        assert_eq!(stage.store.next_timer().await.unwrap(), None);
        // Read before, fired after: it is gone, and nothing happens.
        let late = stage.writer.fire(scope(), domain::Timer::JobEnds(job), rows[0].clone()).await.unwrap();
        assert!(late.events.is_empty());
    });
}

#[test]
fn a_timer_that_was_moved_meanwhile_does_not_fire() {
    block_on(async {
        let stage = Stage::new();
        stage.ask(generate(&["bass"])).await.unwrap();
        let leased = lease(&stage).await;
        let lease = leased.events.iter().find_map(|event| match event {
            Event::Session(session::Event::JobLeased { job, lease }) => Some((*job, *lease)),
            Event::Session(_) | Event::House(_) => None,
        });
        let (job, lease) = lease.unwrap();
        stage.clock.advance(LEASE_LASTS - Duration::from_secs(1));
        let rows = stage.store.timers_due(i64::MAX, 10).await.unwrap();
        let row = rows.into_iter().find(|row| row.name.starts_with("lease_ends")).unwrap();
        let extend = domain::job::Command::Extend { job, fence: lease.fence };
        stage.clock.advance(Duration::from_millis(500));
        // The extension and the timer in one group: the timer, read before, comes after.
        let timer = domain::Timer::LeaseEnds(job, lease.fence);
        let (extended, fired) = tokio::join!(
            stage.writer.ask(scope(), asked(session::Command::Job(extend)), None),
            stage.writer.fire(scope(), timer, row),
        );
        assert_eq!(extended.unwrap().events.len(), 2);
        assert!(fired.unwrap().events.is_empty());
        stage.clock.advance(Duration::from_secs(1));
        assert_eq!(fire(&stage).await, 0, "it is due later now");
        stage.clock.advance(LEASE_LASTS);
        assert_eq!(fire(&stage).await, 1);
    });
}

#[test]
fn a_timer_of_a_newer_program_keeps_no_other_waiting() {
    block_on(async {
        let stage = Stage::new();
        stage.ask(generate(&["bass"])).await.unwrap();
        let strange = ["session/default", "show/evening"].map(|scope| {
            let (scope, name) = (scope.to_owned(), "curtain_rises:1".to_owned());
            TimerChange::Set(Timer { scope, name, due: 1 })
        });
        stage.store.commit(&Batch { timers: strange.to_vec(), ..Batch::default() }).await.unwrap();
        stage.clock.advance(JOB_LASTS);
        let told =
            timers::fire_due(&stage.writer, &*stage.store, &*stage.clock).await.unwrap_err().to_string();
        assert!(told.contains("curtain_rises:1") || told.contains("show/evening"), "{told}");
        let (state, _) = stage.session().await;
        let job = state.session().unwrap().jobs().iter().next().unwrap();
        assert!(matches!(job.state, State::Dead), "{:?}", job.state);
    });
}
