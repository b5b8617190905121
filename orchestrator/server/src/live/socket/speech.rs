//! What a socket says by itself: what its guest is told, with what has to be read for it.

use std::time::Duration;

use music::clip::Hash;
use wire::limits::CHANGES_PER_MESSAGE_MAX;
use wire::{Clip, ToPlugin, Topic};

use super::super::conductor::name_of;
use super::super::guest::{Moment, News};
use super::super::log::Page;
use super::super::telling::Wanted;
use super::{Ending, NORMAL, Socket, Step};
use crate::published::Shown;

impl Socket {
    pub(super) fn moment(&self, steady: Duration) -> Moment {
        Moment { steady, wall: self.app.now(), sockets: self.app.live.sockets() }
    }

    pub(super) fn note(&mut self, news: &News, now: Duration) -> Step {
        if matches!(news, News::Replaced) {
            return Err(Ending::new(NORMAL, "this instance has another socket now"));
        }
        let moment = self.moment(now);
        let Some(guest) = &mut self.guest else { return Ok(()) };
        Ok(guest.note(news, &mut self.queue, moment)?)
    }

    /// All that is due.
    pub(super) async fn speak(&mut self, now: Duration) -> Step {
        let moment = self.moment(now);
        let Some(guest) = &self.guest else { return Ok(()) };
        if guest.due.second <= now {
            Box::pin(self.may_stay()).await?;
            Box::pin(self.tell_clips(moment)).await?;
        }
        let Some(guest) = &mut self.guest else { return Ok(()) };
        guest.tell_song(&mut self.queue, moment)?;
        let mut wanted = guest.tell_changes(&mut self.queue, moment)?;
        while let Wanted::Page { after } = wanted {
            let page = Box::pin(self.page_of_journal(after)).await;
            let Some(guest) = &mut self.guest else { return Ok(()) };
            wanted = guest.hand(page, &mut self.queue, moment)?;
        }
        let is_due = self.guest.as_ref().and_then(|guest| guest.due.house).is_some_and(|due| due <= now);
        if is_due { Box::pin(self.tell_house(now)).await } else { Ok(()) }
    }

    async fn page_of_journal(&mut self, after: u64) -> Option<Page> {
        let guest = self.guest.as_ref()?;
        let (app, scope) = (&self.app, guest.stage.scope());
        let events = app.events(&scope, after, CHANGES_PER_MESSAGE_MAX as u32).await.ok()?;
        let (state, seq) = app.state_and_seq(&scope).await.ok()?;
        let session = state.session()?;
        let name = name_of(app, session).await;
        let now = app.now();
        let led = app.live.led(session, now);
        let shown = Shown { session, name: &name, seq, presence: &app.presence, led, now };
        Page::of_journal(&scope, after, &events, &shown)
    }

    async fn tell_clips(&mut self, now: Moment) -> Step {
        let Some(guest) = &mut self.guest else { return Ok(()) };
        guest.told_second(now);
        if !guest.wants(Topic::Clips) || !self.queue.is_eager() {
            return Ok(());
        }
        let Ok(state) = self.app.state(&guest.stage.scope()).await else { return Ok(()) };
        let Some(session) = state.session() else { return Ok(()) };
        for (region, hash) in guest.clips_due(session, now) {
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
