//! The same request twice is one.

use std::time::Duration;

use orchestrator::writer::{ANSWERS_LAST, Failure};

use crate::stage::{Stage, block_on, generate, join, leave_unknown};

#[test]
fn a_request_sent_again_is_answered_as_the_first_time() {
    block_on(async {
        let stage = Stage::new();
        let first = stage.ask_with("key", "body", generate(&["bass"])).await.unwrap();
        stage.ask(join(1)).await.unwrap();
        let mut news = stage.writer.subscribe();
        let again = stage.ask_with("key", "body", generate(&["bass"])).await.unwrap();
        assert_eq!((again.first_seq, &again.events), (first.first_seq, &first.events));
        assert_eq!(stage.session().await.0.session().unwrap().jobs().iter().count(), 1);
        assert!(news.try_recv().is_err(), "what is told again is no news");
        // After a restart too.
        let later = stage.again();
        let again = later.ask_with("key", "body", generate(&["bass"])).await.unwrap();
        assert_eq!(again.events, first.events);
        // Another key is another request.
        stage.ask_with("other", "body", join(2)).await.unwrap();
    });
}

#[test]
fn another_body_under_the_same_key_is_refused() {
    block_on(async {
        let stage = Stage::new();
        stage.ask_with("key", "body", join(1)).await.unwrap();
        let refused = stage.ask_with("key", "other body", join(2)).await.unwrap_err();
        assert!(matches!(refused, Failure::KeyReused), "{refused}");
        assert_eq!(stage.session().await.0.session().unwrap().instances().len(), 1);
    });
}

#[test]
fn two_at_once_are_one() {
    block_on(async {
        let stage = Stage::new();
        let (one, same, other) = tokio::join!(
            stage.ask_with("key", "body", generate(&["bass"])),
            stage.ask_with("key", "body", generate(&["bass"])),
            stage.ask_with("key", "other body", generate(&["bass"])),
        );
        assert_eq!(one.unwrap().events, same.unwrap().events);
        assert!(matches!(other, Err(Failure::KeyReused)));
        assert_eq!(stage.session().await.0.session().unwrap().jobs().iter().count(), 1);
    });
}

#[test]
fn a_refused_request_may_be_asked_again() {
    block_on(async {
        let stage = Stage::new();
        assert!(stage.ask_with("key", "body", leave_unknown()).await.is_err());
        stage.ask_with("key", "body", join(1)).await.unwrap();
    });
}

#[test]
fn answers_are_forgotten_after_a_day() {
    block_on(async {
        let stage = Stage::new();
        let first = stage.ask_with("key", "body", generate(&["bass"])).await.unwrap();
        stage.clock.advance(ANSWERS_LAST - Duration::from_secs(1));
        assert_eq!(stage.ask_with("key", "body", generate(&["bass"])).await.unwrap().events, first.events);
        stage.clock.advance(Duration::from_secs(1));
        let anew = stage.ask_with("key", "other body", generate(&["bass"])).await.unwrap();
        assert_ne!(anew.events, first.events);
        stage.clock.advance(ANSWERS_LAST + Duration::from_secs(1));
        stage.ask(join(3)).await.unwrap();
        let kept = stage.store.answer("principal_00000000000000000000000000000005", "key").await.unwrap();
        assert_eq!(kept, None, "cleared away");
    });
}

#[test]
fn a_request_that_changed_nothing_is_remembered_too() {
    block_on(async {
        let stage = Stage::new();
        stage.ask(join(1)).await.unwrap();
        let nothing = stage.ask_with("key", "body", join(1)).await.unwrap();
        stage.ask(join(2)).await.unwrap();
        let again = stage.ask_with("key", "body", join(3)).await.unwrap();
        assert_eq!((again.first_seq, again.events.len()), (nothing.first_seq, 0));
    });
}
