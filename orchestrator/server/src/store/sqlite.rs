//! The store in one SQLite file: one connection writes, a few read, and a commit is on the disk when it returns.

mod append;
mod check;
mod connect;
mod journal;
mod library;
mod migrate;
mod people;
mod trouble;
mod work;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use music::clip::Hash;
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnection, SqlitePool};
use tokio::sync::Mutex;

use super::{
    Answer, Artifact, ArtifactQuery, Batch, Entry, Error, Job, JobQuery, PAGE_MAX, Principal, Snapshot,
    Store, Timer, Waiting,
};
use trouble::Trouble;

pub use migrate::{NEWEST, Upgrade};

#[derive(Debug)]
pub struct Sqlite {
    path: PathBuf,
    /// None after a failure: what is left of a broken connection is not trusted with the next batch.
    writer: Mutex<Option<SqliteConnection>>,
    readers: SqlitePool,
    trouble: Trouble,
}

impl Sqlite {
    /// Opens or makes the file. An older form is copied into `backups` and brought up to date; a newer one is refused.
    pub async fn open(path: &Path, backups: &Path) -> Result<(Sqlite, Upgrade), Error> {
        let trouble = Trouble::with(path);
        let mut writer =
            connect::writer(path).await.map_err(|error| trouble.told("open the store", error))?;
        let upgrade = migrate::to_newest(&mut writer, path, backups, &trouble).await?;
        let readers = connect::readers(path);
        let writer = Mutex::new(Some(writer));
        Ok((Sqlite { path: path.to_owned(), writer, readers, trouble }, upgrade))
    }

    /// Opens a file that is there, for reading: its form must be the newest.
    pub async fn inspect(path: &Path) -> Result<Sqlite, Error> {
        let trouble = Trouble::with(path);
        let readers = connect::readers(path);
        migrate::check_form(&readers, path, &trouble).await?;
        Ok(Sqlite { path: path.to_owned(), writer: Mutex::new(None), readers, trouble })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How the writing connection is set.
    pub async fn pragma(&self, name: &'static str) -> Result<String, Error> {
        let mut slot = self.writer.lock().await;
        let Some(writer) = slot.as_mut() else { return Ok(String::new()) };
        let value = connect::pragma(writer, name).await;
        value.map_err(|error| self.trouble.told("read a setting", error))
    }

    /// Lets go of the file, with everything in it in one place.
    pub async fn close(&self) -> Result<(), Error> {
        self.readers.close().await;
        match self.writer.lock().await.take() {
            Some(writer) => writer.close().await.map_err(|error| self.trouble.told("close the store", error)),
            None => Ok(()),
        }
    }

    async fn write(&self, batch: &Batch) -> Result<(), Error> {
        let mut slot = self.writer.lock().await;
        let mut writer = match slot.take() {
            Some(writer) => writer,
            None => connect::writer(&self.path)
                .await
                .map_err(|error| self.trouble.told("open the store", error))?,
        };
        let written = append::batch(&mut writer, batch, &self.trouble).await;
        if written.is_ok() {
            *slot = Some(writer);
        } else {
            // It failed already; what closing it says adds nothing.
            let _ = writer.close_hard().await;
        }
        written
    }
}

#[async_trait]
impl Store for Sqlite {
    async fn commit(&self, batch: &Batch) -> Result<(), Error> {
        if batch.is_empty() { Ok(()) } else { self.write(batch).await }
    }

    async fn heads(&self) -> Result<BTreeMap<String, u64>, Error> {
        journal::heads(&self.readers).await.map_err(|error| self.trouble.told("read the journal", error))
    }

    async fn events(&self, scope: &str, after: u64, limit: u32) -> Result<Vec<Entry>, Error> {
        let entries = journal::events(&self.readers, scope, after, limit.min(PAGE_MAX)).await;
        entries.map_err(|error| self.trouble.told("read the journal", error))
    }

