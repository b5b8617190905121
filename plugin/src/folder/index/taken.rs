//! What becomes of a file that was read.

use std::path::Path;
use std::sync::Arc;

use music::clip;

use super::entry::{Entry, Lanes, Reading, State};
use super::{At, Index, RETRY, STILL};
use crate::folder::disk::{Outcome, Stat};
use crate::folder::event::Arrival;
use crate::folder::lane::{self, Part, Split};
use crate::folder::names;
use crate::folder::rank::Rank;

impl Index {
    /// `is_arranged`: the song has these notes already.
    pub fn read(
        &mut self,
        now: At,
        path: &Arc<Path>,
        outcome: Outcome,
        is_arranged: &dyn Fn(&clip::Hash) -> bool,
    ) {
        match outcome {
            Outcome::Absent => self.forget(path),
            Outcome::Folder => {
                self.forget(path);
                self.overflow();
            }
            Outcome::Refused { stat, reason } => {
                self.was_read(path, stat);
                self.damaged(path, reason);
            }
            Outcome::Broken { stat, reason } => self.broken(now, path, stat, reason),
            Outcome::Whole { stat, content, split } => {
                self.was_read(path, stat);
                self.whole(now, path, content, split, is_arranged);
            }
        }
    }

    fn was_read(&mut self, path: &Arc<Path>, stat: Stat) {
        let is_known = self.table.change(path, |entry| {
            entry.stat = stat;
            entry.reading = Reading::No;
        });
        if !is_known {
            self.admit(Entry::new(Arc::clone(path), stat));
        }
    }

    fn damaged(&mut self, path: &Arc<Path>, reason: String) {
        let reason: Box<str> = reason.into();
        self.is_about_to_change(path);
        self.table.change(path, |entry| {
            let is_news = !matches!(&entry.state, State::Damaged(known) if *known == reason);
            entry.untold |= is_news;
            (entry.state, entry.content) = (State::Damaged(reason), 0);
        });
    }

    /// Waits while it changes; when it stands still it is damaged.
    fn broken(&mut self, now: At, path: &Arc<Path>, stat: Stat, reason: String) {
        let Some(entry) = self.table.get(path) else { return self.begun(now, path, stat) };
        match &entry.state {
            State::Unfinished { since } if entry.stat == stat && now.saturating_sub(*since) >= STILL => {
                self.was_read(path, stat);
                self.damaged(path, reason);
            }
            State::Unfinished { .. } if entry.stat == stat => {
                self.was_read(path, stat);
                self.looks.ask(now + RETRY, Arc::clone(path));
            }
            State::Damaged(known) if entry.stat == stat && **known == *reason => self.was_read(path, stat),
            State::Waiting
            | State::Unfinished { .. }
            | State::Ready(_)
            | State::HandedOver
            | State::Older
            | State::Arranged
            | State::Old
            | State::Damaged(_)
            | State::NeedsLane { .. } => self.begun(now, path, stat),
        }
    }

    fn begun(&mut self, now: At, path: &Arc<Path>, stat: Stat) {
        self.was_read(path, stat);
        self.is_about_to_change(path);
        self.table.change(path, |entry| {
            (entry.state, entry.content) = (State::Unfinished { since: now }, 0);
        });
        self.looks.ask(now + RETRY, Arc::clone(path));
    }

    fn whole(
        &mut self,
        now: At,
        path: &Arc<Path>,
        content: u64,
        split: Split,
        is_arranged: &dyn Fn(&clip::Hash) -> bool,
    ) {
        let Some(entry) = self.table.get(path).filter(|entry| entry.content != content) else { return };
        let (rank, is_first, is_chosen) = (entry.rank(), entry.content == 0, entry.chosen.is_some());
        let timestamp = entry.name.timestamp;
        self.is_about_to_change(path);
        let (state, lanes) = match split {
            Split::NeedsLane { notes } => (State::NeedsLane { notes }, Lanes::default()),
            Split::Parts { parts, remarks } => {
                let lanes = Lanes::of(parts.iter().map(|part| part.lane));
                let length = lane::length(&parts);
                let state = match self.candidates(parts, &rank, is_first, is_chosen, is_arranged) {
                    Ok(parts) => {
                        let name = names::shown(path).into();
                        State::Ready(Arc::new(Arrival { name, timestamp, length, parts, remarks }))
                    }
                    Err(state) => state,
                };
                (state, lanes)
            }
        };
        self.table.change(path, |entry| {
            (entry.state, entry.content, entry.lanes, entry.untold) = (state, content, lanes, true);
        });
        if let Some(entry) = self.table.get(path).filter(|entry| entry.is_ready()) {
            self.sets.add(now, entry);
        }
    }

    /// The parts that may enter, else what the file is instead.
    fn candidates(
        &mut self,
        parts: Vec<Part>,
        rank: &Rank,
        is_first: bool,
        is_chosen: bool,
        is_arranged: &dyn Fn(&clip::Hash) -> bool,
    ) -> Result<Vec<Part>, State> {
        let mut candidates = Vec::new();
        let mut is_arranged_too = false;
        for part in parts {
            let lane = part.lane;
            let is_handed_over = is_first && self.entered.is(lane, rank);
            let is_older = self.newest.outranks(lane, rank) || is_handed_over;
            if is_arranged(&part.hash) {
                // It plays, so what is older than it does not come after it.
                self.entered.raise(lane, rank);
                is_arranged_too = true;
            } else if is_chosen || !is_older {
                candidates.push(part);
            } else {
                continue;
            }
            self.newest.raise(lane, rank);
        }
        match (candidates.is_empty(), is_arranged_too) {
            (false, _) => Ok(candidates),
            (true, false) => Err(State::Older),
            (true, true) => Err(State::Arranged),
        }
    }
}
