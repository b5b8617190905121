//! What was committed, as what became of things, for every socket that follows.

use orchestrator::clock::Clock;
use orchestrator::published::Shown;
use tokio::sync::broadcast::error::TryRecvError;
use wire::rest::changes::{Change, Changes, Kept};
use wire::{Followed, ToPlugin};

use super::{Effects, Server, scope, session};

/// Events in one message: few, so that streams are cut in many places.
const EVENTS_PER_MESSAGE: u64 = 4;

impl Server {
    /// Sends what is new to everybody who follows.
    pub(super) fn publish(&mut self, mut effects: Effects) -> Effects {
        let Some(life) = &mut self.life else { return effects };
        loop {
            let committed = match life.news.try_recv() {
                Ok(committed) => committed,
                Err(TryRecvError::Empty | TryRecvError::Closed) => return effects,
                Err(TryRecvError::Lagged(_)) => continue,
            };
            let (first, last) = (committed.first_seq, committed.last_seq());
            let (session, now) = (session(&committed.state), self.clock.now());
            let shown =
                Shown { session, name: "default", seq: last, presence: &life.presence, led: None, now };
            let items = items(&shown, (first..).zip(&committed.events));
            for (connection, socket) in &mut life.sockets {
                if let Some(cursor) = socket.cursor.as_mut().filter(|cursor| **cursor + 1 == first) {
                    effects.said.extend(pages(&items, *cursor, last).map(|page| (*connection, page)));
                    *cursor = last;
                }
            }
        }
    }

    /// What a client that has everything up to `after` has missed; every thing as it is now.
    pub(super) fn missed(&self, after: u64) -> Vec<ToPlugin> {
        let (Some(life), Some((state, last))) = (&self.life, self.state()) else { return Vec::new() };
        let events = life.runtime.block_on(life.writer.events(&scope(), after, u32::MAX));
        let events = events.expect("the journal can be read");
        let (session, now) = (session(&state), self.clock.now());
        let shown = Shown { session, name: "default", seq: last, presence: &life.presence, led: None, now };
        let items = items(&shown, events.iter().map(|(seq, event)| (*seq, event)));
        pages(&items, after, last).collect()
    }

    /// Everything there is, and the number of its last event.
    pub fn all(&self) -> Option<(Vec<Kept>, u64)> {
        let (life, (state, seq)) = (self.life.as_ref()?, self.state()?);
        let (presence, now) = (&life.presence, self.clock.now());
        let shown = Shown { session: session(&state), name: "default", seq, presence, led: None, now };
        Some((shown.all(), seq))
    }
}

fn items<'a>(shown: &Shown<'_>, events: impl Iterator<Item = (u64, &'a domain::Event)>) -> Vec<Change> {
    let mut items = Vec::new();
    for (seq, event) in events {
        if let domain::Event::Session(event) = event {
            items.extend(shown.changes(seq, event));
        }
    }
    items
}

fn pages(items: &[Change], after: u64, last: u64) -> impl Iterator<Item = ToPlugin> {
    let starts = (after..last).step_by(EVENTS_PER_MESSAGE as usize);
    starts.map(move |from| {
        let to = (from + EVENTS_PER_MESSAGE).min(last);
        let within = |change: &&Change| {
            let (Change::Changed { seq, .. } | Change::Removed { seq, .. }) = change;
            *seq > from && *seq <= to
        };
        let items = items.iter().filter(within).cloned().collect();
        ToPlugin::Changes(Followed { scope: scope().to_string(), changes: Changes { from, to, items } })
    })
}
