//! What a guest is told, and when: where the song is, what changed, what will be needed. All of it goes into its queue.
//!
//! No socket, no clock and no store in here: what has to be read from the journal is asked for, and handed in.

use domain::ids::SessionId;
use domain::session::Session;
use domain::time::{Beat, WallTime};
use music::arrangement::RegionId;
use music::clip::Hash;
use wire::{Nanos, Position, Resync, ToPlugin, Topic, TransportSync};

use super::guest::{Guest, Moment, News};
use super::log::Page;
use super::queue::{Message, Overflow, Queue};
use super::stage::said;
use super::{locked, prefetch};
use crate::view;

/// What it takes to go on with the changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// It was told all there is, or as much as there is room for.
    Nothing,
    /// A page of the journal, of what follows this event.
    Page { after: u64 },
}

impl Guest {
    /// Something has happened: it is told soon.
    pub fn note(&mut self, news: &News, queue: &mut Queue, now: Moment) -> Result<(), Overflow> {
        match news {
            News::Timeline => self.timeline_changed(now),
            News::Journal if self.wants(Topic::Changes) => self.journal_grew(now),
            // A change may need other clips.
            News::Journal if self.wants(Topic::Clips) => self.due.second = self.due.second.min(now.steady),
            News::House => self.house_grew(now),
            News::Journal | News::Missed | News::Replaced => {}
            News::Call(call) => {
                if self.wants(Topic::MidiReady) && call.is_for(&self.client()) {
                    queue.push(Message::Each(call.text.clone()), now.steady)?;
                }
            }
        }
        Ok(())
    }

    /// Where the song is, as line and as place, whichever is due.
    pub fn tell_song(&mut self, queue: &mut Queue, now: Moment) -> Result<(), Overflow> {
        if self.due.timeline <= now.steady {
            self.told_timeline(now);
            if self.wants(Topic::Timeline) {
                let text = self.seats.told.borrow().text.clone();
                queue.push(Message::Timeline(text), now.steady)?;
            }
        }
        if self.due.position <= now.steady {
            self.tell_position(queue, now)?;
        }
        Ok(())
    }

    fn tell_position(&mut self, queue: &mut Queue, now: Moment) -> Result<(), Overflow> {
        let told = self.seats.told.borrow().clone();
        let playing = told.timeline.playing;
        let (beat, bpm) = told.at(now.wall);
        self.told_position(now, playing);
        if self.wants(Topic::Positions) {
            self.told += 1;
            let position = Position { n: self.told, beat, at_ns: Nanos(now.wall.0), playing, bpm };
            queue.push(Message::Position(said(&ToPlugin::Position(position))), now.steady)?;
        }
        if self.wants(Topic::TransportSync) {
            let sync = TransportSync {
                is_playing: playing,
                current_beat: beat.as_beats_f64(),
                tempo: bpm,
                timestamp: view::time(now.wall),
            };
            self.echo.tell(&sync, now.steady);
            queue.push(Message::TransportSync(said(&ToPlugin::TransportSync(sync))), now.steady)?;
        }
        Ok(())
    }

    /// What changed, if that is due: from the log, as far as it reaches back and as there is room for.
    pub fn tell_changes(&mut self, queue: &mut Queue, now: Moment) -> Result<Wanted, Overflow> {
        let is_due = self.due.changes.is_some_and(|due| due <= now.steady);
        if is_due && queue.is_eager() { self.go_on(queue, now) } else { Ok(Wanted::Nothing) }
    }

    /// The page that was wanted; nothing where it could not be had, or there is no more.
    pub fn hand(&mut self, page: Option<Page>, queue: &mut Queue, now: Moment) -> Result<Wanted, Overflow> {
        match page {
            Some(page) => {
                self.take(page, queue, now)?;
                self.go_on(queue, now)
            }
            None => {
                self.told_changes(now);
                Ok(Wanted::Nothing)
            }
        }
    }

    fn go_on(&mut self, queue: &mut Queue, now: Moment) -> Result<Wanted, Overflow> {
        let scope = self.stage.scope().to_string();
        loop {
            let seq = self.reached();
            if self.cursor >= seq || !queue.is_eager() {
                self.told_changes(now);
                return Ok(Wanted::Nothing);
            }
            if seq - self.cursor > self.stage.replayed_max() {
                self.resync("too much has happened that was not read", queue, now)?;
                continue;
            }
            let page = locked(&self.stage.log).page(&scope, self.cursor, seq);
            let Some(page) = page else { return Ok(Wanted::Page { after: self.cursor }) };
            self.take(page, queue, now)?;
        }
    }

    fn take(&mut self, page: Page, queue: &mut Queue, now: Moment) -> Result<(), Overflow> {
        match page {
            Page { to, text: Some(text) } => {
                self.cursor = to;
                queue.push(Message::Each(text), now.steady)
            }
            Page { text: None, .. } => self.resync("a change is larger than a message", queue, now),
        }
    }

    fn resync(&mut self, reason: &str, queue: &mut Queue, now: Moment) -> Result<(), Overflow> {
        self.cursor = self.reached();
        let resync = Resync { reason: reason.to_owned(), snapshot_url: snapshot_url(self.stage.session()) };
        queue.push(Message::Each(said(&ToPlugin::Resync(resync))), now.steady)
    }

    /// Clips that it is to be told of now.
    pub fn clips_due(&mut self, session: &Session, now: Moment) -> Vec<(RegionId, Hash)> {
        let beat = self.place(now.wall);
        let due = prefetch::due(session, beat, &mut self.clips);
        if due.len() == prefetch::ROUND_MAX {
            self.due.second = now.steady;
        }
        due
    }

    fn place(&self, now: WallTime) -> Beat {
        let (beat, _) = self.seats.told.borrow().at(now);
        Beat(beat.0)
    }
}

/// Where everything is to be had as it is.
pub(super) fn snapshot_url(session: &SessionId) -> String {
    format!("/api/snapshot?session={session}")
}

#[cfg(test)]
mod tests;
