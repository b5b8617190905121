//! The only door to files: looks at them and reads them without ever waiting for a pipe, a device or a giant.

use std::fs::{File, Metadata, OpenOptions};
use std::hash::{DefaultHasher, Hasher};
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;

use music::lane::Lane;
use music::midi_file::{self, BYTES_MAX};

use super::lane::{self, Split};
use super::names::{self, Name};

/// What tells one state of a file from the next without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stat {
    /// Since 1970.
    pub modified_ns: i64,
    pub bytes: u64,
    /// Another number for another file under the same name, where the system tells.
    pub mark: u64,
}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Absent,
    Folder,
    /// A file, or something else that is called like one.
    Item(Stat),
}

/// What came of reading.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Absent,
    Folder,
    /// Not to be read, now or in a moment.
    Refused {
        stat: Stat,
        reason: String,
    },
    /// Half-written or damaged: time tells.
    Broken {
        stat: Stat,
        reason: String,
    },
    /// `content` is the same for the same bytes.
    Whole {
        stat: Stat,
        content: u64,
        split: Split,
    },
}

/// A link is looked through: what counts is where it leads.
pub fn look(root: &Path, path: &Path) -> Look {
    match metadata(&root.join(path)) {
        Ok(metadata) if metadata.is_dir() && !is_link(&root.join(path)) => Look::Folder,
        Ok(metadata) => Look::Item(Stat::of(&metadata)),
        Err(_) => Look::Absent,
    }
}

/// Reads and parses, strictly.
pub fn read(root: &Path, path: &Path, chosen: Option<Lane>) -> Outcome {
    let full = root.join(path);
    let Ok(metadata) = metadata(&full) else { return Outcome::Absent };
    if metadata.is_dir() && !is_link(&full) {
        return Outcome::Folder;
    }
    let stat = Stat::of(&metadata);
    if let Err(reason) = check(&full, &metadata) {
        return Outcome::Refused { stat, reason };
    }
    match bytes(&full) {
        Ok((stat, bytes)) => parse(stat, &bytes, path, chosen),
        Err(error) => match error.kind() {
            ErrorKind::NotFound => Outcome::Absent,
            ErrorKind::PermissionDenied => {
                Outcome::Refused { stat, reason: "you may not read it; allow it, or copy it here".to_owned() }
            }
            _ => Outcome::Broken { stat, reason: format!("it cannot be read: {error}") },
        },
    }
}

/// What bytes are, by themselves: touches no file.
pub fn parse(stat: Stat, bytes: &[u8], path: &Path, chosen: Option<Lane>) -> Outcome {
    let shown: Arc<str> = names::shown(path).into();
    let file = match midi_file::read(bytes) {
        Ok(file) => file,
        Err(error) => return Outcome::Broken { stat, reason: error.to_string() },
    };
    match lane::split(&file, &shown, Name::of(path).lane, chosen) {
        Ok(split) => {
            let mut hasher = DefaultHasher::new();
            hasher.write(bytes);
            Outcome::Whole { stat, content: hasher.finish(), split }
        }
        Err(reason) => Outcome::Refused { stat, reason },
    }
}

/// Of the item a link leads to; of the link itself when that is gone.
pub(super) fn metadata(path: &Path) -> io::Result<Metadata> {
    std::fs::metadata(path).or_else(|_| std::fs::symlink_metadata(path))
}

pub(super) fn is_link(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
}

/// A link out of the folder may lead anywhere, so it is followed to plain files only: opening a device can do things,
/// opening a pipe can wait for ever, and a folder behind a link can hold a whole disk, or this one again.
fn check(path: &Path, metadata: &Metadata) -> Result<(), String> {
    if metadata.is_symlink() {
        return Err("the link leads to nothing; link it again or copy the file here".to_owned());
    }
    if !metadata.is_file() {
        let what = if is_link(path) { "the link leads to no plain file" } else { "it is no plain file" };
        return Err(format!("{what}, and nothing else is opened; copy the music here"));
    }
    let bytes = metadata.len();
    if bytes > BYTES_MAX as u64 {
        return Err(format!(
            "it has {bytes} bytes; at most {BYTES_MAX} are read, split it or leave tracks out"
        ));
    }
    Ok(())
}

/// What was checked may be another thing by now, so it is opened without waiting, checked again and read within bounds.
fn bytes(path: &Path) -> io::Result<(Stat, Vec<u8>)> {
    let mut options = OpenOptions::new();
    options.read(true);
    without_waiting(&mut options);
    let file: File = options.open(path)?;
    let before = file.metadata()?;
    check(path, &before).map_err(io::Error::other)?;
    let mut bytes = Vec::with_capacity(before.len() as usize);
    (&file).take(BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
    let stat = Stat::of(&file.metadata()?);
    if stat != Stat::of(&before) {
        return Err(io::Error::other("it is being written"));
    }
    Ok((stat, bytes))
}

#[cfg(unix)]
fn without_waiting(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
    options.custom_flags(flags.bits() as i32);
}

/// Elsewhere nothing that stands in a folder keeps its opener waiting.
#[cfg(not(unix))]
fn without_waiting(_: &mut OpenOptions) {}

impl Stat {
    pub(super) fn of(metadata: &Metadata) -> Stat {
        let since_1970 =
            metadata.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        let modified_ns = since_1970.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or(0);
        Stat { modified_ns, bytes: metadata.len(), mark: mark(metadata) }
    }
}

#[cfg(unix)]
fn mark(metadata: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let mut hasher = DefaultHasher::new();
    hasher.write_u64(metadata.ino());
    hasher.write_i64(metadata.ctime());
    hasher.write_i64(metadata.ctime_nsec());
    hasher.finish()
}

#[cfg(not(unix))]
fn mark(metadata: &Metadata) -> u64 {
    let created = metadata.created().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    created.map_or(0, |since| since.as_nanos() as u64)
}
