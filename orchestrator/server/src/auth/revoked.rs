//! Single tokens that were taken back before their time, remembered for as long as they would have lasted.
//!
//! A principal as a whole is revoked in the house's journal; a token is not in there, so its end is not either.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, RwLock};

use domain::time::WallTime;

use super::keys::write_private;

/// More than anybody takes back one by one; who has more to take back revokes the principal.
const MAX: usize = 10_000;
const FILE: &str = "revoked.json";

pub struct Revoked {
    path: PathBuf,
    /// Until when each would have lasted, by its id.
    until: RwLock<BTreeMap<String, i64>>,
    /// Held while the file is written: whoever only asks does not wait for a disk.
    writing: Mutex<()>,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{path} cannot be read: {why}; restore it, or delete it and the keys beside it")]
    Damaged { path: PathBuf, why: String },
    #[error("what is revoked cannot be kept in {path}: {why}; the folder must be writable and have room")]
    Unwritable { path: PathBuf, why: io::Error },
    #[error("{MAX} tokens are revoked one by one already; revoke their principal instead")]
    TooMany,
}

impl Revoked {
    pub fn open(folder: &Path, now: WallTime) -> Result<Revoked, Error> {
        let path = folder.join(FILE);
        let mut until: BTreeMap<String, i64> = match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map_err(|error| Error::Damaged { path: path.clone(), why: error.to_string() })?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(Error::Damaged { path, why: error.to_string() }),
        };
        until.retain(|_, until| *until > now.0);
        Ok(Revoked { path, until: RwLock::new(until), writing: Mutex::new(()) })
    }

    pub fn has(&self, token: &str) -> bool {
        self.until.read().unwrap_or_else(PoisonError::into_inner).contains_key(token)
    }

    /// For good once this has returned. It blocks.
    pub fn add(&self, token: &str, until: WallTime, now: WallTime) -> Result<(), Error> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = self.until.read().unwrap_or_else(PoisonError::into_inner).clone();
        next.retain(|_, until| *until > now.0);
        if next.len() >= MAX {
            return Err(Error::TooMany);
        }
        next.insert(token.to_owned(), until.0);
        let unwritable = |why| Error::Unwritable { path: self.path.clone(), why };
        let text = serde_json::to_vec(&next).map_err(|error| unwritable(io::Error::other(error)))?;
        write_private(&self.path, &text).map_err(unwritable)?;
        *self.until.write().unwrap_or_else(PoisonError::into_inner) = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_back_stays_so_until_it_would_be_over() {
        let folder = tempfile::tempdir().unwrap();
        let revoked = Revoked::open(folder.path(), WallTime(0)).unwrap();
        revoked.add("a", WallTime(100), WallTime(0)).unwrap();
        revoked.add("b", WallTime(10), WallTime(0)).unwrap();
        assert!(revoked.has("a") && revoked.has("b") && !revoked.has("c"));
        let back = Revoked::open(folder.path(), WallTime(50)).unwrap();
        assert!(back.has("a") && !back.has("b"));
    }

    #[test]
    fn a_damaged_list_is_not_taken_for_an_empty_one() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), "[").unwrap();
        let error = Revoked::open(folder.path(), WallTime(0)).err().unwrap().to_string();
        assert!(error.contains("revoked.json cannot be read"), "{error}");
    }

    #[test]
    fn what_cannot_be_written_down_is_not_said_to_be_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone");
        std::fs::write(&gone, "a file where a folder would have to be").unwrap();
        let (until, writing) = (RwLock::default(), Mutex::default());
        let revoked = Revoked { path: gone.join(FILE), until, writing };
        assert!(revoked.add("a", WallTime(100), WallTime(0)).is_err());
        assert!(!revoked.has("a"));
    }
}
