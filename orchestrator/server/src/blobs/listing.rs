//! Which blobs there are: for backups, the doctor and the sweep.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use music::clip::Hash;

use super::{Blobs, Error};
use crate::disk::cannot;

const HASH_PREFIX: &str = "sha256:";

/// One blob as its folder shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub hash: Hash,
    pub bytes: u64,
    /// When it was written last, where the disk knows.
    pub written: Option<SystemTime>,
}

impl Blobs {
    /// All of them, by name. Files that are not named as blobs are passed over.
    pub fn list(&self) -> Result<Vec<Entry>, Error> {
        let mut entries = Vec::new();
        for first in 0..super::FOLDERS {
            let folder = self.root().join(format!("{first:02x}"));
            if folder.is_dir() {
                list_folder(&folder, &mut entries)?;
            }
        }
        entries.sort_by_key(|entry| entry.hash);
        Ok(entries)
    }
}

fn list_folder(folder: &Path, entries: &mut Vec<Entry>) -> Result<(), Error> {
    for file in fs::read_dir(folder).map_err(cannot("list", folder))? {
        let file = file.map_err(cannot("list", folder))?;
        let Some(hash) = hash_of(folder, &file.file_name()) else { continue };
        let about = file.metadata().map_err(cannot("look at", &file.path()))?;
        if about.is_file() {
            entries.push(Entry { hash, bytes: about.len(), written: about.modified().ok() });
        }
    }
    Ok(())
}

/// The digits after the folder's two.
pub(super) fn file_name(hash: &Hash) -> String {
    hash.0[1..].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hash_of(folder: &Path, file: &OsStr) -> Option<Hash> {
    let first = folder.file_name()?.to_str()?;
    format!("{HASH_PREFIX}{first}{}", file.to_str()?).parse().ok()
}
