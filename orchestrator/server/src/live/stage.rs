//! What the sockets of one session look at together: its timeline, its last facts, its hosts, its calls.

use std::sync::{Arc, Mutex};

use axum::extract::ws::Utf8Bytes;
use domain::Scope;
use domain::ids::{InstanceId, SessionId};
use domain::session::takes::Client;
use domain::session::{Command, Session};
use domain::time::WallTime;
use tokio::sync::{broadcast, watch};
use wire::{HostTransport, Timeline, ToPlugin};

use super::hosts::Hosts;
use super::link::Links;
use super::log::Log;
use super::timeline::{self, Moving};
use super::{Live, locked};
use crate::published::Shown;
use crate::writer::Committed;

/// Files that are ready, for a socket that is busy; who misses some finds them in the list.
const CALLS_MAX: usize = 64;

pub struct Stage {
    session: SessionId,
    replayed_max: u64,
    pub(super) hosts: Mutex<Hosts>,
    pub(super) log: Mutex<Log>,
    pub(super) links: Mutex<Links>,
    told: watch::Sender<Arc<Told>>,
    seq: watch::Sender<u64>,
    calls: broadcast::Sender<Arc<Call>>,
}

/// A timeline, and its one text for everybody.
#[derive(Debug)]
pub struct Told {
    pub timeline: Timeline,
    pub text: Utf8Bytes,
}

/// A file is ready.
#[derive(Debug)]
pub struct Call {
    pub text: Utf8Bytes,
    /// Only for whoever asked; nobody else hears it.
    pub only: Option<Client>,
}

/// What is known of an instance that should move with the session's transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heed {
    /// It has a socket, and is told of every change.
    Told,
    /// It has, and says that its own host plays.
    HostPlays,
    NoSocket,
}

/// What a socket follows.
pub struct Seats {
    pub told: watch::Receiver<Arc<Told>>,
    pub seq: watch::Receiver<u64>,
    pub calls: broadcast::Receiver<Arc<Call>>,
}

impl Stage {
    pub fn new(session: &Session, seq: u64, live: &Live, now: WallTime) -> Stage {
        let clock_epoch = live.clock_epoch();
        let mut timeline = Moving { session, host: None, clock_epoch: &clock_epoch, now }.timeline();
        timeline.rev = live.next_revision();
        Stage {
            session: session.id().clone(),
            replayed_max: live.replayed_max,
            hosts: Mutex::default(),
            log: Mutex::new(Log::after(seq)),
            links: Mutex::default(),
            told: watch::Sender::new(Arc::new(Told::of(timeline))),
            seq: watch::Sender::new(seq),
            calls: broadcast::Sender::new(CALLS_MAX),
        }
    }

    pub fn session(&self) -> &SessionId {
        &self.session
    }

    pub(super) fn replayed_max(&self) -> u64 {
        self.replayed_max
    }

    pub fn scope(&self) -> Scope {
        Scope::Session(self.session.clone())
    }

    pub fn sit(&self) -> Seats {
        Seats { told: self.told.subscribe(), seq: self.seq.subscribe(), calls: self.calls.subscribe() }
    }

    /// What was told last of where the song is.
    pub fn told(&self) -> Arc<Told> {
        self.told.borrow().clone()
    }

    /// The journal is there now.
    pub fn reached(&self, seq: u64) {
        self.seq.send_if_modified(|known| {
            let is_news = seq > *known;
            *known = seq.max(*known);
            is_news
        });
    }

    pub(super) fn call(&self, call: Call) {
        // Nobody may be there to hear it.
        let _ = self.calls.send(Arc::new(call));
    }

    /// What a host says; `true` where somebody else has to hear of it.
    pub fn hear(&self, instance: &InstanceId, word: HostTransport, now: WallTime) -> bool {
        let mut hosts = locked(&self.hosts);
        let before = hosts.said(instance).cloned();
        hosts.hear(instance, word, now);
        hosts.said(instance) != before.as_ref()
    }

    fn heed(&self, instance: &InstanceId) -> Heed {
        if !locked(&self.links).is_held(instance) {
            return Heed::NoSocket;
        }
        let hosts = locked(&self.hosts);
        let plays = hosts.said(instance).is_some_and(|said| said.word.playing && !said.word.offline);
        if plays { Heed::HostPlays } else { Heed::Told }
    }

