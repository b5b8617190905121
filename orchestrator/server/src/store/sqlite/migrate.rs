//! Bringing an older file up to date, a copy of it kept first; a newer one is left alone.

use std::cmp::Ordering;
use std::fs;
use std::path::{Path, PathBuf};

use sqlx::sqlite::{SqliteConnection, SqlitePool};
use sqlx::{AssertSqlSafe, Connection, query, query_scalar, raw_sql};

use super::{Error, Trouble};
use crate::disk;

/// One for each form the file ever had; never edited once released.
const STEPS: &[&str] = &[include_str!("schema/0001.sql")];
/// The form this program reads and writes.
pub const NEWEST: i64 = STEPS.len() as i64;

/// What opening changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Upgrade {
    None,
    Made,
    /// The file as it was is at `backup`.
    From {
        form: i64,
        backup: PathBuf,
    },
}

pub(super) async fn to_newest(
    writer: &mut SqliteConnection,
    path: &Path,
    backups: &Path,
    trouble: &Trouble,
) -> Result<Upgrade, Error> {
    through(writer, path, backups, trouble, STEPS).await
}

pub(super) async fn check_form(readers: &SqlitePool, path: &Path, trouble: &Trouble) -> Result<(), Error> {
    let told = |error| trouble.told("read the store's form", error);
    let form: i64 = query_scalar("PRAGMA user_version").fetch_one(readers).await.map_err(told)?;
    let (path, found, known) = (path.to_owned(), form, NEWEST);
    match form.cmp(&NEWEST) {
        Ordering::Less => Err(Error::Older { path, found, known }),
        Ordering::Equal => Ok(()),
        Ordering::Greater => Err(Error::Newer { path, found, known }),
    }
}

async fn through(
    writer: &mut SqliteConnection,
    path: &Path,
    backups: &Path,
    trouble: &Trouble,
    steps: &[&'static str],
) -> Result<Upgrade, Error> {
    let newest = steps.len() as i64;
    let told = |error| trouble.told("read the store's form", error);
    let form: i64 = query_scalar("PRAGMA user_version").fetch_one(&mut *writer).await.map_err(told)?;
    if form == newest {
        return Ok(Upgrade::None);
    }
    let Some(missing) = usize::try_from(form).ok().and_then(|done| steps.get(done..)) else {
        return Err(Error::Newer { path: path.to_owned(), found: form, known: newest });
    };
    let upgrade = if form == 0 {
        Upgrade::Made
    } else {
        Upgrade::From { form, backup: keep_copy(writer, form, backups, trouble).await? }
    };
    step_by_step(writer, missing, newest).await.map_err(|error| trouble.told("upgrade the store", error))?;
    Ok(upgrade)
}

/// All steps or none.
async fn step_by_step(
    writer: &mut SqliteConnection,
    steps: &[&'static str],
    newest: i64,
) -> Result<(), sqlx::Error> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    for step in steps {
        raw_sql(*step).execute(&mut *transaction).await?;
    }
    raw_sql(AssertSqlSafe(format!("PRAGMA user_version = {newest}"))).execute(&mut *transaction).await?;
    transaction.commit().await
}

async fn keep_copy(
    writer: &mut SqliteConnection,
    form: i64,
    backups: &Path,
    trouble: &Trouble,
) -> Result<PathBuf, Error> {
    disk::create_folder(backups)?;
    let unfinished = backups.join("unfinished.sqlite");
    // From an upgrade that was interrupted here.
    let _ = fs::remove_file(&unfinished);
    let target = unfinished.to_string_lossy().into_owned();
    query("VACUUM INTO ?")
        .bind(target)
        .execute(&mut *writer)
        .await
        .map_err(|error| trouble.told("copy the store before its upgrade", error))?;
    let file = fs::OpenOptions::new().write(true).open(&unfinished);
    file.and_then(|file| file.sync_all()).map_err(disk::cannot("flush", &unfinished))?;
    let backup = free_name(backups, form);
    disk::name(&unfinished, &backup)?;
    Ok(backup)
}

/// An earlier copy is never replaced.
fn free_name(backups: &Path, form: i64) -> PathBuf {
    let named = |number: u32| backups.join(format!("before-upgrade-from-{form}-{number}.sqlite"));
    (1..).map(named).find(|path| !path.exists()).expect("there are more numbers than files")
}

#[cfg(test)]
mod tests;
