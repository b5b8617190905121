//! The default bank on disk: made once, used for ever, made again when it is damaged or the code that makes it changes.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::made::{self, EDITION, make};
use super::{Bank, Error};

/// The default bank from `folder`, or made and put there. A folder that cannot be written is no reason to be silent:
/// the bank is then played from memory and the second value says why it was not kept.
pub fn cached(folder: &Path) -> Result<(Bank, Option<Error>), Error> {
    let path = folder.join(format!("ai-band-default-{EDITION:016x}.sf2"));
    let name = path.display().to_string();
    if let Some(bytes) = fs::read(&path).ok().filter(|bytes| made::is_whole(bytes)) {
        return Ok((Bank::from_bytes(&name, bytes)?, None));
    }
    let bytes = make();
    let kept = keep(folder, &path, &bytes).err();
    let told = kept.map(|source| Error::NotKept { folder: folder.display().to_string(), source });
    Ok((Bank::from_bytes(&name, bytes)?, told))
}

/// Whole or not at all: written beside, then moved into its place.
fn keep(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let beside = beside(path);
    let written = fs::File::create_new(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let moved = written.and_then(|()| fs::rename(&beside, path));
    if moved.is_err() {
        // It may never have come to be; then there is nothing to remove.
        let _ = fs::remove_file(&beside);
    }
    moved
}

/// A name nobody else has: not another program, not another thread.
fn beside(path: &Path) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    path.with_extension(format!("{}-{count}.part", std::process::id()))
}
