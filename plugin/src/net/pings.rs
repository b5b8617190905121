//! When to ask what time it is: a few at once for a first clock, then once a second.

use wire::limits::{FIRST_PING_EVERY_MS, FIRST_PINGS, PING_EVERY_MS};
use wire::{Nanos, Ping};

use super::clock::HostTime;

const NANOS_PER_MS: i64 = 1_000_000;
/// A server that answers none of so many in a row is not there, whatever the system says of the socket.
const UNANSWERED_MAX: u64 = 4;

#[derive(Clone, Debug, Default)]
pub struct Pings {
    sent: u64,
    answered: u64,
    due: Option<HostTime>,
}

impl Pings {
    /// A socket was opened; the first goes at once.
    pub fn begin(&mut self, now: HostTime) {
        *self = Pings { due: Some(now), ..Pings::default() };
    }

    pub fn next(&mut self, now: HostTime) -> Option<Ping> {
        self.due.filter(|due| *due <= now)?;
        self.sent += 1;
        let is_first = self.sent < u64::from(FIRST_PINGS);
        let every = if is_first { FIRST_PING_EVERY_MS } else { PING_EVERY_MS };
        self.due = Some(HostTime(now.0 + every as i64 * NANOS_PER_MS));
        Some(Ping { id: self.sent, t0: Nanos(now.0) })
    }

    /// Whether it is an answer to what was asked here.
    pub fn answered(&mut self, id: u64) -> bool {
        let is_news = id > self.answered && id <= self.sent;
        self.answered = id.max(self.answered).min(self.sent);
        is_news
    }

    pub fn is_silent(&self) -> bool {
        self.sent > u64::from(FIRST_PINGS) && self.sent - self.answered > UNANSWERED_MAX
    }
}