    pub fn forget_host(&self, instance: &InstanceId) {
        locked(&self.hosts).forget(instance);
    }

    /// What follows from what hosts said.
    pub fn due(&self, session: &Session, now: WallTime) -> Option<Command> {
        locked(&self.hosts).due(session.lead(), now)
    }

    /// Where the song is, whatever was told of it; its revision is nobody's.
    pub(super) fn timeline(&self, session: &Session, live: &Live, now: WallTime) -> Timeline {
        let clock_epoch = live.clock_epoch();
        let hosts = locked(&self.hosts);
        let host = session.lead().host().and_then(|instance| hosts.said(instance));
        Moving { session, host, clock_epoch: &clock_epoch, now }.timeline()
    }

    /// Tells everybody where the song is, if it is somewhere else than they were told.
    pub fn refresh(&self, session: &Session, live: &Live, now: WallTime) {
        let mut timeline = self.timeline(session, live, now);
        self.told.send_if_modified(|told| {
            timeline.rev = told.timeline.rev;
            let is_news = timeline != told.timeline;
            if is_news {
                timeline.rev = live.next_revision();
                *told = Arc::new(Told::of(timeline.clone()));
            }
            is_news
        });
    }

    /// Facts that were committed, as what became of things; whoever listens hears of them.
    pub fn follow(&self, committed: &Committed, shown: &Shown<'_>, live: &Live) {
        self.write(committed, shown, live);
        self.tell();
    }

    /// The same, and they are told later.
    pub(super) fn write(&self, committed: &Committed, shown: &Shown<'_>, live: &Live) {
        locked(&self.log).add(committed, |seq, event| shown.changes(seq, event));
        self.refresh(shown.session, live, shown.now);
    }

    /// Whoever listens hears of all that was written: they go on from the same place, and what they read is written once.
    pub(super) fn tell(&self) {
        let seq = locked(&self.log).to();
        self.reached(seq);
    }
}

impl Live {
    /// Whether an instance of a session is told where that session is, and follows.
    pub fn heed(&self, session: &SessionId, instance: &InstanceId) -> Heed {
        self.stage(session).map_or(Heed::NoSocket, |stage| stage.heed(instance))
    }
}

impl Told {
    fn of(timeline: Timeline) -> Told {
        let message = ToPlugin::Timeline(timeline);
        let text = said(&message);
        let ToPlugin::Timeline(timeline) = message else { unreachable!("it was made one line above") };
        Told { timeline, text }
    }

    pub fn at(&self, now: WallTime) -> (wire::ExactBeat, f64) {
        timeline::at(&self.timeline, now)
    }
}

/// A sentence of ours as text.
pub fn said(message: &ToPlugin) -> Utf8Bytes {
    wire::codec::encode(message).expect("what is said here is short, and numbers in it are finite").into()
}

#[cfg(test)]
mod tests {
    use domain::State;

    use super::*;
    use crate::clock::ManualClock;

    const NOW: WallTime = WallTime(0);

    fn live() -> (Live, State) {
        let state = State::new(&Scope::Session(SessionId::default_session()));
        (Live::new("j1".to_owned(), 1, &ManualClock::new(NOW)), state)
    }

    #[test]
    fn a_stage_is_there_while_anybody_has_it() {
        let (live, state) = live();
        let session = state.session().unwrap();
        let (stage, is_new) = live.stage_of(session, 5, NOW);
        let (same, is_new_too) = live.stage_of(session, 6, NOW);
        assert!(Arc::ptr_eq(&stage, &same));
        assert_eq!((is_new, is_new_too), (true, false));
        // Also one that nobody sits at yet: in that moment somebody may be about to.
        for (leaves, left) in [(stage, 1), (same, 0)] {
            drop(leaves);
            assert_eq!(live.clear_stages(), left);
            assert_eq!(live.stage(session.id()).is_some(), left > 0);
        }
        let (other, is_new) = live.stage_of(session, 7, NOW);
        assert_eq!((is_new, *other.sit().seq.borrow()), (true, 7));
    }
}
