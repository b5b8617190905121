//! Sets: files of one timestamp, which enter together when nothing has come for a while.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use music::midi_file::name::Timestamp;

use super::At;
use super::entry::Entry;

/// What writes a band file by file needs less between two of them.
pub const QUIET: Duration = Duration::from_millis(500);
/// Who never pauses is not waited for longer than this.
pub const WAIT_MAX: Duration = Duration::from_secs(5);

/// Files without a time in their names are each a set of their own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Single(Arc<Path>),
    Stamped(Timestamp),
}

impl Key {
    pub(super) fn of(entry: &Entry) -> Key {
        match entry.name.timestamp {
            Some(timestamp) => Key::Stamped(timestamp),
            None => Key::Single(Arc::clone(&entry.path)),
        }
    }

    pub(super) fn timestamp(&self) -> Option<Timestamp> {
        match self {
            Key::Single(_) => None,
            Key::Stamped(timestamp) => Some(*timestamp),
        }
    }
}

/// Sets that are not quiet yet.
#[derive(Default)]
pub(super) struct Sets {
    pending: BTreeMap<Key, Pending>,
}

struct Pending {
    first: At,
    last: At,
    files: BTreeSet<Arc<Path>>,
}

impl Pending {
    fn due(&self) -> At {
        (self.last + QUIET).min(self.first + WAIT_MAX)
    }
}

impl Sets {
    pub(super) fn add(&mut self, now: At, entry: &Entry) {
        let new = || Pending { first: now, last: now, files: BTreeSet::new() };
        let pending = self.pending.entry(Key::of(entry)).or_insert_with(new);
        pending.last = now;
        pending.files.insert(Arc::clone(&entry.path));
    }

    /// One of its files, perhaps not whole yet, has just changed.
    pub(super) fn stir(&mut self, now: At, entry: &Entry) {
        if let Some(pending) = self.pending.get_mut(&Key::of(entry)) {
            pending.last = now;
        }
    }

    pub(super) fn next_due(&self) -> Option<At> {
        self.pending.values().map(Pending::due).min()
    }

    /// The first that is due; oldest names first, so that the newest comes last and stays.
    pub(super) fn due(&self, now: At) -> Option<&Key> {
        self.pending.iter().find(|(_, pending)| pending.due() <= now).map(|(key, _)| key)
    }

    pub(super) fn take(&mut self, key: &Key) -> BTreeSet<Arc<Path>> {
        self.pending.remove(key).map(|pending| pending.files).unwrap_or_default()
    }

    pub(super) fn clear(&mut self) {
        self.pending.clear();
    }
}
