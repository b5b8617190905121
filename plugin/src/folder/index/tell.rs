//! What the owner is told, made the moment it is asked for.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use music::lane::Lane;

use super::entry::{Entry, State};
use super::sets::Key;
use super::{At, Index};
use crate::folder::event::{Event, LISTED_MAX, Listing};
use crate::folder::lane::Part;
use crate::folder::names;

/// As often as an eye can follow.
const LIST_EVERY: Duration = Duration::from_millis(250);

impl Index {
    /// Whether [`tell`](Index::tell) is worth a call.
    pub fn has_news(&self, now: At) -> bool {
        !self.is_status_told
            || self.table.newest_arrived().is_some()
            || self.sets.next_due().is_some_and(|due| due <= now)
            || self.table.newest_fault().is_some()
            || self.next_listing().is_some_and(|due| due <= now)
    }

    /// The most urgent thing that the owner does not know. What has not been taken is told as it is then.
    pub fn tell(&mut self, now: At) -> Option<Event> {
        if !self.is_status_told {
            self.is_status_told = true;
            return Some(Event::Status(self.status.clone()));
        }
        let arrival = self.tell_arrival();
        let told = arrival.or_else(|| self.tell_set(now)).or_else(|| self.tell_fault());
        told.or_else(|| self.tell_listing(now))
    }

    pub(super) fn next_listing(&self) -> Option<At> {
        let due = self.listed_at.map_or(At::ZERO, |at| at + LIST_EVERY);
        self.table.is_changed.then_some(due)
    }

    fn tell_arrival(&mut self) -> Option<Event> {
        let path = Arc::clone(self.table.newest_arrived()?.path());
        self.table.change(&path, |entry| entry.untold = false);
        match &self.table.get(&path)?.state {
            State::Ready(arrival) => Some(Event::Arrived(Arc::clone(arrival))),
            State::Waiting
            | State::Unfinished { .. }
            | State::HandedOver
            | State::Older
            | State::Arranged
            | State::Old
            | State::Damaged(_)
            | State::NeedsLane { .. } => None,
        }
    }

    /// Sets of which nothing is left, deleted or outrun meanwhile, are passed over in silence.
    fn tell_set(&mut self, now: At) -> Option<Event> {
        while let Some(key) = self.sets.due(now).cloned() {
            let parts = self.take_set(&key);
            if !parts.is_empty() {
                return Some(Event::Set { timestamp: key.timestamp(), parts });
            }
        }
        None
    }

    /// At most one part a chair: the newest.
    fn take_set(&mut self, key: &Key) -> Vec<Part> {
        let files = self.sets.take(key);
        let mut entries: Vec<&Entry> = files.iter().filter_map(|path| self.table.get(path)).collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.rank()));
        let paths: Vec<Arc<Path>> = entries.iter().map(|entry| Arc::clone(&entry.path)).collect();
        let mut parts = Vec::new();
        for path in paths {
            parts.append(&mut self.hand_over(&path, &parts));
        }
        parts.sort_by_key(|part| part.lane);
        parts
    }

    fn hand_over(&mut self, path: &Arc<Path>, before: &[Part]) -> Vec<Part> {
        let Some(entry) = self.table.get(path) else { return Vec::new() };
        let State::Ready(arrival) = &entry.state else { return Vec::new() };
        let (rank, is_chosen) = (entry.rank(), entry.chosen.is_some());
        let is_free = |lane: Lane| before.iter().all(|part| part.lane != lane);
        let is_newest = |lane: Lane| is_chosen || !self.entered.outranks(lane, &rank);
        let parts = arrival.parts.iter().filter(|part| is_free(part.lane) && is_newest(part.lane));
        let parts: Vec<Part> = parts.cloned().collect();
        for part in &parts {
            self.entered.raise(part.lane, &rank);
        }
        let state = if parts.is_empty() { State::Older } else { State::HandedOver };
        self.table.change(path, |entry| entry.state = state);
        parts
    }

    fn tell_fault(&mut self) -> Option<Event> {
        let path = Arc::clone(self.table.newest_fault()?.path());
        self.table.change(&path, |entry| entry.untold = false);
        let name = names::shown(&path);
        match &self.table.get(&path)?.state {
            State::Damaged(reason) => Some(Event::Damaged { name, reason: reason.to_string() }),
            State::NeedsLane { notes } => Some(Event::NeedsLane { name, notes: *notes }),
            State::Waiting
            | State::Unfinished { .. }
            | State::Ready(_)
            | State::HandedOver
            | State::Older
            | State::Arranged
            | State::Old => None,
        }
    }

    fn tell_listing(&mut self, now: At) -> Option<Event> {
        if self.next_listing()? > now {
            return None;
        }
        self.listed_at = Some(now);
        self.table.is_changed = false;
        let files = self.table.newest_first().take(LISTED_MAX).map(Entry::line).collect();
        Some(Event::Listing(Listing { known: self.table.len(), files }))
    }
}
