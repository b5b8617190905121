//! What was committed, on its way to every socket that follows.

use orchestrator::live::log::Page;
use orchestrator::published::Shown;
use tokio::sync::broadcast::error::TryRecvError;
use wire::limits::CHANGES_PER_MESSAGE_MAX;
use wire::rest::changes::Kept;

use super::{Effects, Server, scope, session};
use crate::simulation::network::Connection;

impl Server {
    /// Something was committed that the sockets have not heard of.
    pub fn has_news(&self) -> bool {
        self.life.as_ref().is_some_and(|life| !life.news.is_empty())
    }

    /// What was committed reaches the stage, and whoever follows.
    pub fn publish(&mut self, truth: i64) -> Effects {
        self.set_clock(truth);
        let now = self.now();
        while let Some(life) = &mut self.life {
            let committed = match life.news.try_recv() {
                Ok(committed) => committed,
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
                Err(TryRecvError::Lagged(_)) => continue,
            };
            let Some(stage) = life.live.stage(&domain::ids::SessionId::default_session()) else { continue };
            let (session, seq) = (session(&committed.state), committed.last_seq());
            let led = life.live.led(session, now);
            let shown = Shown { session, name: "default", seq, presence: &life.presence, led, now };
            stage.follow(&committed, &shown, &life.live);
        }
        self.speak(truth, Effects::default())
    }

    /// Whatever is due is said, on every socket that takes it.
    pub fn speak(&mut self, truth: i64, mut effects: Effects) -> Effects {
        self.set_clock(truth);
        let (Some((state, _)), moment) = (self.state(), self.moment()) else { return effects };
        let Some(life) = &mut self.life else { return effects };
        let (runtime, writer, presence, live) = (&life.runtime, &life.writer, &life.presence, &life.live);
        let page = |after: u64| {
            let events = runtime.block_on(writer.events(&scope(), after, CHANGES_PER_MESSAGE_MAX as u32));
            let (state, seq) = runtime.block_on(writer.state(&scope())).ok()?;
            let (session, now) = (session(&state), moment.wall);
            let shown = Shown { session, name: "default", seq, presence, led: live.led(session, now), now };
            Page::of_journal(&scope(), after, &events.ok()?, &shown)
        };
        for (connection, socket) in &mut life.sockets {
            let is_here = socket.turn(session(&state), page, moment).is_ok();
            effects.said.extend(socket.taken(moment).into_iter().map(|text| (*connection, text)));
            if !is_here {
                effects.closed.push(*connection);
            }
        }
        for connection in &effects.closed {
            self.closed(*connection);
        }
        effects
    }

    /// When some socket has something to do though nothing happens.
    pub fn wakes_at(&self) -> Option<i64> {
        let life = self.life.as_ref()?;
        let first = life.sockets.values().filter_map(super::Socket::wakes_at).min()?;
        Some(i64::try_from(first.as_nanos()).ok()? - self.slept)
    }

    pub fn stall(&mut self, connection: Connection, until: i64) {
        let until = until + self.slept;
        if let Some(socket) = self.life.as_mut().and_then(|life| life.sockets.get_mut(&connection)) {
            socket.stall(std::time::Duration::from_nanos(until.unsigned_abs()));
        }
    }

    /// Everything there is, and the number of its last event.
    pub fn all(&self) -> Option<(Vec<Kept>, u64)> {
        let (life, (state, seq)) = (self.life.as_ref()?, self.state()?);
        let (presence, now) = (&life.presence, self.now());
        let (session, live) = (session(&state), &life.live);
        let shown = Shown { session, name: "default", seq, presence, led: live.led(session, now), now };
        Some((shown.all(), seq))
    }
}
