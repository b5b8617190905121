//! A blob that arrives in pieces: its hash is known, and its name given, when the last one is there.

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;

use music::clip::Hash;
use sha2::{Digest, Sha256};

use super::{BYTES_MAX, Blobs, Error};
use crate::disk::cannot;

/// Where unfinished blobs are; cleared at every start.
pub(super) const FOLDER: &str = "unfinished";

/// Dropped before [`finish`](Incoming::finish) it leaves nothing behind.
#[derive(Debug)]
pub struct Incoming {
    blobs: Blobs,
    temporary: PathBuf,
    file: File,
    hash: Sha256,
    bytes: u64,
}

impl Incoming {
    pub(super) fn open(blobs: Blobs) -> Result<Incoming, Error> {
        let temporary = blobs.temporary();
        let file = File::create(&temporary).map_err(cannot("create", &temporary))?;
        Ok(Incoming { blobs, temporary, file, hash: Sha256::new(), bytes: 0 })
    }

    pub fn write(&mut self, piece: &[u8]) -> Result<(), Error> {
        let bytes = self.bytes.saturating_add(piece.len() as u64);
        if bytes > BYTES_MAX {
            return Err(Error::TooLong);
        }
        self.file.write_all(piece).map_err(cannot("write", &self.temporary))?;
        self.hash.update(piece);
        self.bytes = bytes;
        Ok(())
    }

    /// Keeps it under its hash, which must be `expected` where the sender named one.
    pub fn finish(self, expected: Option<Hash>) -> Result<(Hash, u64), Error> {
        let found = Hash(self.hash.clone().finalize().into());
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            return Err(Error::Mismatch { expected, found });
        }
        self.blobs.make_folder(&found)?;
        self.file.sync_all().map_err(cannot("flush", &self.temporary))?;
        self.blobs.name(&self.temporary, &found)?;
        Ok((found, self.bytes))
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // After `finish` there is nothing of this name; and what stays is cleared at the next start.
        let _ = fs::remove_file(&self.temporary);
    }
}
