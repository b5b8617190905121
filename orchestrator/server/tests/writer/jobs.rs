//! Jobs from the question to the arrangement.

use std::sync::Arc;
use std::time::Duration;

use domain::job::{Composing, State};
use domain::session;
use orchestrator::blobs::Blobs;
use orchestrator::engines::{Cancelled, Engine, Failed, Made};
use orchestrator::store::{ArtifactQuery, JobQuery, JobState};
use tokio_util::sync::CancellationToken;

use crate::stage::{Stage, block_on, generate};

/// Does as it is told.
struct Odd(fn(&Cancelled) -> Result<Made, Failed>);

impl Engine for Odd {
    fn name(&self) -> &'static str {
        "odd"
    }

    fn capability(&self) -> &'static str {
        domain::job::CAPABILITY
    }

    fn make(&self, _: &Composing, _: &Blobs, cancelled: &Cancelled) -> Result<Made, Failed> {
        self.0(cancelled)
    }
}

async fn state(stage: &Stage) -> State {
    let (state, _) = stage.session().await;
    state.session().unwrap().jobs().iter().next().unwrap().state.clone()
}

#[test]
fn music_that_was_asked_for_is_in_the_library_and_in_the_arrangement() {
    block_on(async {
        let stage = Stage::new();
        stage.ask(generate(&["bass", "drums"])).await.unwrap();
        assert_eq!(stage.workshop().work_off().await.unwrap(), 1);
        assert!(matches!(state(&stage).await, State::Done { is_settled: true, .. }));
        let query = ArtifactQuery { kind: Some("clip".to_owned()), limit: 100, ..ArtifactQuery::default() };
        let clips = stage.store.artifacts(&query).await.unwrap();
        assert!(clips.len() >= 2);
        for clip in &clips {
            let read = music::clip::Clip::from_bytes(&stage.blobs.get(&clip.hash).unwrap()).unwrap();
            assert_eq!((read.hash(), Some(read.length().0)), (clip.hash, clip.length_ticks));
            for tag in ["type:midi", "style:pop", "tempo:120", "key:C"] {
                assert!(clip.tags.iter().any(|one| one == tag), "{tag}: {:?}", clip.tags);
            }
            let recipe: serde_json::Value = serde_json::from_str(&clip.recipe).unwrap();
            assert_eq!((recipe["engine"].as_str(), recipe["style"].as_str()), (Some("band"), Some("pop")));
        }
        let scores =
            ArtifactQuery { tag: Some("type:scorecard".to_owned()), limit: 9, ..ArtifactQuery::default() };
        let scores = stage.store.artifacts(&scores).await.unwrap();
        assert_eq!(scores.len(), 2);
        let score = stage.blobs.get(&scores[0].hash).unwrap();
        assert!(serde_json::from_slice::<serde_json::Value>(&score).unwrap()["measures"].is_object());
        let (session, _) = stage.session().await;
        let arrangement = session.session().unwrap().arrangement().clone();
        assert_eq!(arrangement.regions().len(), 2);
        let needed = stage.store.blobs_needed().await.unwrap();
        assert!(
            arrangement
                .regions()
                .iter()
                .flat_map(|region| region.clips.hashes())
                .all(|hash| needed.contains(&hash))
        );
    });
}

#[test]
fn the_same_spec_makes_the_same_bytes() {
    block_on(async {
        let (one, other) = (Stage::new(), Stage::new());
        let mut made = Vec::new();
        for stage in [&one, &other] {
            stage.ask(generate(&["bass", "drums", "keys", "guitar"])).await.unwrap();
            stage.workshop().work_off().await.unwrap();
            let listed = stage.blobs.list().unwrap();
            made.push(listed.iter().map(|entry| entry.hash).collect::<Vec<_>>());
        }
        assert_eq!(made[0], made[1]);
    });
}

