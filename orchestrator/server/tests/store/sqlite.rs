//! The file itself: how it is set up, what it refuses, what a crash leaves.

use std::fs;

use orchestrator::store::sqlite::{NEWEST, Sqlite, Upgrade};
use orchestrator::store::{Body, Error, Snapshot, Store};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, query, query_scalar};

use crate::block_on;
use crate::rows::{SCOPE, events};

async fn set_form(path: &std::path::Path, form: i64) {
    let mut raw = SqliteConnectOptions::new().filename(path).connect().await.unwrap();
    query(AssertSqlSafe(format!("PRAGMA user_version = {form}"))).execute(&mut raw).await.unwrap();
    raw.close().await.unwrap();
}

#[test]
fn a_new_file_is_made_and_an_old_one_opened() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("band.sqlite");
        let (store, upgrade) = Sqlite::open(&path, folder.path()).await.unwrap();
        assert_eq!(upgrade, Upgrade::Made);
        store.commit(&events(SCOPE, 1..=2)).await.unwrap();
        store.close().await.unwrap();
        let (store, upgrade) = Sqlite::open(&path, folder.path()).await.unwrap();
        assert_eq!(upgrade, Upgrade::None);
        assert_eq!(store.events(SCOPE, 0, 9).await.unwrap().len(), 2);
        store.close().await.unwrap();
        // Closed in order, everything is in the one file.
        assert!(!folder.path().join("band.sqlite-wal").exists());
    });
}

#[test]
fn newer_data_is_refused_untouched() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("band.sqlite");
        Sqlite::open(&path, folder.path()).await.unwrap().0.close().await.unwrap();
        set_form(&path, NEWEST + 1).await;
        let before = fs::read(&path).unwrap();
        let refused = Sqlite::open(&path, folder.path()).await.unwrap_err();
        assert!(
            matches!(refused, Error::Newer { found, known, .. } if found == NEWEST + 1 && known == NEWEST)
        );
        let told = refused.to_string();
        assert!(
            told.contains("written by a newer ai-band") && told.contains("restore an older backup"),
            "{told}"
        );
        assert!(matches!(Sqlite::inspect(&path).await, Err(Error::Newer { .. })));
        assert_eq!(fs::read(&path).unwrap(), before);
    });
}

#[test]
fn what_is_no_database_is_called_damaged() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("band.sqlite");
        fs::write(&path, "this is a letter, not a database; ".repeat(100)).unwrap();
        let refused = Sqlite::open(&path, folder.path()).await.unwrap_err();
        assert!(matches!(refused, Error::Damaged { .. }), "{refused}");
        assert!(refused.to_string().contains("ai-band doctor"), "{refused}");
    });
}

#[test]
fn a_commit_is_on_the_disk_and_a_copy_opens_by_itself() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("band.sqlite");
        let (store, _) = Sqlite::open(&path, folder.path()).await.unwrap();
        store.commit(&events(SCOPE, 1..=3)).await.unwrap();
        let copy = folder.path().join("copy.sqlite");
        store.copy_to(&copy).await.unwrap();
        // As it lies there while the server runs: what a power cut would leave.
        let left = folder.path().join("left");
        fs::create_dir(&left).unwrap();
        for name in ["band.sqlite", "band.sqlite-wal"] {
            fs::copy(folder.path().join(name), left.join(name)).unwrap();
        }
        for path in [copy, left.join("band.sqlite")] {
            let (other, upgrade) = Sqlite::open(&path, &left).await.unwrap();
            assert_eq!((upgrade, other.events(SCOPE, 0, 9).await.unwrap().len()), (Upgrade::None, 3));
            other.close().await.unwrap();
        }
        store.close().await.unwrap();
    });
}

