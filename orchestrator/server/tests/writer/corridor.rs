//! Commands in, events out, in order and for everybody.

use std::sync::Arc;

use domain::{Code, Event, Scope, session};
use music::clip::Hash;
use orchestrator::store::memory::Memory;
use orchestrator::store::{Batch, Body, Entry, Store};
use orchestrator::writer::{COMMANDS_PER_COMMIT_MAX, Failure, SCOPES_MAX};

use crate::faulty::Faulty;
use crate::stage::{Stage, asked, block_on, chart, generate, join, leave_unknown, scope};

#[test]
fn what_is_answered_is_in_the_journal_and_in_the_state() {
    block_on(async {
        let stage = Stage::new();
        let first = stage.ask(join(1)).await.unwrap();
        assert_eq!(first.first_seq, 1);
        assert!(matches!(&first.events[0], Event::Session(session::Event::InstanceJoined(_))));
        let second = stage.ask(join(2)).await.unwrap();
        assert_eq!(second.first_seq, first.last_seq() + 1);
        let (state, last) = stage.session().await;
        assert_eq!((last, &*state), (second.last_seq(), &*second.state));
        assert_eq!(stage.folded().await, ((*state).clone(), last));
        let events = stage.writer.events(&scope(), first.last_seq(), 100).await.unwrap();
        let told: Vec<(u64, Event)> = (second.first_seq..).zip(second.events).collect();
        assert_eq!(events, told);
    });
}

#[test]
fn a_refusal_changes_nothing_and_hurts_no_neighbour() {
    block_on(async {
        let stage = Stage::new();
        let (before, refused, after) =
            tokio::join!(stage.ask(join(1)), stage.ask(leave_unknown()), stage.ask(join(2)));
        let Err(Failure::Refused(refusal)) = refused else { panic!("refused") };
        assert_eq!(refusal.code, Code::PluginNotFound);
        assert_eq!(after.unwrap().first_seq, before.unwrap().last_seq() + 1);
        assert_eq!(stage.session().await.0.session().unwrap().instances().len(), 2);
    });
}

#[test]
fn an_answer_without_events_says_where_the_journal_stands() {
    block_on(async {
        let stage = Stage::new();
        let joined = stage.ask(join(1)).await.unwrap();
        let again = stage.ask(join(1)).await.unwrap();
        assert_eq!((again.events.len(), again.last_seq()), (0, joined.last_seq()));
        assert_eq!(*again.state, *joined.state);
    });
}

#[test]
fn watchers_hear_every_event_once_and_in_order() {
    block_on(async {
        let stage = Stage::new();
        let mut news = stage.writer.subscribe();
        let asks = (0..40).map(|number| {
            let writer = stage.writer.clone();
            let command = if number % 7 == 3 { leave_unknown() } else { join(number) };
            tokio::spawn(async move { writer.ask(scope(), asked(command), None).await })
        });
        for ask in asks.collect::<Vec<_>>() {
            let _ = ask.await.unwrap();
        }
        let (_, last) = stage.session().await;
        let mut next = 1;
        while next <= last {
            let heard = news.recv().await.unwrap();
            assert_eq!(heard.first_seq, next);
            next = heard.last_seq() + 1;
        }
        assert!(news.try_recv().is_err());
    });
}

#[test]
fn many_commands_share_a_commit_and_none_more_than_its_limit() {
    block_on(async {
        let store = Arc::new(Faulty::default());
        let stage = Stage::on(store.clone());
        let asks: Vec<_> = (0..200).map(|number| (stage.writer.clone(), join(number))).collect();
        let asks = asks.into_iter().map(|(writer, command)| {
            tokio::spawn(async move { writer.ask(scope(), asked(command), None).await.unwrap() })
        });
        for ask in asks.collect::<Vec<_>>() {
            ask.await.unwrap();
        }
        let figures = stage.writer.figures();
        assert_eq!(figures.commands, 200);
        assert!(figures.commits < 100, "{figures:?}");
        assert!(figures.largest > 1 && figures.largest <= COMMANDS_PER_COMMIT_MAX as u64, "{figures:?}");
        assert_eq!(store.commits().len() as u64, figures.commits);
    });
}