#[test]
fn what_fails_is_tried_again_later_and_what_cannot_work_dies() {
    let cases: [(fn(&Cancelled) -> Result<Made, Failed>, bool, &str); 4] = [
        (|_| Err(Failed { reason: "no room".to_owned(), is_retryable: true }), true, "no room"),
        (|_| Err(Failed::for_good("no such style")), false, "no such style"),
        (|_| panic!("a bug"), false, "the engine broke down"),
        (
            |_| {
                Ok(Made {
                    takes: vec![domain::session::takes::Take {
                        lane: music::lane::Lane::Bass,
                        regions: vec![],
                    }],
                    ..Made::default()
                })
            },
            false,
            "is nowhere",
        ),
    ];
    for (make, is_queued, told) in cases {
        block_on(async {
            let stage = Stage::new();
            stage.ask(generate(&["bass"])).await.unwrap();
            let mut workshop = stage.workshop();
            workshop.engines = vec![Arc::new(Odd(make))];
            assert_eq!(workshop.work_off().await.unwrap(), 1);
            let (session, _) = stage.session().await;
            let job = session.session().unwrap().jobs().iter().next().unwrap().clone();
            assert_eq!(matches!(job.state, State::Queued { .. }), is_queued, "{told}: {:?}", job.state);
            assert!(job.failure.unwrap().contains(told), "{told}");
            // Not before its time.
            assert_eq!(workshop.work_off().await.unwrap(), 0);
            stage.clock.advance(Duration::from_secs(600));
            assert_eq!(stage.workshop().work_off().await.unwrap(), usize::from(is_queued));
        });
    }
}

#[test]
fn leases_of_a_server_that_is_gone_are_given_back_at_once() {
    block_on(async {
        let stage = Stage::new();
        stage.ask(generate(&["bass"])).await.unwrap();
        let jobs = stage.store.jobs(&JobQuery { limit: 1, ..JobQuery::default() }).await.unwrap();
        let job = jobs[0].id.parse().unwrap();
        stage.ask(session::Command::Job(domain::job::Command::Lease { job })).await.unwrap();
        let later = stage.again();
        assert_eq!(later.workshop().give_back_leases().await.unwrap(), 1);
        assert_eq!(later.workshop().give_back_leases().await.unwrap(), 0);
        assert_eq!(later.store.job(&jobs[0].id).await.unwrap().unwrap().state, JobState::Queued);
        later.clock.advance(Duration::from_secs(10));
        assert_eq!(later.workshop().work_off().await.unwrap(), 1);
        assert!(matches!(state(&later).await, State::Done { .. }));
        // Whoever held the first lease comes too late.
        let late = domain::job::Command::Complete {
            job,
            fence: domain::job::Fence(1),
            artifacts: vec![],
            takes: vec![],
        };
        let refused = later.ask(session::Command::Job(late)).await.unwrap_err().to_string();
        assert!(refused.contains("was leased again since"), "{refused}");
    });
}

#[test]
fn workers_run_beside_everything_else_and_stop_when_told() {
    block_on(async {
        let stage = Stage::new();
        let stop = CancellationToken::new();
        let workers = tokio::spawn(orchestrator::jobs::run(stage.workshop(), stop.clone()));
        let mut news = stage.writer.subscribe();
        for _ in 0..5 {
            stage.ask(generate(&["bass"])).await.unwrap();
        }
        let is_done = |state: &domain::State| {
            let jobs = state.session().unwrap().jobs();
            jobs.iter().count() == 5 && jobs.iter().all(|job| job.state.is_over())
        };
        while !is_done(&news.recv().await.unwrap().state) {}
        stop.cancel();
        workers.await.unwrap();
        let query = JobQuery { states: vec![JobState::Done], limit: 9, ..JobQuery::default() };
        assert_eq!(stage.store.jobs(&query).await.unwrap().len(), 5);
    });
}

#[test]
fn what_was_cancelled_meanwhile_stays_cancelled() {
    block_on(async {
        let stage = Stage::new();
        stage.ask(generate(&["bass"])).await.unwrap();
        let jobs = stage.store.jobs(&JobQuery { limit: 1, ..JobQuery::default() }).await.unwrap();
        let job = jobs[0].id.parse().unwrap();
        stage.ask(session::Command::Job(domain::job::Command::Cancel { job })).await.unwrap();
        assert_eq!(stage.workshop().work_off().await.unwrap(), 0);
        assert_eq!(stage.store.next_timer().await.unwrap(), None);
        assert!(matches!(state(&stage).await, State::Cancelled));
    });
}
