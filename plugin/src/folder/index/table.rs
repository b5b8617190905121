//! All files, and the lines they stand in: by age, to be read, to be told of.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use super::entry::{Entry, Reading, State};
use super::newest::Newest;
use crate::folder::rank::Rank;

/// Every line is kept in step with the entries by [`Table::change`], the only way to change one.
#[derive(Default)]
pub(super) struct Table {
    entries: HashMap<Arc<Path>, Entry>,
    by_age: BTreeSet<Rank>,
    fresh: BTreeSet<Rank>,
    backlog: BTreeSet<Rank>,
    arrived: BTreeSet<Rank>,
    faults: BTreeSet<Rank>,
    /// Files that are held in memory.
    ready: usize,
    /// Notes and controls of those.
    events: usize,
    /// Something is otherwise than it was when this was last set to false.
    pub(super) is_changed: bool,
}

impl Table {
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn get(&self, path: &Path) -> Option<&Entry> {
        self.entries.get(path)
    }

    pub(super) fn insert(&mut self, entry: Entry) {
        self.remove(&Arc::clone(&entry.path));
        self.list(&entry);
        self.entries.insert(Arc::clone(&entry.path), entry);
    }

    pub(super) fn remove(&mut self, path: &Path) -> Option<Entry> {
        let entry = self.entries.remove(path)?;
        self.unlist(&entry);
        Some(entry)
    }

    /// False when there is no such file.
    pub(super) fn change(&mut self, path: &Path, change: impl FnOnce(&mut Entry)) -> bool {
        let Some(mut entry) = self.remove(path) else { return false };
        change(&mut entry);
        self.list(&entry);
        self.entries.insert(Arc::clone(&entry.path), entry);
        true
    }

    /// Does not touch what the lines depend on.
    pub(super) fn mark_seen(&mut self, path: &Path, generation: u32) {
        if let Some(entry) = self.entries.get_mut(path) {
            entry.seen = generation;
        }
    }

    pub(super) fn unseen(&self, generation: u32) -> Vec<Arc<Path>> {
        let unseen = self.entries.values().filter(|entry| entry.seen != generation);
        unseen.map(|entry| Arc::clone(&entry.path)).collect()
    }

    pub(super) fn newest_first(&self) -> impl Iterator<Item = &Entry> {
        self.by_age.iter().rev().filter_map(|rank| self.entries.get(rank.path()))
    }

    pub(super) fn oldest(&self) -> Option<&Rank> {
        self.by_age.first()
    }

    pub(super) fn newest_fresh(&self) -> Option<&Rank> {
        self.fresh.last()
    }

    pub(super) fn newest_of_backlog(&self) -> Option<&Rank> {
        self.backlog.last()
    }

    /// The newest file that was read and nobody was told of.
    pub(super) fn newest_arrived(&self) -> Option<&Rank> {
        self.arrived.last()
    }

    pub(super) fn newest_fault(&self) -> Option<&Rank> {
        self.faults.last()
    }

    /// Raises `newest` to what was read and is not handed over yet.
    pub(super) fn newest_ready(&self, newest: &mut Newest) {
        for entry in self.entries.values() {
            if let State::Ready(arrival) = &entry.state {
                arrival.parts.iter().for_each(|part| newest.raise(part.lane, &entry.rank()));
            }
        }
    }

    /// What was passed over waits again.
    pub(super) fn reconsider_older(&mut self) {
        let older = self.entries.values().filter(|entry| matches!(entry.state, State::Older));
        let paths: Vec<Arc<Path>> = older.map(|entry| Arc::clone(&entry.path)).collect();
        for path in paths {
            self.change(&path, |entry| {
                (entry.state, entry.content, entry.reading) = (State::Waiting, 0, Reading::Backlog);
            });
        }
    }

    pub(super) fn ready(&self) -> usize {
        self.ready
    }

    pub(super) fn events(&self) -> usize {
        self.events
    }

    fn list(&mut self, entry: &Entry) {
        self.is_changed = true;
        let rank = entry.rank();
        if let Some(line) = self.line_to_read(entry.reading) {
            line.insert(rank.clone());
        }
        if let Some(line) = self.line_to_tell(entry) {
            line.insert(rank.clone());
        }
        self.by_age.insert(rank);
        self.ready += usize::from(entry.is_ready());
        self.events += entry.events();
    }

    fn unlist(&mut self, entry: &Entry) {
        self.is_changed = true;
        let rank = entry.rank();
        if let Some(line) = self.line_to_read(entry.reading) {
            line.remove(&rank);
        }
        if let Some(line) = self.line_to_tell(entry) {
            line.remove(&rank);
        }
        self.by_age.remove(&rank);
        self.ready -= usize::from(entry.is_ready());
        self.events -= entry.events();
    }

    fn line_to_read(&mut self, reading: Reading) -> Option<&mut BTreeSet<Rank>> {
        match reading {
            Reading::No => None,
            Reading::Fresh => Some(&mut self.fresh),
            Reading::Backlog => Some(&mut self.backlog),
        }
    }

    fn line_to_tell(&mut self, entry: &Entry) -> Option<&mut BTreeSet<Rank>> {
        if !entry.untold {
            return None;
        }
        match entry.state {
            State::Ready(_) => Some(&mut self.arrived),
            State::Damaged(_) | State::NeedsLane { .. } => Some(&mut self.faults),
            State::Waiting
            | State::Unfinished { .. }
            | State::HandedOver
            | State::Older
            | State::Arranged
            | State::Old => None,
        }
    }
}