#[test]
fn a_body_too_long_for_a_row_comes_back_from_its_blob() {
    block_on(async {
        let stage = Stage::new();
        let text: String = (0..1_000).map(|_| "| Cmaj7#11 Fmaj7#11 ").collect();
        stage.ask(chart(&text)).await.unwrap();
        let entries = stage.store.events(&scope().to_string(), 0, 10).await.unwrap();
        let blob = entries.iter().find_map(|entry| match &entry.body {
            Body::Blob(hash) => Some(*hash),
            Body::Here(text) => {
                assert!(text.len() <= Body::BYTES_MAX);
                None
            }
        });
        assert!(stage.store.blobs_needed().await.unwrap().contains(&blob.unwrap()));
        let (state, last) = stage.folded().await;
        assert_eq!(&**state.session().unwrap().chart().text(), text.as_str());
        assert_eq!((Arc::new(state), last), stage.session().await);
    });
}

#[test]
fn what_follows_is_in_the_same_commit() {
    block_on(async {
        let store = Arc::new(Faulty::default());
        let stage = Stage::on(store.clone());
        let queued = stage.ask(generate(&["bass"])).await.unwrap();
        assert_eq!(stage.workshop().work_off().await.unwrap(), 1);
        // Asking, leasing, and one for everything that came of it: artifacts, the job's end, the arrangement.
        assert_eq!(store.commits().len(), 3);
        let (state, _) = stage.session().await;
        assert_eq!(state.session().unwrap().arrangement().regions().len(), 1);
        assert!(store.commits()[2] >= 5, "{:?}", store.commits());
        assert_eq!(queued.first_seq, 1);
    });
}

#[test]
fn scopes_that_nobody_uses_leave_memory_and_come_back() {
    block_on(async {
        let stage = Stage::new();
        stage.ask(join(1)).await.unwrap();
        for number in 0..SCOPES_MAX + 3 {
            let other: Scope = format!("session/other-{number}").parse().unwrap();
            stage.writer.ask(other, asked(join(1)), None).await.unwrap();
        }
        let (state, last) = stage.session().await;
        assert_eq!(stage.folded().await, ((*state).clone(), last));
    });
}

#[test]
fn a_journal_of_a_newer_program_is_refused_with_its_place() {
    block_on(async {
        let store = Arc::new(Memory::default());
        let entry = Entry {
            scope: scope().to_string(),
            seq: 1,
            at: 0,
            actor: "{}".to_owned(),
            kind: "session.latent_proposed".to_owned(),
            version: 1,
            body: Body::Here("{}".to_owned()),
        };
        let missing =
            Entry { scope: "session/torn".to_owned(), body: Body::Blob(Hash::of(b"gone")), ..entry.clone() };
        store.commit(&Batch { events: vec![entry, missing], ..Batch::default() }).await.unwrap();
        let stage = Stage::on(store);
        let told = stage.ask(join(1)).await.unwrap_err().to_string();
        assert!(told.contains("session/default, event 1") && told.contains("start the newer one"), "{told}");
        let torn = stage.writer.state(&"session/torn".parse().unwrap()).await.unwrap_err().to_string();
        assert!(torn.contains("restore it from a backup"), "{torn}");
        // Others do not notice.
        stage.writer.ask("session/fine".parse().unwrap(), asked(join(1)), None).await.unwrap();
    });
}

/// Breaks off whenever it is told to.
struct Brittle(std::sync::atomic::AtomicBool);

impl orchestrator::clock::Chance for Brittle {
    fn seed(&self) -> domain::Seed {
        assert!(!self.0.load(std::sync::atomic::Ordering::SeqCst), "a fault, on purpose");
        domain::Seed::from_number(1)
    }
}

#[test]
fn a_fault_costs_one_command_and_not_the_server() {
    block_on(async {
        let chance = Arc::new(Brittle(false.into()));
        let stage = Stage::with_chance(chance.clone());
        let first = stage.ask(join(1)).await.unwrap();
        chance.0.store(true, std::sync::atomic::Ordering::SeqCst);
        assert!(matches!(stage.ask(join(2)).await, Err(Failure::Broken)));
        chance.0.store(false, std::sync::atomic::Ordering::SeqCst);
        assert_eq!(stage.ask(join(2)).await.unwrap().first_seq, first.last_seq() + 1);
    });
}

#[test]
fn a_closed_corridor_says_so() {
    block_on(async {
        let stage = Stage::new();
        let before = stage.ask(join(1)).await.unwrap();
        stage.writer.close().await;
        assert!(matches!(stage.ask(join(2)).await, Err(Failure::Closed)));
        // What is known can still be read.
        assert_eq!(stage.session().await.1, before.last_seq());
        stage.writer.close().await;
    });
}
