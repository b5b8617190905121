//! What this process holds of its machine.

use crate::audio_guard;
use crate::folder_bench::figures::resident_bytes;

/// `None` where the system does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    pub resident_bytes: Option<u64>,
    /// What is allocated and not freed, apart from C's.
    pub live_bytes: u64,
    pub files: Option<usize>,
    pub threads: Option<usize>,
}

impl Held {
    pub fn now() -> Held {
        let count = |folder: &str| Some(std::fs::read_dir(folder).ok()?.count());
        Held {
            resident_bytes: resident_bytes(),
            live_bytes: audio_guard::live_bytes(),
            files: count("/proc/self/fd"),
            threads: count("/proc/self/task"),
        }
    }
}
