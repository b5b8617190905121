//! What this process holds: threads and open files, to see that nothing is left behind.

use std::collections::BTreeSet;
use std::path::PathBuf;

/// Counted by the operating system; `None` where there is nowhere to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub threads: usize,
    pub files: usize,
}

impl Held {
    #[cfg(target_os = "linux")]
    pub fn now() -> Option<Held> {
        let count = |folder: &str| Some(std::fs::read_dir(folder).ok()?.count());
        Some(Held { threads: count("/proc/self/task")?, files: count("/proc/self/fd")? })
    }

    #[cfg(not(target_os = "linux"))]
    pub fn now() -> Option<Held> {
        None
    }
}

/// Connections and devices that are open, by names that nothing else ever has while this process runs.
///
/// Not the files of a disk: a worker that reads one now and one again in a moment is not the same reading.
pub fn held_for_good() -> BTreeSet<PathBuf> {
    let Ok(open) = std::fs::read_dir("/proc/self/fd") else { return BTreeSet::new() };
    let names = open.filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok());
    names.filter(|name| !name.is_absolute() || name.starts_with("/dev")).collect()
}
