//! A data folder copied, put back and examined: what `ai-band backup`, `restore` and `doctor` do.

mod examine;
mod tables;

use std::fs;
use std::path::{Path, PathBuf};

use super::sqlite::Sqlite;
use super::{DataFolder, Error, Store};
use crate::blobs::Blobs;
use crate::disk::{self, cannot};

pub use examine::{Findings, examine, findings};

/// The names of a data folder's parts, in a backup too.
pub(super) const DATABASE: &str = "band.sqlite";
pub(super) const BLOBS: &str = "blobs";
/// Which journal this is: clients that know another one begin anew.
pub const JOURNAL_ID: &str = "journal-id";
/// SQLite's own files beside its file.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// Copies a data folder, whether a server has it open or not; what was copied, in words.
pub async fn backup(data: &Path, to: &Path) -> Result<String, Error> {
    if to.exists() {
        return Err(Error::InTheWay { path: to.to_owned() });
    }
    let unfinished = to.with_extension("unfinished");
    // Of a backup that was interrupted.
    let _ = fs::remove_dir_all(&unfinished);
    disk::create_folder(&unfinished)?;
    let store = Sqlite::inspect(&data.join(DATABASE)).await?;
    store.copy_to(&unfinished.join(DATABASE)).await?;
    store.close().await?;
    flush(&unfinished.join(DATABASE))?;
    // Of the copy: what came since is not in it.
    let copy = Sqlite::inspect(&unfinished.join(DATABASE)).await?;
    let needed = copy.blobs_needed().await?;
    let heads = copy.heads().await?;
    copy.close().await?;
    // As it is: a server may be writing there.
    let (here, there) = (Blobs::at(&data.join(BLOBS)), Blobs::open(&unfinished.join(BLOBS))?);
    for hash in &needed {
        there.put(&here.get(hash)?)?;
    }
    fs::rename(&unfinished, to).map_err(cannot("name", to))?;
    disk::sync_folder(to.parent().unwrap_or(to))?;
    let events: u64 = heads.values().sum();
    Ok(format!("{events} events of {} scopes and {} blobs", heads.len(), needed.len()))
}

/// Puts a backup where no server is; what was there before is kept, and where.
pub async fn restore(from: &Path, data: &Path) -> Result<PathBuf, Error> {
    let whole = findings(from).await?;
    if let Some(problem) = whole.problems.into_iter().next() {
        return Err(Error::NotABackup { path: from.to_owned(), problem });
    }
    let folder = DataFolder::hold_for_restoring(data, "ai-band restore")?;
    let aside = set_aside(folder.root())?;
    fs::copy(from.join(DATABASE), folder.database()).map_err(cannot("copy", &folder.database()))?;
    flush(&folder.database())?;
    let (there, here) = (Blobs::at(&from.join(BLOBS)), Blobs::open(&folder.blobs())?);
    for entry in there.list()? {
        here.put(&there.get(&entry.hash)?)?;
    }
    disk::sync_folder(folder.root())?;
    folder.is_restored()?;
    Ok(aside)
}

fn set_aside(data: &Path) -> Result<PathBuf, Error> {
    let named = |number: u32| data.join(format!("replaced-{number}"));
    let aside = (1..).map(named).find(|path| !path.exists()).expect("there are more numbers than folders");
    disk::create_folder(&aside)?;
    let beside = BESIDE.iter().map(|end| format!("{DATABASE}{end}"));
    let names = [DATABASE, BLOBS, JOURNAL_ID].map(str::to_owned).into_iter().chain(beside);
    for name in names {
        let path = data.join(&name);
        if path.exists() {
            fs::rename(&path, aside.join(&name)).map_err(cannot("move", &path))?;
        }
    }
    Ok(aside)
}

fn flush(path: &Path) -> Result<(), Error> {
    let file = fs::OpenOptions::new().write(true).open(path);
    file.and_then(|file| file.sync_all()).map_err(cannot("flush", path))?;
    Ok(())
}
