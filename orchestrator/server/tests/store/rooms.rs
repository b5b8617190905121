//! The back rooms as a whole: opened, worked in, closed, opened again.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use domain::ids::Incarnation;
use domain::session::instance::Join;
use domain::{Actor, Asked, Command, Scope, WallTime, session};
use orchestrator::clock::{CountedChance, ManualClock};
use orchestrator::rooms::{Error, Rooms, Settings};
use orchestrator::store;
use orchestrator::store::sqlite::Upgrade;
use orchestrator::writer::Failure;

use crate::block_on;

async fn open(data: &Path, seed: u64) -> Result<Rooms, Error> {
    let settings = Settings { data: data.to_owned(), holder: format!("test {seed}"), export: None };
    let clock = Arc::new(ManualClock::new(WallTime(1_000_000_000_000)));
    Rooms::open(&settings, clock, Arc::new(CountedChance::new(seed))).await
}

fn scope() -> Scope {
    "session/default".parse().unwrap()
}

fn join(number: u128) -> Asked {
    let join = Join {
        instance: format!("plugin-{number}").parse().unwrap(),
        incarnation: Incarnation(number),
        name: "Plugin".to_owned(),
        capabilities: Vec::new(),
        replaces_silent: false,
    };
    Asked { by: Actor::system(), command: Command::Session(session::Command::Join(join)) }
}

#[test]
fn what_was_there_is_there_again() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let rooms = open(folder.path(), 1).await.unwrap();
        assert_eq!(rooms.upgrade, Upgrade::Made);
        let before = rooms.journal_id.clone();
        rooms.writer.ask(scope(), join(1), None).await.unwrap();
        let (state, last) = rooms.writer.state(&scope()).await.unwrap();
        rooms.close().await;

        let rooms = open(folder.path(), 2).await.unwrap();
        assert_eq!((rooms.upgrade.clone(), &rooms.journal_id), (Upgrade::None, &before));
        assert_eq!(rooms.writer.state(&scope()).await.unwrap(), (state, last));
        let more = rooms.writer.ask(scope(), join(2), None).await.unwrap();
        assert_eq!(more.first_seq, last + 1);
        rooms.close().await;
    });
}

#[test]
fn a_second_server_is_told_who_is_there_and_the_first_does_not_notice() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let rooms = open(folder.path(), 1).await.unwrap();
        let refused = open(folder.path(), 2).await.err().unwrap();
        assert!(matches!(refused, Error::Store(store::Error::Held { .. })));
        assert!(refused.to_string().contains("in use by test 1"), "{refused}");
        rooms.writer.ask(scope(), join(1), None).await.unwrap();
        rooms.close().await;
        open(folder.path(), 3).await.unwrap().close().await;
    });
}

#[test]
fn closed_rooms_take_nothing_more_and_give_the_folder_back() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let rooms = open(folder.path(), 1).await.unwrap();
        let writer = rooms.writer.clone();
        rooms.close().await;
        assert!(matches!(writer.ask(scope(), join(1), None).await, Err(Failure::Closed)));
        let mut names: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["band.sqlite", "blobs", "held-by.txt", "journal-id", "lock"]);
    });
}

#[test]
fn a_store_that_cannot_be_read_is_said_at_the_start() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("band.sqlite"), "no database at all, but long enough".repeat(50))
            .unwrap();
        let refused = open(folder.path(), 1).await.err().unwrap();
        assert!(refused.to_string().contains("is damaged"), "{refused}");
        // And the folder is free for whoever mends it.
        fs::remove_file(folder.path().join("band.sqlite")).unwrap();
        open(folder.path(), 2).await.unwrap().close().await;
    });
}
