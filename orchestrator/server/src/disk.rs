//! Files that are still there after the power went: written whole, flushed, renamed, and their folder flushed.

mod folder;

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub use folder::sync as sync_folder;

/// What the disk would not do, and what a person can do about it.
#[derive(Debug, thiserror::Error)]
#[error("cannot {doing} {}: {source}; {}", path.display(), way_out(source, path))]
pub struct Error {
    pub doing: &'static str,
    pub path: PathBuf,
    #[source]
    pub source: io::Error,
}

impl Error {
    pub fn is_full(&self) -> bool {
        is_full(&self.source)
    }
}

/// For `map_err`: says what was being done, and to what.
pub fn cannot(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error { doing, path, source }
}

/// A file's whole content, or none of it: first under a temporary name, which must be on the same disk.
pub fn write_whole(temporary: &Path, path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let written = write_then_name(temporary, path, bytes);
    if written.is_err() {
        // What is left of it is rubbish; that it cannot be removed either is not the news.
        let _ = fs::remove_file(temporary);
    }
    written
}

fn write_then_name(temporary: &Path, path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut file = File::create(temporary).map_err(cannot("create", temporary))?;
    file.write_all(bytes).map_err(cannot("write", temporary))?;
    file.sync_all().map_err(cannot("flush", temporary))?;
    drop(file);
    name(temporary, path)
}

/// Gives a file that is written and flushed its name, and makes the name last.
pub fn name(temporary: &Path, path: &Path) -> Result<(), Error> {
    fs::rename(temporary, path).map_err(cannot("name", path))?;
    match path.parent() {
        Some(folder) => sync_folder(folder),
        None => Ok(()),
    }
}

pub fn create_folder(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(cannot("create the folder", path))
}

pub fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

fn way_out(error: &io::Error, path: &Path) -> String {
    let folder = path.parent().unwrap_or(path).display();
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            format!("the disk that holds {folder} is full: free some space there, or move the data folder")
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            format!("let this user write to {folder}, or choose another data folder")
        }
        _ => format!("check the disk that holds {folder}"),
    }
}
