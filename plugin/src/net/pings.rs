//! When to ask what time it is: a few at once for a first clock, then once a second.

use wire::limits::{FIRST_PING_EVERY_MS, FIRST_PINGS, PING_EVERY_MS};
use wire::{Nanos, Ping};

use super::clock::HostTime;

const NANOS_PER_MS: i64 = 1_000_000;
/// A server that answers nothing for so long is not there, whatever the system says of the socket.
const SILENT_MAX_NANOS: i64 = 4_000 * NANOS_PER_MS;

/// Two seconds of them.
const QUICK_MAX: u64 = 40;

#[derive(Clone, Debug, Default)]
pub struct Pings {
    sent: u64,
    answered: u64,
    /// When something came back last, or was first asked.
    heard: HostTime,
    due: Option<HostTime>,
}

impl Pings {
    /// A socket was opened; the first goes at once.
    pub fn begin(&mut self, now: HostTime) {
        *self = Pings { due: Some(now), heard: now, ..Pings::default() };
    }

    /// While the clock `is_known` badly, a few more come at once: a machine that is just starting things is late.
    pub fn next(&mut self, now: HostTime, is_known: bool) -> Option<Ping> {
        self.due.filter(|due| *due <= now)?;
        self.sent += 1;
        let is_first = self.sent < u64::from(FIRST_PINGS) || !is_known && self.sent < QUICK_MAX;
        let every = if is_first { FIRST_PING_EVERY_MS } else { PING_EVERY_MS };
        self.due = Some(HostTime(now.0 + every as i64 * NANOS_PER_MS));
        Some(Ping { id: self.sent, t0: Nanos(now.0) })
    }

    /// Whether it is an answer to what was asked here.
    pub fn answered(&mut self, id: u64, now: HostTime) -> bool {
        let is_news = id > self.answered && id <= self.sent;
        if is_news {
            (self.answered, self.heard) = (id, now);
        }
        is_news
    }

    pub fn is_silent(&self, now: HostTime) -> bool {
        self.sent > self.answered && now.0.saturating_sub(self.heard.0) > SILENT_MAX_NANOS
    }
}
