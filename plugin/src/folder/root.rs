//! The watched folder itself: is it there, is it the one that was chosen, can it be watched; if not, why, in words.

use std::fs::Metadata;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::network;

/// What it stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ground {
    /// Other computers' changes are not seen: looked at again and again.
    pub is_network: bool,
    pub is_read_only: bool,
}

pub struct Root {
    path: PathBuf,
    /// Whether it was a link when it was first seen: then it was chosen so.
    was_link: Option<bool>,
}

impl Root {
    pub fn new(path: PathBuf) -> Root {
        Root { path, was_link: None }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// `Err` says what is wrong and the way out.
    pub fn check(&mut self) -> Result<Ground, String> {
        let explain = |error: io::Error| explain(&self.path, &error);
        let is_link = std::fs::symlink_metadata(&self.path).map_err(explain)?.is_symlink();
        // Who replaced the folder by a link chose for us what we read; a person says whether that is meant.
        if is_link && self.was_link == Some(false) {
            let path = self.path.display();
            let target = std::fs::read_link(&self.path).unwrap_or_default();
            return Err(format!(
                "{path} has become a link to {}; choose the folder again if that is meant",
                target.display()
            ));
        }
        let metadata = std::fs::metadata(&self.path).map_err(explain)?;
        if !metadata.is_dir() {
            return Err(format!("{} is a file; choose a folder", self.path.display()));
        }
        std::fs::read_dir(&self.path).map_err(explain)?;
        self.was_link = Some(is_link);
        let is_read_only = is_read_only(&self.path, &metadata);
        Ok(Ground { is_network: network::is_remote(&self.path), is_read_only })
    }
}

/// The system knows how it is mounted and who asks; mode bits know neither.
#[cfg(unix)]
fn is_read_only(path: &Path, _: &Metadata) -> bool {
    rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_err()
}

#[cfg(not(unix))]
fn is_read_only(_: &Path, metadata: &Metadata) -> bool {
    metadata.permissions().readonly()
}

/// What a person can do about it.
pub fn explain(path: &Path, error: &io::Error) -> String {
    let path = path.display();
    match error.kind() {
        ErrorKind::NotFound => format!("{path} is not there; make it, or choose another folder"),
        ErrorKind::PermissionDenied => {
            format!("you may not read {path}; allow it, or choose another folder")
        }
        ErrorKind::NotADirectory => {
            format!("something on the way to {path} is a file; choose another folder")
        }
        _ => format!("{path} cannot be read ({error}); it is tried again, or choose another folder"),
    }
}

/// How it goes, when it goes.
pub fn describe(path: &Path, ground: Ground, has_events: bool, remarks: &[String]) -> String {
    let mut words = vec![format!("watching {}", path.display())];
    match (ground.is_network, has_events) {
        (true, _) => words.push("it is on a network share, so it is looked at every second".to_owned()),
        (false, true) => {}
        (false, false) => {
            let why = "the system gives no more watches (on Linux raise fs.inotify.max_user_watches)";
            words.push(format!("{why}, so it is looked at every second"));
        }
    }
    if ground.is_read_only {
        words.push("it can only be read, which is enough to play from it".to_owned());
    }
    words.extend(remarks.first().cloned());
    if let more @ 1.. = remarks.len().saturating_sub(1) {
        words.push(format!("and {more} more like this"));
    }
    words.join("; ")
}
