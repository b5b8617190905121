//! Files with secrets in them: believed only if nobody but this user can read or write them, and written like that.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Larger files are none of ours.
pub const BYTES_MAX: u64 = 64 * 1024;

#[derive(Debug)]
pub enum Fault {
    Missing,
    /// Others can read or write it.
    Open,
    Unreadable(String),
}

/// All of it, as text.
pub fn read(path: &Path) -> Result<String, Fault> {
    let unreadable = |error: io::Error| Fault::Unreadable(error.to_string());
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Fault::Missing),
        Err(error) => return Err(unreadable(error)),
    };
    // Asked of what was opened, not of a name that may be another file by now.
    let about = file.metadata().map_err(unreadable)?;
    if !about.is_file() || about.len() > BYTES_MAX {
        return Err(Fault::Unreadable("it is not one of ours".to_owned()));
    }
    if !is_private(&about) {
        return Err(Fault::Open);
    }
    let mut text = String::new();
    file.take(BYTES_MAX).read_to_string(&mut text).map_err(unreadable)?;
    Ok(text)
}

/// Whole or not at all: what was there stays until the new one is on the disk.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    let beside = beside(path);
    // Left by somebody who fell; its rights may be anything.
    let _ = std::fs::remove_file(&beside);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    let mut file = privately(&mut options).open(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&beside, path)
}

/// Held by one at a time, of all processes of this user; let go when it is dropped.
pub fn lock(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    let file = privately(&mut options).open(path.with_extension("lock"))?;
    file.lock()?;
    Ok(file)
}

fn beside(path: &Path) -> PathBuf {
    path.with_extension("new")
}

#[cfg(unix)]
fn privately(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600)
}

/// A user's own folders are closed to others there.
#[cfg(not(unix))]
fn privately(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(unix)]
fn is_private(about: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    about.mode() & 0o077 == 0 && about.uid() == rustix::process::geteuid().as_raw()
}

#[cfg(not(unix))]
fn is_private(_: &std::fs::Metadata) -> bool {
    true
}
