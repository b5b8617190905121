//! Backup, restore and the doctor.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::{Actor, Asked, Command, Scope, WallTime, session};
use music::lane::Lane;
use orchestrator::clock::{CountedChance, ManualClock};
use orchestrator::rooms::{Rooms, Settings};
use orchestrator::store::maintenance::{backup, examine, findings, restore};
use orchestrator::store::{DataFolder, Error, JobState};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, query};

use crate::block_on;

fn scope() -> Scope {
    "session/default".parse().unwrap()
}

async fn open(data: &Path) -> Rooms {
    let settings = Settings { data: data.to_owned(), holder: "a test".to_owned(), export: None };
    let clock = Arc::new(ManualClock::new(WallTime(1_000_000_000_000)));
    Rooms::open(&settings, clock, Arc::new(CountedChance::new(1))).await.unwrap()
}

/// A song with music in it, composed here.
pub(crate) async fn compose(rooms: &Rooms) {
    let mut news = rooms.writer.subscribe();
    let request = session::generate::Request::Chords(session::generate::OfChords {
        tracks: vec!["bass".to_owned(), "drums".to_owned()],
        chords: "C-Am-F-G".to_owned(),
        tempo: None,
        beats: Some(16),
        key: None,
    });
    let command = Command::Session(session::Command::Generate(request));
    rooms.writer.ask(scope(), Asked { by: Actor::system(), command }, None).await.unwrap();
    loop {
        let heard = news.recv().await.unwrap();
        let session = heard.state.session().unwrap();
        if session.jobs().iter().all(|job| job.state.is_over()) {
            return;
        }
    }
}

async fn regions(data: &Path) -> usize {
    let rooms = open(data).await;
    let (state, _) = rooms.writer.state(&scope()).await.unwrap();
    let count = state.session().unwrap().arrangement().regions().len();
    rooms.close().await;
    count
}

async fn worked(folder: &tempfile::TempDir) -> PathBuf {
    let data = folder.path().join("data");
    let rooms = open(&data).await;
    compose(&rooms).await;
    rooms.close().await;
    data
}

pub(crate) async fn break_with(data: &Path, sql: &'static str) {
    let mut raw = SqliteConnectOptions::new().filename(data.join("band.sqlite")).connect().await.unwrap();
    query(sql).execute(&mut raw).await.unwrap();
    raw.close().await.unwrap();
}

#[test]
fn a_backup_of_a_running_server_is_whole_and_comes_back() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let (data, to) = (folder.path().join("data"), folder.path().join("backup"));
        let rooms = open(&data).await;
        compose(&rooms).await;
        let told = backup(&data, &to).await.unwrap();
        assert!(told.contains("events of 1 scopes"), "{told}");
        // Afterwards is not in it.
        let lane = Command::Session(session::Command::MoveChair { lane: Lane::Bass, to: None });
        let _ = rooms.writer.ask(scope(), Asked { by: Actor::system(), command: lane }, None).await;
        assert!(matches!(backup(&data, &to).await, Err(Error::InTheWay { .. })));
        rooms.close().await;
        assert_eq!(findings(&to).await.unwrap().problems, Vec::<String>::new());

        let other = folder.path().join("other");
        let aside = restore(&to, &other).await.unwrap();
        assert_eq!(fs::read_dir(&aside).unwrap().count(), 0);
        assert_eq!(regions(&other).await, regions(&data).await);
        assert!(regions(&other).await >= 2);
        assert_eq!(examine(&other).await.unwrap(), Vec::<String>::new());
    });
}

#[test]
fn restoring_keeps_what_was_there_and_begins_another_journal() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let data = worked(&folder).await;
        let to = folder.path().join("backup");
        backup(&data, &to).await.unwrap();
        let before = fs::read_to_string(data.join("journal-id")).unwrap();
        let held = DataFolder::hold(&data, "a server").unwrap();
        assert!(matches!(restore(&to, &data).await, Err(Error::Held { .. })));
        drop(held);
        let aside = restore(&to, &data).await.unwrap();
        assert!(aside.join("band.sqlite").is_file() && aside.join("blobs").is_dir());
        assert!(regions(&data).await >= 2);
        assert_eq!(fs::read_to_string(aside.join("journal-id")).unwrap(), before);
        // The chance of these tests is the same at every start.
        assert!(data.join("journal-id").is_file());
    });
}

#[test]
fn a_backup_leaves_alone_what_a_server_is_writing() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let (data, to) = (folder.path().join("data"), folder.path().join("backup"));
        let rooms = open(&data).await;
        compose(&rooms).await;
        let mut incoming = rooms.blobs.receive().unwrap();
        incoming.write(b"the first half, ").unwrap();
        backup(&data, &to).await.unwrap();
        incoming.write(b"and the second").unwrap();
        let (hash, _) = incoming.finish(None).unwrap();
        assert_eq!(rooms.blobs.get(&hash).unwrap(), b"the first half, and the second");
        rooms.close().await;
    });
}

