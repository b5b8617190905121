//! One socket: what it hears, what it has to say, and when.
//!
//! One task for each. It never waits for its reader: what cannot be written waits in the queue. What is done now and
//! then is boxed: a task is as large as the longest way it may ever go, and there are thousands.

mod greeting;
mod house;
mod sentences;
mod speech;
mod wire_end;

use std::future::{pending, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message as Frame, WebSocket};
use tokio::time::Instant;
use wire::limits::{HELLO_WAIT_MS, LEASE_SECONDS, close};
use wire::text::Id;
use wire::{Reply, ToPlugin};

use super::Place;
use super::guest::{Guest, News};
use super::queue::{Message, Overflow, Queue};
use super::rate::Rate;
use super::stage::said;
use crate::app::App;
use crate::http::caller::Caller;
use crate::presence::SILENT_MAX;
use greeting::may_view;
use wire_end::{Turn, WireEnd};

/// A client that sends nothing is asked whether it is there; its library answers.
const ASKED_EVERY: Duration = Duration::from_secs(LEASE_SECONDS as u64);
/// What was closed is read until the client has seen it, that it learns why.
const PARTING: Duration = Duration::from_secs(1);
/// The web's own: nothing is wrong.
const NORMAL: u16 = 1000;
/// The web's own: what came is no message of any protocol.
const BROKEN: u16 = 1002;
/// The web's own: messages are text.
const NOT_TEXT: u16 = 1003;

pub(super) struct Socket {
    app: Arc<App>,
    place: Place,
    caller: Caller,
    /// That a client without a hello is in, where its address says so.
    session: Option<Id>,
    end: WireEnd,
    queue: Queue,
    rate: Rate,
    /// Nobody, until it says hello or two seconds have passed.
    guest: Option<Guest>,
    /// It has said hello.
    greeted: bool,
    /// A request that is being done; nothing more is read until it is.
    working: Option<Pin<Box<dyn Future<Output = Reply> + Send>>>,
    opened: Duration,
    heard: Duration,
    asked: Duration,
}

/// Why a socket ends: the code, and words for whoever looks into it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Ending {
    code: u16,
    reason: String,
}

type Step = Result<(), Ending>;

impl Ending {
    fn new(code: u16, reason: impl Into<String>) -> Ending {
        Ending { code, reason: reason.into() }
    }

    /// The other end is gone, or cannot be read any more.
    fn gone() -> Ending {
        Ending::new(0, "")
    }
}

impl From<Overflow> for Ending {
    fn from(_: Overflow) -> Ending {
        Ending::new(close::TOO_SLOW, "what was sent was not read; connect again and resume")
    }
}

/// What a socket wakes up for.
enum Woken {
    Closing,
    Revoked,
    Wire(Turn),
    Done(Reply),
    News(News),
    Due,
}

impl Socket {
    pub(super) fn new(place: Place, caller: Caller, session: Option<Id>, wire: WebSocket) -> Socket {
        let app = place.app.clone();
        let now = app.live.steady();
        let (end, queue, rate) = (WireEnd::new(wire), Queue::default(), Rate::default());
        let (guest, greeted, working) = (None, false, None);
        Socket {
            app,
            place,
            caller,
            session,
            end,
            queue,
            rate,
            guest,
            greeted,
            working,
            opened: now,
            heard: now,
            asked: now,
        }
    }

    pub(super) async fn run(&mut self) {
        let mut revocations = self.app.revocations.subscribe();
        let closing = self.app.closing.clone();
        let ending = loop {
            let wake = self.wakes_at();
            let at = Instant::from_std(self.app.live.began + wake);
            let (end, queue, guest, working) =
                (&mut self.end, &mut self.queue, &mut self.guest, &mut self.working);
            let (may_read, app) = (working.is_none(), &self.app);
            let woken = tokio::select! {
                biased;
                () = closing.cancelled() => Woken::Closing,
                _ = revocations.changed() => Woken::Revoked,
                reply = done(working) => Woken::Done(reply),
                turn = poll_fn(|cx| end.poll(cx, queue, may_read, app)) => Woken::Wire(turn),
                () = tokio::time::sleep_until(at) => Woken::Due,
                news = news(guest) => Woken::News(news),
            };
            if let Err(ending) = self.on(woken).await {
                break ending;
            }
        };
        Box::pin(self.leave(ending)).await;
    }

