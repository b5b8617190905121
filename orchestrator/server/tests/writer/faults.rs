//! The store fails at every call in turn: nothing answered is lost, nothing refused is kept, and it goes on.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::artifact::{Kind, Made};
use domain::{Seed, session};
use music::clip::Hash;
use orchestrator::clock::{Chance, CountedChance};
use orchestrator::store::sqlite::Sqlite;
use orchestrator::store::{ArtifactQuery, Store};
use orchestrator::writer::Failure;
use proptest::prelude::*;

use crate::faulty::{Fault, Faulty};
use crate::stage::{Stage, asked, block_on, chart, generate, join, scope};

#[test]
fn a_full_disk_is_named_with_the_way_out_and_reading_goes_on() {
    block_on(async {
        let store = Arc::new(Faulty::default());
        let stage = Stage::on(store.clone());
        let joined = stage.ask(join(1)).await.unwrap();
        store.fail_next(Fault::Full);
        let failed = stage.ask(join(2)).await.unwrap_err();
        let Failure::Storage(error) = &failed else { panic!("{failed}") };
        assert!(error.is_full());
        assert_eq!(
            failed.to_string(),
            "the disk that holds /data/band is full: nothing was written; free some space there, or move the data folder"
        );
        assert_eq!(stage.session().await, (joined.state.clone(), joined.last_seq()));
        // There is room again.
        let later = stage.ask(join(2)).await.unwrap();
        assert_eq!(later.first_seq, joined.last_seq() + 1);
        assert_eq!(stage.writer.figures().failures, 1);
    });
}

#[test]
fn everybody_in_a_failed_commit_hears_of_it() {
    block_on(async {
        let store = Arc::new(Faulty::default());
        let stage = Stage::on(store.clone());
        stage.ask(join(1)).await.unwrap();
        store.fail_next(Fault::Full);
        let (one, other, third) = tokio::join!(stage.ask(join(2)), stage.ask(join(3)), stage.ask(join(4)));
        for answer in [one, other, third] {
            assert!(matches!(answer, Err(Failure::Storage(_))));
        }
        assert_eq!(stage.session().await.0.session().unwrap().instances().len(), 1);
    });
}

#[test]
fn what_was_kept_all_the_same_is_told_late_and_not_done_twice() {
    block_on(async {
        let store = Arc::new(Faulty::default());
        let stage = Stage::on(store.clone());
        stage.ask(join(1)).await.unwrap();
        let mut news = stage.writer.subscribe();
        // The call before the commit looks the key up.
        let before = store.calls();
        store.fail_at(before + 1, Fault::Late);
        assert!(matches!(stage.ask_with("key", "body", generate(&["bass"])).await, Err(Failure::Storage(_))));
        // Asked again with the same key, it turns out to be done.
        let again = stage.ask_with("key", "body", generate(&["bass"])).await.unwrap();
        assert_eq!(again.state.session().unwrap().jobs().iter().count(), 1);
        let heard = news.recv().await.unwrap();
        assert_eq!((heard.first_seq, &heard.events), (again.first_seq, &again.events));
        assert!(news.try_recv().is_err());
    });
}

#[test]
fn who_wants_what_cannot_be_written_fails_alone() {
    block_on(async {
        let store = Arc::new(Faulty::default());
        let stage = Stage::on(store.clone());
        stage.ask(join(1)).await.unwrap();
        let mut news = stage.writer.subscribe();
        store.refuse("plugin-4");
        let (one, keyed, bad, again, last) = tokio::join!(
            stage.ask(join(2)),
            stage.ask_with("key", "body", join(3)),
            stage.ask(join(4)),
            stage.ask_with("key", "body", join(3)),
            stage.ask(join(5)),
        );
        let failed = bad.unwrap_err();
        assert_eq!(
            failed.to_string(),
            "this was not kept, and nothing of it: CHECK constraint failed; what was asked beside it was; please report it"
        );
        let (one, keyed, again, last) = (one.unwrap(), keyed.unwrap(), again.unwrap(), last.unwrap());
        assert_eq!(keyed.first_seq, one.last_seq() + 1);
        assert_eq!((again.first_seq, &again.events), (keyed.first_seq, &keyed.events));
        assert_eq!(last.first_seq, keyed.last_seq() + 1, "as if the one between had never been");
        for expected in [&one, &keyed, &last] {
            assert_eq!(news.recv().await.unwrap().first_seq, expected.first_seq);
        }
        assert!(news.try_recv().is_err());
        let (known, seq) = stage.session().await;
        assert_eq!(stage.folded().await, ((*known).clone(), seq));
        assert_eq!(known.session().unwrap().instances().len(), 4);
        assert!(matches!(stage.ask(join(4)).await, Err(Failure::Storage(_))));
        // One commit for all that failed, and one that failed for itself.
        assert_eq!(stage.writer.figures().failures, 3);
    });
}

/// Always the same: what is made twice is made under one name.
struct Stuck;

impl Chance for Stuck {
    fn seed(&self) -> Seed {
        CountedChance::new(1).seed()
    }
}