#[test]
fn a_torn_log_loses_only_what_was_never_answered() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("band.sqlite");
        let wal = folder.path().join("band.sqlite-wal");
        let (store, _) = Sqlite::open(&path, folder.path()).await.unwrap();
        let mut lengths = Vec::new();
        for seq in 1..=5 {
            store.commit(&events(SCOPE, seq..=seq)).await.unwrap();
            lengths.push(fs::metadata(&wal).unwrap().len());
        }
        let (main, log) = (fs::read(&path).unwrap(), fs::read(&wal).unwrap());
        store.close().await.unwrap();
        let left = folder.path().join("left");
        for cut in (lengths[1]..=lengths[4]).step_by(509).chain(lengths.iter().copied()) {
            let _ = fs::remove_dir_all(&left);
            fs::create_dir(&left).unwrap();
            fs::write(left.join("band.sqlite"), &main).unwrap();
            fs::write(left.join("band.sqlite-wal"), &log[..cut as usize]).unwrap();
            let whole = lengths.iter().filter(|length| **length <= cut).count();
            let (torn, _) = Sqlite::open(&left.join("band.sqlite"), &left).await.unwrap();
            let read = torn.events(SCOPE, 0, 9).await.unwrap();
            assert_eq!(read.len(), whole, "cut at {cut} of {}", log.len());
            assert_eq!(torn.ailments().await.unwrap(), Vec::<String>::new());
            torn.commit(&events(SCOPE, whole as u64 + 1..=whole as u64 + 1)).await.unwrap();
            torn.close().await.unwrap();
        }
    });
}

#[test]
fn the_connection_is_set_as_it_must_be() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("band.sqlite");
        let (store, _) = Sqlite::open(&path, folder.path()).await.unwrap();
        for (pragma, expected) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")] {
            assert_eq!(store.pragma(pragma).await.unwrap(), expected, "{pragma}");
        }
        store.close().await.unwrap();
    });
}

#[test]
fn a_body_too_long_for_a_row_is_refused_by_the_file_itself() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Sqlite::open(&folder.path().join("band.sqlite"), folder.path()).await.unwrap();
        let mut batch = events(SCOPE, 1..=1);
        // Bytes count, not letters.
        batch.events[0].body = Body::Here("\u{266d}".repeat(Body::BYTES_MAX / 3));
        store.commit(&batch).await.unwrap();
        let mut batch = events(SCOPE, 2..=2);
        batch.events[0].body = Body::Here("\u{266d}".repeat(Body::BYTES_MAX / 3 + 1));
        assert!(store.commit(&batch).await.is_err());
        // And goes on.
        store.commit(&events(SCOPE, 2..=2)).await.unwrap();
        store.close().await.unwrap();
    });
}

#[test]
fn gaps_made_by_others_are_found() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("band.sqlite");
        let (store, _) = Sqlite::open(&path, folder.path()).await.unwrap();
        store.commit(&events(SCOPE, 1..=4)).await.unwrap();
        let mut raw = SqliteConnectOptions::new().filename(&path).connect().await.unwrap();
        query("DELETE FROM event WHERE seq = 2").execute(&mut raw).await.unwrap();
        let left: i64 = query_scalar("SELECT COUNT(*) FROM event").fetch_one(&mut raw).await.unwrap();
        assert_eq!(left, 3);
        raw.close().await.unwrap();
        let ailments = store.ailments().await.unwrap();
        assert_eq!(
            ailments,
            ["session/default: the last event is number 4, and there are 3; some are missing"]
        );
        store.close().await.unwrap();
    });
}

#[test]
fn a_snapshot_that_fails_takes_its_connection_with_it_and_nothing_else() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("band.sqlite");
        let (store, _) = Sqlite::open(&path, folder.path()).await.unwrap();
        store.commit(&events(SCOPE, 1..=2)).await.unwrap();
        let mut raw = SqliteConnectOptions::new().filename(&path).connect().await.unwrap();
        query("ALTER TABLE snapshot RENAME TO elsewhere").execute(&mut raw).await.unwrap();
        raw.close().await.unwrap();
        let snapshot = Snapshot { scope: SCOPE.to_owned(), seq: 2, fold: 1, body: vec![1] };
        store.save_snapshot(&snapshot).await.unwrap_err();
        assert_eq!(store.pragma("synchronous").await.unwrap(), "", "there is no connection to be trusted");
        store.commit(&events(SCOPE, 3..=4)).await.unwrap();
        assert_eq!(store.pragma("synchronous").await.unwrap(), "2");
        assert_eq!(store.events(SCOPE, 0, 9).await.unwrap().len(), 4);
    });
}