    async fn on(&mut self, woken: Woken) -> Step {
        let now = self.app.live.steady();
        match woken {
            Woken::Closing => Err(Ending::new(close::GOING_AWAY, "the server closes; it will be back")),
            Woken::Revoked => Box::pin(self.may_stay()).await,
            Woken::Done(reply) => {
                self.working = None;
                self.say(&ToPlugin::Reply(reply))
            }
            Woken::Wire(Turn::Read(frame)) => Box::pin(self.hear(frame, now)).await,
            Woken::Wire(Turn::Unreadable(ending)) => Err(ending),
            // There is room in the queue again: what is due comes by itself.
            Woken::Wire(Turn::Drained) => Ok(()),
            Woken::News(news) => self.note(&news, now),
            Woken::Due => self.on_time(now).await,
        }
    }

    /// The next moment at which there is something to do, of the steady clock.
    fn wakes_at(&self) -> Duration {
        let of_guest = match &self.guest {
            Some(guest) => guest.wakes_at(self.queue.is_eager()),
            None => self.opened + Duration::from_millis(HELLO_WAIT_MS),
        };
        let asks = self.asked.max(self.heard) + ASKED_EVERY;
        let gives_up = self.queue.gives_up_at().unwrap_or(asks);
        of_guest.min(asks).min(gives_up)
    }

    async fn on_time(&mut self, now: Duration) -> Step {
        if self.queue.gives_up_at().is_some_and(|at| at <= now) {
            return Err(Overflow.into());
        }
        // One that does not answer has no one at its end any more.
        if now >= self.heard + SILENT_MAX {
            return Err(Ending::new(close::TOO_SLOW, "nothing was heard for a long time"));
        }
        if now >= self.asked.max(self.heard) + ASKED_EVERY {
            self.asked = now;
            self.end.ask();
        }
        if self.guest.is_none() && now >= self.opened + Duration::from_millis(HELLO_WAIT_MS) {
            Box::pin(self.take_for_seed()).await?;
        }
        self.speak(now).await
    }

    fn say(&mut self, message: &ToPlugin) -> Step {
        let now = self.app.live.steady();
        Ok(self.queue.push(Message::Each(said(message)), now)?)
    }

    /// After a revocation, and once a second: whether the token still opens this door.
    async fn may_stay(&mut self) -> Step {
        let over = || Ending::new(close::NOT_WHO_YOU_SAY, "this token is over or was revoked; get another");
        if self.caller.is_over(&self.app) {
            return Err(over());
        }
        match self.caller.in_house(&self.app).await {
            Ok(_) => {}
            // What cannot be read now says nothing about anybody's rights.
            Err(problem) if problem.status().is_server_error() => return Ok(()),
            Err(_) => return Err(over()),
        }
        let Some(guest) = &mut self.guest else { return Ok(()) };
        let id = guest.stage.session().clone();
        let here = self.caller.in_session_called(&self.app, id).await;
        let here = here.map_err(|problem| greeting::refused(&problem))?;
        guest.actor.verbs = here.actor.verbs;
        may_view(guest)
    }

    /// Nobody sits there any more; who leads may be another one now.
    fn let_go(&self, guest: Guest) {
        let (session, instance) = (guest.stage.session().clone(), guest.instance.clone());
        if guest.leave(self.place.number)
            && let Some(instance) = instance
        {
            self.app.presence.part(&session, &instance);
            self.app.live.nudge.notify_one();
        }
    }

    async fn leave(&mut self, ending: Ending) {
        if let Some(guest) = self.guest.take() {
            self.let_go(guest);
        }
        if ending.code == 0 {
            return;
        }
        tracing::debug!(code = ending.code, reason = ending.reason, "a socket is closed");
        // A reason has at most 123 bytes.
        let reason: String = ending.reason.chars().filter(char::is_ascii).take(120).collect();
        let frame = Frame::Close(Some(CloseFrame { code: ending.code, reason: reason.into() }));
        let parting = self.end.part(frame);
        // Whoever does not read does not read this either.
        let _ = tokio::time::timeout(PARTING, parting).await;
    }
}

async fn done(working: &mut Option<Pin<Box<dyn Future<Output = Reply> + Send>>>) -> Reply {
    match working {
        Some(working) => working.await,
        None => pending().await,
    }
}

async fn news(guest: &mut Option<Guest>) -> News {
    match guest {
        Some(guest) => guest.news().await,
        None => pending().await,
    }
}
