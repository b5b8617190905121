//! The folder everything is in, which one server has to itself.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use super::Error;
use crate::disk::{self, cannot};

const LOCK: &str = "lock";
/// Beside the lock, because a locked file cannot be read everywhere.
const HOLDER: &str = "held-by.txt";
/// There while a backup is being put back: a folder that is half of one and half of nothing is no band.
const RESTORING: &str = "restoring";
/// One line for people; a longer one is not ours.
const HOLDER_CHARS_MAX: usize = 200;

/// Held while this lives; the system lets go for a server that was killed.
#[derive(Debug)]
pub struct DataFolder {
    root: PathBuf,
    _lock: File,
}

impl DataFolder {
    /// `who` is what a second server will say: a process, an address.
    pub fn hold(root: &Path, who: &str) -> Result<DataFolder, Error> {
        let folder = DataFolder::lock(root, who)?;
        if root.join(RESTORING).exists() {
            return Err(Error::HalfRestored { folder: root.to_owned() });
        }
        Ok(folder)
    }

    /// Until [`is_restored`](DataFolder::is_restored) nobody begins with what is in it.
    pub(super) fn hold_for_restoring(root: &Path, who: &str) -> Result<DataFolder, Error> {
        let folder = DataFolder::lock(root, who)?;
        let mark = root.join(RESTORING);
        fs::write(&mark, who).map_err(cannot("write", &mark))?;
        disk::sync_folder(root)?;
        Ok(folder)
    }

    pub(super) fn is_restored(&self) -> Result<(), Error> {
        let mark = self.root.join(RESTORING);
        fs::remove_file(&mark).map_err(cannot("remove", &mark))?;
        Ok(disk::sync_folder(&self.root)?)
    }

    fn lock(root: &Path, who: &str) -> Result<DataFolder, Error> {
        disk::create_folder(root)?;
        let path = root.join(LOCK);
        let mut options = OpenOptions::new();
        let lock = options.create(true).truncate(false).write(true).open(&path);
        let lock = lock.map_err(cannot("open", &path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::Held { folder: root.to_owned(), holder: holder(root) });
            }
            Err(TryLockError::Error(error)) => return Err(cannot("lock", &path)(error).into()),
        }
        let holder = root.join(HOLDER);
        fs::write(&holder, who).map_err(cannot("write", &holder))?;
        Ok(DataFolder { root: root.to_owned(), _lock: lock })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn database(&self) -> PathBuf {
        self.root.join("band.sqlite")
    }

    pub fn blobs(&self) -> PathBuf {
        self.root.join("blobs")
    }

    pub fn backups(&self) -> PathBuf {
        self.root.join("backups")
    }
}

fn holder(root: &Path) -> String {
    let told = fs::read_to_string(root.join(HOLDER)).unwrap_or_default();
    let line: String = told.lines().next().unwrap_or_default().chars().take(HOLDER_CHARS_MAX).collect();
    if line.is_empty() { "another ai-band server".to_owned() } else { line }
}
