//! How the file is opened.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Error, Row, query};

/// Readers block nobody; more than cores would only wait for the disk.
const READERS_MAX: u32 = 4;
/// The lock on the folder leaves nobody to wait for but our own checkpoints.
const BUSY: Duration = Duration::from_secs(5);
/// The log is folded into the file when it is 4 MiB: about as much as a start should have to read.
const CHECKPOINT_PAGES: &str = "1000";

/// With nothing left in the log. After a flush that failed, what the system still shows of the log may never reach the
/// disk, and whatever is appended to it would be lost with it: so it is written anew, into the file itself.
pub(super) async fn writer(path: &Path) -> Result<SqliteConnection, Error> {
    let mut writer = opened(path).await?;
    let folded = query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut writer).await?;
    if folded.try_get::<i64, _>(0)? != 0 {
        return Err(Error::Protocol("its log is in use by another program".to_owned()));
    }
    Ok(writer)
}

async fn opened(path: &Path) -> Result<SqliteConnection, Error> {
    options(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
        // Where a plain flush stops in the drive's own memory.
        .pragma("fullfsync", "1")
        .pragma("checkpoint_fullfsync", "1")
        .connect()
        .await
}

/// Connected when they are first needed.
pub(super) fn readers(path: &Path) -> SqlitePool {
    SqlitePoolOptions::new()
        .max_connections(READERS_MAX)
        .connect_lazy_with(options(path).pragma("query_only", "1"))
}

pub(super) async fn pragma(writer: &mut SqliteConnection, name: &'static str) -> Result<String, Error> {
    let row = query(AssertSqlSafe(format!("PRAGMA {name}"))).fetch_one(writer).await?;
    row.try_get::<String, _>(0).or_else(|_| row.try_get::<i64, _>(0).map(|number| number.to_string()))
}

/// By a connection of its own, so that neither reading nor writing waits for it.
pub(super) async fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    let mut copier = options(from).connect().await?;
    query("VACUUM INTO ?").bind(to.to_string_lossy().into_owned()).execute(&mut copier).await?;
    copier.close().await
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .disable_statement_logging()
}