#[test]
fn a_row_that_sqlite_refuses_fails_nobody_else() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let (path, backups) = (folder.path().join("band.sqlite"), folder.path().join("backups"));
        let (store, _) = Sqlite::open(&path, &backups).await.unwrap();
        let stage = Stage::with(Arc::new(store), Arc::new(Stuck));
        let kept = |label: &str| {
            session::Command::KeepArtifact(Made {
                hash: Hash::of(label.as_bytes()),
                kind: Kind::Json,
                bytes: 1,
                length: None,
                lane: None,
                label: label.into(),
                tags: Vec::new(),
                parents: Vec::new(),
                recipe: "{}".into(),
            })
        };
        let (one, first, second, other) =
            tokio::join!(stage.ask(join(1)), stage.ask(kept("a")), stage.ask(kept("b")), stage.ask(join(2)));
        assert!(one.is_ok() && first.is_ok() && other.is_ok());
        let failed = second.unwrap_err().to_string();
        assert!(
            failed.contains("UNIQUE constraint failed") && failed.contains("please report it"),
            "{failed}"
        );
        let query = ArtifactQuery { limit: 9, ..ArtifactQuery::default() };
        assert_eq!(stage.store.artifacts(&query).await.unwrap().len(), 1);
        assert_eq!(stage.session().await.0.session().unwrap().instances().len(), 2);
        let (known, seq) = stage.session().await;
        assert_eq!(stage.folded().await, ((*known).clone(), seq));
    });
}

#[test]
fn a_fact_is_read_once_it_is_known_what_became_of_it() {
    block_on(async {
        let store = Arc::new(Faulty::default());
        let stage = Stage::on(store.clone());
        let joined = stage.ask(join(1)).await.unwrap().last_seq();
        store.fail_next(Fault::Held);
        let reading = async {
            store.held().await;
            let on_disk = store.events(&scope().to_string(), joined, 9).await.unwrap().len();
            let read = stage.writer.events(&scope(), joined, 9).await.unwrap();
            assert_eq!((on_disk > 0, read.len(), stage.session().await.1), (true, 0, joined));
            store.let_go();
        };
        let (asked, ()) = tokio::join!(stage.ask(join(2)), reading);
        let read = stage.writer.events(&scope(), joined, 9).await.unwrap();
        assert_eq!(read.into_iter().map(|(_, event)| event).collect::<Vec<_>>(), asked.unwrap().events);
    });
}

/// The last is none.
const CHARTS: [&str; 4] = ["Am7", "C F", "| G7 |", "Hm"];

#[derive(Clone, Debug)]
enum Step {
    Join(u128),
    Chart(u8),
    Generate,
    Undo,
    Two(u128, u128),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0_u128..6).prop_map(Step::Join),
        (0_u8..4).prop_map(Step::Chart),
        Just(Step::Generate),
        Just(Step::Undo),
        (0_u128..6, 0_u128..6).prop_map(|(one, other)| Step::Two(one, other)),
    ]
}

fn fault() -> impl Strategy<Value = (u64, Fault)> {
    (0_u64..60, prop_oneof![Just(Fault::Full), Just(Fault::Late)])
}

async fn take(stage: &Stage, step: &Step, acknowledged: &mut BTreeMap<u64, domain::Event>) {
    let mut note = |answer: Result<orchestrator::writer::Committed, Failure>| {
        if let Ok(committed) = answer {
            for (seq, event) in (committed.first_seq..).zip(committed.events) {
                assert_eq!(acknowledged.insert(seq, event), None, "a number is given once");
            }
        }
    };
    match step {
        Step::Join(number) => note(stage.ask(join(*number)).await),
        Step::Chart(number) => {
            note(stage.ask(chart(CHARTS[usize::from(*number)])).await);
        }
        Step::Generate => note(stage.ask(generate(&["bass"])).await),
        Step::Undo => note(stage.ask(session::Command::Undo).await),
        Step::Two(one, other) => {
            let ask = |number| stage.writer.ask(scope(), asked(join(number)), None);
            let (one, other) = tokio::join!(ask(*one), ask(*other));
            note(one);
            note(other);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    /// Whatever fails, whenever: what was answered is in the journal, and what is known is its fold.
    #[test]
    fn nothing_answered_is_lost(
        steps in prop::collection::vec(step(), 1..16),
        faults in prop::collection::vec(fault(), 0..8),
    ) {
        block_on(async {
            let store = Arc::new(Faulty::failing(faults));
            let stage = Stage::on(store.clone());
            let mut acknowledged = BTreeMap::new();
            for step in &steps {
                take(&stage, step, &mut acknowledged).await;
            }
            store.heal();
            let journal: BTreeMap<u64, domain::Event> =
                stage.writer.events(&scope(), 0, 1_000).await.unwrap().into_iter().collect();
            for (seq, event) in &acknowledged {
                prop_assert_eq!(journal.get(seq), Some(event));
            }
            // One more, so that what was in doubt is read again.
            stage.ask(join(99)).await.unwrap();
            let (known, last) = stage.session().await;
            prop_assert_eq!(stage.folded().await, ((*known).clone(), last));
            Ok(())
        })?;
    }

    /// Watchers hear each event that was kept once and in order, however the commits went.
    #[test]
    fn watchers_miss_nothing(steps in prop::collection::vec(step(), 1..12), faults in prop::collection::vec(fault(), 0..6)) {
        block_on(async {
            let store = Arc::new(Faulty::failing(faults));
            let stage = Stage::on(store.clone());
            let mut news = stage.writer.subscribe();
            for step in &steps {
                take(&stage, step, &mut BTreeMap::new()).await;
            }
            store.heal();
            let (_, last) = { stage.ask(join(99)).await.unwrap(); stage.session().await };
            let mut next = 1;
            while let Ok(heard) = news.try_recv() {
                prop_assert_eq!(heard.first_seq, next);
                next = heard.last_seq() + 1;
            }
            prop_assert_eq!(next, last + 1);
            Ok(())
        })?;
    }
}
