//! The server's end of a connection: the real guest and its queue, and a wire that takes what it is given, or stalls.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use domain::Session;
use orchestrator::live::guest::{Guest, Moment, News};
use orchestrator::live::log::Page;
use orchestrator::live::queue::{Message, Overflow, Queue};
use orchestrator::live::stage::said;
use orchestrator::live::telling::Wanted;
use wire::{Clip, Nanos, Pong, ToPlugin, Topic};

#[derive(Default)]
pub(super) struct Socket {
    /// Nobody, until it says hello.
    pub guest: Option<Guest>,
    pub queue: Queue,
    /// Nothing is taken until then.
    stalled: Duration,
}

/// Why it is let go.
pub(super) enum Ending {
    Slow,
    Replaced,
}

impl From<Overflow> for Ending {
    fn from(_: Overflow) -> Ending {
        Ending::Slow
    }
}

impl Socket {
    pub(super) fn stall(&mut self, until: Duration) {
        self.stalled = until;
    }

    /// All that has happened is noted, and all that is due is put into the queue.
    pub(super) fn turn(
        &mut self,
        session: &Session,
        mut page: impl FnMut(u64) -> Option<Page>,
        now: Moment,
    ) -> Result<(), Ending> {
        if self.queue.gives_up_at().is_some_and(|at| at <= now.steady) {
            return Err(Ending::Slow);
        }
        let Some(guest) = &mut self.guest else { return Ok(()) };
        while let Some(news) = news(guest) {
            if matches!(news, News::Replaced) {
                return Err(Ending::Replaced);
            }
            guest.note(&news, &mut self.queue, now)?;
        }
        if guest.due.second <= now.steady {
            guest.told_second(now);
            if guest.wants(Topic::Clips) && self.queue.is_eager() {
                for (region, hash) in guest.clips_due(session, now) {
                    let (sha256, url) = (hash.to_string(), format!("/api/blobs/{hash}"));
                    let clip = ToPlugin::Clip(Clip { region: region.0, sha256, len: 1, url });
                    self.queue.push(Message::Each(said(&clip)), now.steady)?;
                }
            }
        }
        guest.tell_song(&mut self.queue, now)?;
        let mut wanted = guest.tell_changes(&mut self.queue, now)?;
        while let Wanted::Page { after } = wanted {
            wanted = guest.hand(page(after), &mut self.queue, now)?;
        }
        Ok(())
    }

    /// What the wire takes now.
    pub(super) fn taken(&mut self, now: Moment) -> Vec<String> {
        let mut taken = Vec::new();
        while self.stalled <= now.steady {
            let Some(message) = self.queue.pop(now.steady) else { break };
            taken.push(match message {
                Message::Timeline(text)
                | Message::Position(text)
                | Message::TransportSync(text)
                | Message::Each(text) => text.to_string(),
                Message::Pong(pong) => {
                    said(&ToPlugin::Pong(Pong { t2: Nanos(now.wall.0), ..pong })).to_string()
                }
            });
        }
        taken
    }

    /// When there is something to do though nothing happens.
    pub(super) fn wakes_at(&self) -> Option<Duration> {
        let taken = (!self.queue.is_empty()).then_some(self.stalled);
        let told = self.guest.as_ref().map(|guest| guest.wakes_at(self.queue.is_eager()));
        [taken, told, self.queue.gives_up_at()].into_iter().flatten().min()
    }
}

/// What waits for a guest by now.
fn news(guest: &mut Guest) -> Option<News> {
    match pin!(guest.news()).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(news) => Some(news),
        Poll::Pending => None,
    }
}
