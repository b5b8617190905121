//! Files are playable the moment they are here, before the set they belong to is complete; the set has the last word.

use std::time::Duration;

use music::midi_file::name::Timestamp;
use player::{Moment, Strategy};

use super::Workshop;
use super::watching::{News, file_clip};
use crate::band::{Band, FileClip};
use crate::folder::index::QUIET;
use crate::folder::{Arrival, Listing, Standing};

/// What the player has that the band has not taken up.
#[derive(Default)]
pub(super) struct Rehearsing {
    timestamp: Option<Timestamp>,
    /// Of the set that is on its way, as far as it has come.
    files: Vec<FileClip>,
}

impl Rehearsing {
    pub(super) fn is_on(&self) -> bool {
        !self.files.is_empty()
    }

    fn add(&mut self, arrival: &Arrival) {
        if arrival.timestamp.is_none() || arrival.timestamp != self.timestamp {
            self.files.clear();
        }
        self.timestamp = arrival.timestamp;
        self.files.extend(arrival.parts.iter().cloned().map(file_clip));
    }

    /// Whether that is what was waited for.
    fn is_of(&self, set: &[FileClip]) -> bool {
        set.iter().any(|file| self.files.iter().any(|rehearsed| rehearsed.name == file.name))
    }

    /// Whether its set can still come: files may vanish before it does.
    fn is_awaited(&self, listing: &Listing) -> bool {
        let is_ready = |file: &FileClip| {
            listing.files.iter().any(|line| line.name == file.name && line.standing == Standing::Ready)
        };
        self.files.iter().any(is_ready)
    }
}

impl Workshop {
    /// Sets out of the watched folder, each of them one step; and what will be one.
    pub(super) fn bring_files(&mut self) {
        let News { arrivals, sets, is_listed, is_other } = self.watching.news();
        for arrival in &arrivals {
            self.rehearsing.add(arrival);
        }
        let is_late = !sets.is_empty();
        for set in sets {
            self.attempt(|workshop| workshop.take_up(set));
        }
        if is_late || !arrivals.is_empty() {
            self.attempt(Workshop::rehearse);
        }
        if is_listed && self.rehearsing.is_on() && !self.rehearsing.is_awaited(self.watching.listing()) {
            self.end_rehearsing(false);
        }
        self.is_stale |= is_other;
    }

    fn take_up(&mut self, set: Vec<FileClip>) {
        let is_last_word = self.rehearsing.is_of(&set);
        let outcome = self.band.insert_files(set);
        if is_last_word {
            self.end_rehearsing(outcome.arranged);
        }
        self.follow(outcome);
    }

    /// What the band plays is posted again unless it will be anyway.
    fn end_rehearsing(&mut self, is_posted_anyway: bool) {
        self.rehearsing = Rehearsing::default();
        if !is_posted_anyway {
            self.post(Moment::NextBar, Strategy::HardCut);
        }
    }

    /// As if the set were complete, by the rule that files are approved. It enters no earlier than the set would.
    fn rehearse(&mut self) {
        if !self.band.folder().approved || self.posting.is_offline {
            self.rehearsing = Rehearsing::default();
        }
        if !self.rehearsing.is_on() {
            return;
        }
        let mut rehearsed: Band = self.band.clone();
        let outcome = rehearsed.insert_files(self.rehearsing.files.clone());
        let (next, moment) = (rehearsed.bar_after(Duration::ZERO), rehearsed.bar_after(QUIET));
        // What was decided and waits for its bar would be taken along to a later one; the set brings these files too.
        let is_in_the_way = self.posting.is_awaited() && moment != next;
        if outcome.arranged && !is_in_the_way {
            // What cannot be compiled is said when its set comes.
            let _ = self.posting.rehearse(&rehearsed, moment, outcome.strategy, &mut self.end.player);
        }
    }
}
