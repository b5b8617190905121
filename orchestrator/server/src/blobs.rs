//! Bytes that never change, as files named by their hash.
//!
//! **Invariant.** A blob with a name is whole and will be there after a power cut: temporary file, flush, rename, flush
//! of the folder. Reading computes the hash again. Nothing here decides what may go; the library does.

mod incoming;
pub mod listing;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use music::clip::Hash;

use crate::disk::{self, cannot};

pub use incoming::Incoming;

/// An hour of stereo sound at 48 kHz and 24 bit, as WAV.
pub const BYTES_MAX: u64 = 1 << 30;
/// The first byte of a hash names the folder: few enough names in each for any file system.
const FOLDERS: u16 = 256;

/// A folder of blobs. Its verbs block: call them where that may be.
#[derive(Clone, Debug)]
pub struct Blobs {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    root: PathBuf,
    temporary: AtomicU64,
    /// By the first byte of a hash.
    made: Mutex<[bool; FOLDERS as usize]>,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("blob {hash} is not in {}; restore it from a backup, or delete what refers to it", root.display())]
    Missing { hash: Hash, root: PathBuf },
    #[error("{} is damaged: its bytes are no longer those of {hash}; restore it from a backup", path.display())]
    Damaged { hash: Hash, path: PathBuf },
    #[error("a blob holds at most {BYTES_MAX} bytes; split it")]
    TooLong,
    #[error("what was sent is {found}, not {expected}; send it again")]
    Mismatch { expected: Hash, found: Hash },
    #[error(transparent)]
    Disk(#[from] disk::Error),
}

impl Blobs {
    /// Opens or makes the folder, and clears away what a killed server had not finished writing.
    pub fn open(root: &Path) -> Result<Blobs, Error> {
        let temporary = root.join(incoming::FOLDER);
        disk::create_folder(&temporary)?;
        disk::sync_folder(root)?;
        for left in fs::read_dir(&temporary).map_err(cannot("list", &temporary))? {
            let left = left.map_err(cannot("list", &temporary))?.path();
            fs::remove_file(&left).map_err(cannot("remove", &left))?;
        }
        Ok(Blobs::at(root))
    }

    /// A folder of blobs as it is, for reading; it may lack any of its parts.
    pub fn at(root: &Path) -> Blobs {
        let made = Mutex::new([false; FOLDERS as usize]);
        let shared = Shared { root: root.to_owned(), temporary: AtomicU64::new(0), made };
        Blobs { shared: Arc::new(shared) }
    }

    pub fn root(&self) -> &Path {
        &self.shared.root
    }

    /// Keeps bytes; when this returns they last. Bytes that are there already are compared, and cost a flush; what has rotted is written anew.
    pub fn put(&self, bytes: &[u8]) -> Result<Hash, Error> {
        if bytes.len() as u64 > BYTES_MAX {
            return Err(Error::TooLong);
        }
        let hash = Hash::of(bytes);
        let path = self.path(&hash);
        self.make_folder(&hash)?;
        if self.touch(&path, bytes)? {
            // Another hand may have named it and not yet flushed the name.
            disk::sync_folder(self.folder(&hash).as_path())?;
            return Ok(hash);
        }
        let mut incoming = self.receive()?;
        incoming.write(bytes)?;
        incoming.finish(Some(hash))?;
        Ok(hash)
    }

    /// A blob that arrives in pieces.
    pub fn receive(&self) -> Result<Incoming, Error> {
        Incoming::open(self.clone())
    }

    /// The whole blob, checked.
    pub fn get(&self, hash: &Hash) -> Result<Vec<u8>, Error> {
        let path = self.path(hash);
        let mut bytes = Vec::new();
        let mut file = self.file(hash)?;
        file.read_to_end(&mut bytes).map_err(cannot("read", &path))?;
        if Hash::of(&bytes) == *hash { Ok(bytes) } else { Err(Error::Damaged { hash: *hash, path }) }
    }

    /// The same, for whoever is about to refer to it: no sweep that is under way takes it.
    pub fn get_to_keep(&self, hash: &Hash) -> Result<Vec<u8>, Error> {
        // First: what is read after that stays.
        if !self.make_young(&self.path(hash))? {
            return Err(Error::Missing { hash: *hash, root: self.shared.root.clone() });
        }
        self.get(hash)
    }