#[test]
fn nobody_begins_with_half_a_backup() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let data = worked(&folder).await;
        let to = folder.path().join("backup");
        backup(&data, &to).await.unwrap();
        // Killed in the middle: something is there, and the mark.
        fs::write(data.join("restoring"), "").unwrap();
        fs::remove_file(data.join("band.sqlite")).unwrap();
        let refused = DataFolder::hold(&data, "a server").unwrap_err();
        assert!(
            matches!(refused, Error::HalfRestored { .. }) && refused.to_string().contains("restore again")
        );
        restore(&to, &data).await.unwrap();
        assert!(!data.join("restoring").exists());
        assert!(regions(&data).await >= 2);
    });
}

#[test]
fn the_doctor_names_every_ailment() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let data = worked(&folder).await;
        let healthy = findings(&data).await.unwrap();
        assert_eq!((healthy.scopes, healthy.orphans, healthy.problems.len()), (1, 0, 0));
        assert!(healthy.events > 5 && healthy.blobs >= 4, "{healthy:?}");

        let stray = data.join("blobs/ab").join("c".repeat(62));
        fs::create_dir_all(stray.parent().unwrap()).unwrap();
        fs::write(&stray, "stray").unwrap();
        assert_eq!(findings(&data).await.unwrap().orphans, 1);
        fs::remove_file(stray).unwrap();

        let blob = walk(&data.join("blobs"));
        let bytes = fs::read(&blob).unwrap();
        fs::write(&blob, "rotten").unwrap();
        let told = examine(&data).await.unwrap();
        assert!(told.len() == 1 && told[0].contains("is damaged"), "{told:?}");
        fs::remove_file(&blob).unwrap();
        let told = examine(&data).await.unwrap();
        assert!(told.len() == 1 && told[0].contains("restore it from a backup"), "{told:?}");
        fs::write(&blob, bytes).unwrap();

        break_with(&data, "UPDATE job SET state = 'queued'").await;
        let told = examine(&data).await.unwrap();
        assert!(told.len() == 1 && told[0].ends_with("the table says queued, the journal done"), "{told:?}");
        break_with(&data, "UPDATE job SET state = 'done'").await;
        break_with(&data, "UPDATE event SET version = 9 WHERE seq = 1").await;
        let told = examine(&data).await.unwrap();
        assert!(told.len() == 1 && told[0].contains("event 1") && told[0].contains("form 9"), "{told:?}");
        break_with(&data, "UPDATE event SET version = 1 WHERE seq = 1").await;
        break_with(&data, "DELETE FROM event WHERE seq = 2").await;
        let told = examine(&data).await.unwrap();
        assert!(told.iter().any(|told| told.contains("some are missing")), "{told:?}");
        let refused = restore(&data, &folder.path().join("elsewhere")).await.unwrap_err();
        assert!(matches!(refused, Error::NotABackup { .. }), "{refused}");
    });
}

fn walk(blobs: &Path) -> PathBuf {
    let folders = fs::read_dir(blobs).unwrap().map(|folder| folder.unwrap().path());
    let folders = folders.filter(|folder| folder.file_name().unwrap().len() == 2);
    let mut files = folders.flat_map(|folder| fs::read_dir(folder).unwrap()).map(|file| file.unwrap().path());
    files.next().unwrap()
}

#[test]
fn a_folder_without_data_is_named() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let refused = examine(folder.path()).await.unwrap_err();
        assert!(refused.to_string().contains("name its folder with --data"), "{refused}");
    });
}

#[test]
fn jobs_of_a_server_that_was_killed_are_queued_again() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let data = worked(&folder).await;
        // As if it had been killed in the middle: take the journal back to the lease.
        break_with(
            &data,
            "DELETE FROM event WHERE seq > (SELECT seq FROM event WHERE kind = 'session.job_leased')",
        )
        .await;
        break_with(
            &data,
            "UPDATE job SET state = 'leased', leased_by = 'principal_00000000000000000000000000000000'",
        )
        .await;
        break_with(&data, "DELETE FROM artifact").await;
        let rooms = open(&data).await;
        let jobs = rooms
            .store
            .jobs(&orchestrator::store::JobQuery { limit: 10, ..Default::default() })
            .await
            .unwrap();
        assert_eq!(jobs.len(), 1);
        assert!(
            matches!(jobs[0].state, JobState::Queued | JobState::Leased | JobState::Done),
            "{:?}",
            jobs[0]
        );
        let (state, _) = rooms.writer.state(&scope()).await.unwrap();
        let job = state.session().unwrap().jobs().iter().next().unwrap();
        assert_eq!(job.failure.as_deref(), Some("the server stopped while it was running"));
        rooms.close().await;
    });
}
