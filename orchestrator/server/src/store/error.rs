//! What a store could not do, and the way out.

use std::path::PathBuf;

use super::journal;
use crate::{blobs, disk};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the disk that holds {} is full: nothing was written; free some space there, or move the data folder", folder.display())]
    Full { folder: PathBuf },
    #[error("cannot {doing} in {}: {reason}; check the disk that holds it", folder.display())]
    Disk { doing: &'static str, folder: PathBuf, reason: String },
    #[error("this was not kept, and nothing of it: {reason}; what was asked beside it was; please report it")]
    Refused { reason: String },
    #[error("{} is damaged: {reason}; run `ai-band doctor`, or restore it from a backup", path.display())]
    Damaged { path: PathBuf, reason: String },
    #[error(
        "{} was written by a newer ai-band (form {found}; this one knows {known}); start that one, or restore an older backup",
        path.display()
    )]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error(
        "{} is in use by {holder}; stop that server, or choose another folder with --data", folder.display()
    )]
    Held { folder: PathBuf, holder: String },
    #[error(
        "{scope}: event {found} cannot follow; the next is {expected}; somebody else has written, read the scope anew"
    )]
    Gap { scope: String, expected: u64, found: u64 },
    #[error("{scope}, event {seq}: {problem}")]
    Unreadable { scope: String, seq: u64, problem: journal::Error },
    #[error("\"{found}\" names no scope; run `ai-band doctor`, or restore a backup")]
    NotAScope { found: String },
    #[error("timer \"{name}\": {reason}")]
    NotATimer { name: String, reason: String },
    #[error("{} is half of a backup that was being put back when that was interrupted; run ai-band restore again", folder.display())]
    HalfRestored { folder: PathBuf },
    #[error("{} is there already; name a folder that is not", path.display())]
    InTheWay { path: PathBuf },
    #[error("{} is no whole backup: {problem}; choose another one", path.display())]
    NotABackup { path: PathBuf, problem: String },
    #[error("there is no band's data in {}; name its folder with --data", folder.display())]
    NoData { folder: PathBuf },
    #[error("{} is of an older ai-band (form {found}; this one knows {known}); start the server once to upgrade it", path.display())]
    Older { path: PathBuf, found: i64, known: i64 },
    #[error("{scope}: the server has a fault and cannot read this journal, which is whole; please report it")]
    Broken { scope: String },
    #[error("this was interrupted: the server is closing")]
    Interrupted,
    #[error(transparent)]
    Blob(#[from] blobs::Error),
    #[error(transparent)]
    File(#[from] disk::Error),
}

impl Error {
    /// Reading still works, and later writing may again.
    pub fn is_full(&self) -> bool {
        match self {
            Error::Full { .. } => true,
            Error::File(error) | Error::Blob(blobs::Error::Disk(error)) => error.is_full(),
            Error::Disk { .. }
            | Error::Refused { .. }
            | Error::Damaged { .. }
            | Error::Newer { .. }
            | Error::Held { .. }
            | Error::HalfRestored { .. }
            | Error::Gap { .. }
            | Error::Unreadable { .. }
            | Error::NotAScope { .. }
            | Error::InTheWay { .. }
            | Error::NotABackup { .. }
            | Error::NoData { .. }
            | Error::Older { .. }
            | Error::NotATimer { .. }
            | Error::Interrupted
            | Error::Broken { .. }
            | Error::Blob(
                blobs::Error::Missing { .. }
                | blobs::Error::Damaged { .. }
                | blobs::Error::TooLong
                | blobs::Error::Mismatch { .. },
            ) => false,
        }
    }
    /// It lies in what one command wanted to write, not in the disk: others beside it can be kept.
    pub fn is_of_one(&self) -> bool {
        match self {
            Error::Refused { .. } | Error::Gap { .. } => true,
            Error::Full { .. }
            | Error::Disk { .. }
            | Error::Damaged { .. }
            | Error::Newer { .. }
            | Error::Held { .. }
            | Error::HalfRestored { .. }
            | Error::Unreadable { .. }
            | Error::NotAScope { .. }
            | Error::InTheWay { .. }
            | Error::NotABackup { .. }
            | Error::NoData { .. }
            | Error::Older { .. }
            | Error::NotATimer { .. }
            | Error::Interrupted
            | Error::Broken { .. }
            | Error::Blob(_)
            | Error::File(_) => false,
        }
    }
}