    /// For those who send it piece by piece; not checked.
    pub fn file(&self, hash: &Hash) -> Result<File, Error> {
        let path = self.path(hash);
        match File::open(&path) {
            Ok(file) => Ok(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(Error::Missing { hash: *hash, root: self.shared.root.clone() })
            }
            Err(error) => Err(cannot("open", &path)(error).into()),
        }
    }

    pub fn has(&self, hash: &Hash) -> bool {
        self.path(hash).is_file()
    }

    pub fn bytes(&self, hash: &Hash) -> Option<u64> {
        fs::metadata(self.path(hash)).ok().filter(fs::Metadata::is_file).map(|about| about.len())
    }

    /// Removes one that nobody has put since `before`; whether it did. Only for what nothing refers to.
    pub fn remove_older(&self, hash: &Hash, before: SystemTime) -> Result<bool, Error> {
        let path = self.path(hash);
        // So that nobody puts it between the look and the end.
        let _made = self.made();
        let is_old = |about: fs::Metadata| about.modified().is_ok_and(|written| written < before);
        if !fs::metadata(&path).is_ok_and(is_old) {
            return Ok(false);
        }
        fs::remove_file(&path).map_err(cannot("remove", &path))?;
        Ok(true)
    }

    /// Makes the folder of a blob last, once in each life of a server.
    fn make_folder(&self, hash: &Hash) -> Result<(), Error> {
        let first = usize::from(hash.0[0]);
        let mut made = self.made();
        if !made[first] {
            disk::create_folder(&self.folder(hash))?;
            disk::sync_folder(self.root())?;
            made[first] = true;
        }
        Ok(())
    }

    /// Whether it is there whole; then it is as young as one that was written now, and no sweep takes it.
    fn touch(&self, path: &Path, bytes: &[u8]) -> Result<bool, Error> {
        // Whoever has the bytes can heal what has rotted here. Nobody waits for the reading.
        if !fs::read(path).is_ok_and(|there| there == bytes) {
            return Ok(false);
        }
        self.make_young(path)
    }

    /// As if it had been written now; whether it is there.
    fn make_young(&self, path: &Path) -> Result<bool, Error> {
        let _made = self.made();
        if !path.is_file() {
            return Ok(false);
        }
        let file = File::options().write(true).open(path).map_err(cannot("open", path))?;
        file.set_modified(SystemTime::now()).map_err(cannot("touch", path))?;
        Ok(true)
    }

    /// Gives a blob its name, and not while an older one of that name is being removed.
    fn name(&self, temporary: &Path, hash: &Hash) -> Result<(), Error> {
        let path = self.path(hash);
        let made = self.made();
        fs::rename(temporary, &path).map_err(cannot("name", &path))?;
        drop(made);
        Ok(disk::sync_folder(&self.folder(hash))?)
    }

    fn made(&self) -> MutexGuard<'_, [bool; FOLDERS as usize]> {
        self.shared.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn folder(&self, hash: &Hash) -> PathBuf {
        self.shared.root.join(format!("{:02x}", hash.0[0]))
    }

    fn path(&self, hash: &Hash) -> PathBuf {
        self.folder(hash).join(listing::file_name(hash))
    }

    fn temporary(&self) -> PathBuf {
        let number = self.shared.temporary.fetch_add(1, Ordering::Relaxed);
        self.shared.root.join(incoming::FOLDER).join(number.to_string())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use super::*;

    /// Looks: far more than a thread that waits for nothing needs to be done.
    const LOOKS: usize = 20_000;

    #[test]
    fn nothing_is_named_while_something_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        let hash = Hash::of(b"brought again");
        blobs.make_folder(&hash).unwrap();
        let temporary = blobs.temporary();
        fs::write(&temporary, b"brought again").unwrap();
        let begun = Barrier::new(2);
        thread::scope(|threads| {
            let removing = blobs.made();
            let naming = threads.spawn(|| {
                begun.wait();
                blobs.name(&temporary, &hash)
            });
            begun.wait();
            for _ in 0..LOOKS {
                assert!(!blobs.has(&hash), "whoever removes would take the new one for the old");
                thread::yield_now();
            }
            drop(removing);
            naming.join().unwrap().unwrap();
        });
        assert!(blobs.has(&hash));
    }
}
