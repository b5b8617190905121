//! What the worker is told: how the link stands, what the session plays, and who sits where.

use super::super::mailbox::{News, Seats};
use super::super::reopening::fingerprint;
use super::{Do, Link, Phase};
use crate::model::LinkState;

impl Link {
    /// Looks whether what the session plays is all here, this instance's own coming among it.
    pub(super) fn look_at_song(&mut self) {
        let scope = format!("session/{}", self.session.as_str());
        let has_come = self.cursors.at(&scope).is_some_and(|seq| seq >= self.joined_at);
        self.is_current = has_come && !self.is_snapshot_underway;
    }

    pub(super) fn tell(&mut self, done: &mut Vec<Do>) {
        // Chairs first: who has none yet should not begin to play everything.
        self.tell_seats(done);
        self.tell_song(done);
        done.extend(self.works.news().map(|made| Do::Tell(News::Made(made))));
        self.tell_unpushed(done);
        let shown = (self.state(), self.note.clone());
        if self.shown.as_ref() != Some(&shown) {
            let (state, note) = shown.clone();
            done.push(Do::Tell(News::State { state, note }));
            self.shown = Some(shown);
        }
    }

    fn tell_song(&mut self, done: &mut Vec<Do>) {
        if !self.is_current || self.cursors.resume().is_none() || !self.mirror.is_changed() {
            return;
        }
        let Some(song) = self.mirror.song() else { return };
        let told = (song.chart.clone(), song.revision, fingerprint(&song.regions));
        if self.told_song.as_ref() != Some(&told) {
            self.told_song = Some(told);
            done.push(Do::Tell(News::Song(Box::new(song))));
        }
    }

    fn tell_seats(&mut self, done: &mut Vec<Do>) {
        // Whoever was taken for lost sits nowhere, and gives up nothing: it comes back.
        let is_known = self.is_current && !self.is_lost && self.cursors.resume().is_some();
        if is_known && self.told_seats.as_ref() != Some(self.mirror.seats()) {
            let is_first = self.told_seats.is_none();
            let by_lane = self.mirror.seats().clone();
            self.told_seats = Some(by_lane.clone());
            done.push(Do::Tell(News::Seats(Box::new(Seats { by_lane, is_first }))));
        }
    }

    fn state(&self) -> LinkState {
        let plays = self.timeline.as_ref().is_some_and(|timeline| timeline.playing)
            || self.host.is_some_and(|host| host.playing);
        match self.phase {
            Phase::Resting { .. } | Phase::Finding | Phase::Registering | Phase::Opening => {
                LinkState::Disconnected
            }
            Phase::Open if !self.is_current || !self.mirror.missing().is_empty() => LinkState::Syncing,
            Phase::Open if self.mirror.is_generating() => LinkState::Generating,
            Phase::Open if plays => LinkState::Playing,
            Phase::Open => LinkState::Connected,
        }
    }
}