    async fn snapshot(&self, scope: &str, fold: u32) -> Result<Option<Snapshot>, Error> {
        let found = journal::snapshot(&self.readers, scope, fold).await;
        found.map_err(|error| self.trouble.told("read a snapshot", error))
    }

    async fn save_snapshot(&self, snapshot: &Snapshot) -> Result<(), Error> {
        let mut slot = self.writer.lock().await;
        // Without a writer there was trouble a moment ago; a snapshot is not worth asking for more.
        let Some(mut writer) = slot.take() else { return Ok(()) };
        let saved = journal::save_snapshot(&mut writer, snapshot).await;
        if saved.is_ok() {
            *slot = Some(writer);
        } else {
            let _ = writer.close_hard().await;
        }
        saved.map_err(|error| self.trouble.told("save a snapshot", error))
    }

    async fn timers_due(&self, now: i64, limit: u32) -> Result<Vec<Timer>, Error> {
        let due = work::timers_due(&self.readers, now, limit.min(PAGE_MAX)).await;
        due.map_err(|error| self.trouble.told("read the timers", error))
    }

    async fn timer(&self, scope: &str, name: &str) -> Result<Option<i64>, Error> {
        work::timer(&self.readers, scope, name)
            .await
            .map_err(|error| self.trouble.told("read the timers", error))
    }

    async fn next_timer(&self) -> Result<Option<i64>, Error> {
        work::next_timer(&self.readers).await.map_err(|error| self.trouble.told("read the timers", error))
    }

    async fn job(&self, id: &str) -> Result<Option<Job>, Error> {
        work::job(&self.readers, id).await.map_err(|error| self.trouble.told("read the jobs", error))
    }

    async fn jobs(&self, query: &JobQuery) -> Result<Vec<Job>, Error> {
        work::jobs(&self.readers, query).await.map_err(|error| self.trouble.told("read the jobs", error))
    }

    async fn jobs_waiting(&self, capability: &str, now: i64, each: u32) -> Result<Vec<Waiting>, Error> {
        let waiting = work::jobs_waiting(&self.readers, capability, now, each).await;
        waiting.map_err(|error| self.trouble.told("read the jobs", error))
    }

    async fn artifact(&self, id: &str) -> Result<Option<Artifact>, Error> {
        let found = library::artifact(&self.readers, id).await;
        found.map_err(|error| self.trouble.told("read the library", error))
    }

    async fn artifacts(&self, query: &ArtifactQuery) -> Result<Vec<Artifact>, Error> {
        let found = library::artifacts(&self.readers, query).await;
        found.map_err(|error| self.trouble.told("read the library", error))
    }

    async fn principals(&self) -> Result<Vec<Principal>, Error> {
        people::principals(&self.readers)
            .await
            .map_err(|error| self.trouble.told("read the principals", error))
    }

    async fn timers(&self) -> Result<Vec<Timer>, Error> {
        work::timers(&self.readers).await.map_err(|error| self.trouble.told("read the timers", error))
    }

    async fn blob_uses(&self) -> Result<BTreeSet<(Hash, String)>, Error> {
        library::blob_uses(&self.readers).await.map_err(|error| self.trouble.told("read the store", error))
    }

    async fn answer(&self, principal: &str, key: &str) -> Result<Option<Answer>, Error> {
        let found = people::answer(&self.readers, principal, key).await;
        found.map_err(|error| self.trouble.told("read the answers", error))
    }

    async fn blobs_needed(&self) -> Result<BTreeSet<Hash>, Error> {
        library::blobs_needed(&self.readers).await.map_err(|error| self.trouble.told("read the store", error))
    }

    async fn ailments(&self) -> Result<Vec<String>, Error> {
        check::ailments(&self.readers).await.map_err(|error| self.trouble.told("check the store", error))
    }

    async fn copy_to(&self, path: &Path) -> Result<(), Error> {
        connect::copy(&self.path, path).await.map_err(|error| self.trouble.told("copy the store", error))
    }
}
