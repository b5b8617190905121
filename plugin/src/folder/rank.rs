//! Which file is newer: by the time in its name, then by when it was written, then by its name.

use std::path::Path;
use std::sync::Arc;

use music::midi_file::name::Timestamp;

use super::disk::Stat;

/// The greater one is the newer one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank {
    stamp: Timestamp,
    modified_ns: i64,
    path: Arc<Path>,
}

const NANOS_PER_SECOND: i64 = 1_000_000_000;

impl Rank {
    /// A name without a time is taken to be as old as the file.
    pub fn new(path: &Arc<Path>, named: Option<Timestamp>, stat: Stat) -> Rank {
        let stamp = named.unwrap_or_else(|| stamp_of(stat.modified_ns));
        Rank { stamp, modified_ns: stat.modified_ns, path: Arc::clone(path) }
    }

    pub fn path(&self) -> &Arc<Path> {
        &self.path
    }
}

/// In UTC. What was written before 1970 or after 9999 is as old as can be.
fn stamp_of(modified_ns: i64) -> Timestamp {
    let seconds = u64::try_from(modified_ns.div_euclid(NANOS_PER_SECOND)).unwrap_or(0);
    Timestamp::from_unix_seconds(seconds).unwrap_or_else(oldest)
}

fn oldest() -> Timestamp {
    Timestamp::from_unix_seconds(0).expect("the first second has a date")
}
