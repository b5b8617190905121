//! What a socket says by itself: where the song is, what changed, what will be needed.

use std::time::Duration;

use domain::Event;
use music::clip::Hash;
use wire::limits::CHANGES_PER_MESSAGE_MAX;
use wire::rest::changes::Changes;
use wire::{Clip, Nanos, Position, Resync, ToPlugin, Topic, TransportSync};

use super::super::conductor::name_of;
use super::super::log::Page;
use super::super::queue::Message;
use super::super::resume::REPLAYED_MAX;
use super::super::stage::said;
use super::super::{locked, prefetch};
use super::guest::{Guest, News};
use super::{Ending, NORMAL, Socket, Step};
use crate::published::Shown;
use crate::view;

impl Socket {
    pub(super) fn note(&mut self, news: News, now: Duration) -> Step {
        let sockets = self.app.live.sockets();
        let Some(guest) = &mut self.guest else { return Ok(()) };
        match news {
            News::Timeline => guest.timeline_changed(now, sockets),
            News::Journal if guest.wants(Topic::Changes) => guest.journal_grew(now, sockets),
            // A change may need other clips.
            News::Journal if guest.wants(Topic::Clips) => guest.due.second = guest.due.second.min(now),
            News::Journal | News::Missed => {}
            News::Call(call) => {
                if guest.wants(Topic::MidiReady) && call.is_for(&guest.client()) {
                    self.queue.push(Message::Each(call.text.clone()), now)?;
                }
            }
            News::Replaced => {
                return Err(Ending::new(NORMAL, "this instance has another socket now"));
            }
        }
        Ok(())
    }

    /// All that is due.
    pub(super) async fn speak(&mut self, now: Duration) -> Step {
        let Some(due) = self.guest.as_ref().map(|guest| guest.due) else { return Ok(()) };
        if due.second <= now {
            self.may_stay().await?;
            self.tell_clips(now).await?;
        }
        if due.timeline <= now {
            self.tell_timeline(now)?;
        }
        if due.position <= now {
            self.tell_position(now)?;
        }
        if due.changes.is_some_and(|due| due <= now) && self.queue.is_eager() {
            self.tell_changes(now).await?;
        }
        Ok(())
    }

    fn tell_timeline(&mut self, now: Duration) -> Step {
        let Some(guest) = &mut self.guest else { return Ok(()) };
        guest.told_timeline(now);
        if guest.wants(Topic::Timeline) {
            let text = guest.seats.told.borrow().text.clone();
            self.queue.push(Message::Timeline(text), now)?;
        }
        Ok(())
    }

    fn tell_position(&mut self, now: Duration) -> Step {
        let Some(guest) = &mut self.guest else { return Ok(()) };
        let told = guest.seats.told.borrow().clone();
        let (at, playing) = (self.app.now(), told.timeline.playing);
        let (beat, bpm) = told.at(at);
        guest.told_position(now, playing);
        if guest.wants(Topic::Positions) {
            guest.told += 1;
            let position = Position { n: guest.told, beat, at_ns: Nanos(at.0), playing, bpm };
            self.queue.push(Message::Position(said(&ToPlugin::Position(position))), now)?;
        }
        if guest.wants(Topic::TransportSync) {
            let sync = TransportSync {
                is_playing: playing,
                current_beat: beat.as_beats_f64(),
                tempo: bpm,
                timestamp: view::time(at),
            };
            self.queue.push(Message::TransportSync(said(&ToPlugin::TransportSync(sync))), now)?;
        }
        Ok(())
    }

    /// From the log, or from the journal where that does not reach back: as much as there is room for.
    async fn tell_changes(&mut self, now: Duration) -> Step {
        let sockets = self.app.live.sockets();
        while let Some(guest) = &mut self.guest {
            let seq = *guest.seats.seq.borrow();
            let scope = guest.stage.scope().to_string();
            if guest.cursor >= seq || !self.queue.is_eager() {
                guest.told_changes(now, sockets);
                return Ok(());
            }
            if seq - guest.cursor > REPLAYED_MAX {
                return self.resync("too much has happened that was not read", now);
            }
            let page = locked(&guest.stage.log).page(&scope, guest.cursor);
            let page = match page {
                Some(page) => Some(page),
                None => self.page_of_journal(&scope).await,
            };
            let Some(guest) = &mut self.guest else { return Ok(()) };
            match page {
                Some(Page { to, text: Some(text) }) => {
                    guest.cursor = to;
                    self.queue.push(Message::Each(text), now)?;
                }
                Some(Page { text: None, .. }) => {
                    return self.resync("a change is larger than a message", now);
                }
                None => {
                    guest.told_changes(now, sockets);
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    async fn page_of_journal(&mut self, scope: &str) -> Option<Page> {
        let guest = self.guest.as_ref()?;
        let (app, from) = (&self.app, guest.cursor);
        let events = app.events(&guest.stage.scope(), from, CHANGES_PER_MESSAGE_MAX as u32).await.ok()?;
        let (state, seq) = app.state_and_seq(&guest.stage.scope()).await.ok()?;
        let session = state.session()?;
        let name = name_of(app, session).await;
        let shown = Shown { session, name: &name, seq, presence: &app.presence, now: app.now() };
        let (mut to, mut items) = (from, Vec::new());
        for (number, event) in &events {
            let changes = match event {
                Event::Session(event) => shown.changes(*number, event),
                Event::House(_) => Vec::new(),
            };
            if !items.is_empty() && items.len() + changes.len() > CHANGES_PER_MESSAGE_MAX {
                break;
            }
            items.extend(changes);
            to = *number;
        }
        (to > from).then(|| Page::of(scope, Changes { from, to, items }))
    }

    fn resync(&mut self, reason: &str, now: Duration) -> Step {
        let sockets = self.app.live.sockets();
        let Some(guest) = &mut self.guest else { return Ok(()) };
        guest.cursor = *guest.seats.seq.borrow();
        guest.told_changes(now, sockets);
        let resync = Resync { reason: reason.to_owned(), snapshot_url: snapshot_url(guest) };
        self.say(&ToPlugin::Resync(resync))
    }

    async fn tell_clips(&mut self, now: Duration) -> Step {
        let Some(guest) = &mut self.guest else { return Ok(()) };
        guest.told_second(now);
        if !guest.wants(Topic::Clips) || !self.queue.is_eager() {
            return Ok(());
        }
        let Ok(state) = self.app.state(&guest.stage.scope()).await else { return Ok(()) };
        let Some(session) = state.session() else { return Ok(()) };
        let (beat, _) = guest.seats.told.borrow().at(self.app.now());
        let due = prefetch::due(session, domain::Beat(beat.0), &mut guest.clips);
        if due.len() == prefetch::ROUND_MAX {
            guest.due.second = now;
        }
        for (region, hash) in due {
            let Some(len) = self.length(hash).await else { continue };
            let url = format!("/api/blobs/{hash}");
            let clip = Clip { region: region.0, sha256: hash.to_string(), len, url };
            self.say(&ToPlugin::Clip(clip))?;
        }
        Ok(())
    }

    async fn length(&mut self, hash: Hash) -> Option<u64> {
        let blobs = self.app.blobs.clone();
        tokio::task::spawn_blocking(move || blobs.bytes(&hash)).await.ok().flatten()
    }
}

pub(super) fn snapshot_url(guest: &Guest) -> String {
    format!("/api/snapshot?session={}", guest.stage.session())
}
