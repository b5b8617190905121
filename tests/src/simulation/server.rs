//! The server, one life after the other, on a disk that stays: the real writer, timers, presence and published things,
//! driven step by step on a runtime of its own.

mod asking;
mod hearing;
mod socket;
mod telling;
mod ticking;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use domain::ids::SessionId;
use domain::{Scope, Session, State, WallTime};
use orchestrator::blobs::Blobs;
use orchestrator::clock::{Clock, CountedChance, EvenClock};
use orchestrator::engines::Engine;
use orchestrator::jobs::Workshop;
use orchestrator::live::Live;
use orchestrator::live::guest::Moment;
use orchestrator::live::stage::Stage;
use orchestrator::presence::Presence;
use orchestrator::store::Store;
use orchestrator::writer::{Committed, Writer};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::broadcast;
use wire::Timeline;

use super::clocks::{Read, Skewed};
use super::disk::Disk;
use super::network::Connection;
use super::sentence::Answer;
use crate::chance::Chance;
use socket::Socket;

pub use asking::{Ask, Told, stranger};

/// Facts that are told one by one; whoever missed more fetches everything. Few, so that both ways are tried.
const REPLAYED_MAX: u64 = 24;
/// Of all runs: nothing here is ever restored from a backup.
pub const JOURNAL: &str = "simulated";
/// When the simulated world began, in nanoseconds since 1970.
const BEGINNING: i64 = 1_790_000_000_000_000_000;

pub struct Server {
    pub disk: Arc<Disk>,
    /// What its machine shows, which somebody may set.
    pub skew: Skewed,
    /// How long its machine has slept by now: time that passed for everybody on it.
    slept: i64,
    blobs: Blobs,
    read: Arc<Read>,
    lives: u64,
    life: Option<Life>,
}

/// From a start to a crash. What is in here is gone with it.
struct Life {
    runtime: Runtime,
    clock: Arc<EvenClock>,
    writer: Writer,
    news: broadcast::Receiver<Arc<Committed>>,
    presence: Presence,
    live: Live,
    sockets: BTreeMap<Connection, Socket>,
    /// A commit was told as failed: it may be on the disk all the same, which the next command finds out.
    is_doubtful: bool,
}

/// What a step of the server brings about.
#[derive(Default)]
pub struct Effects {
    pub said: Vec<(Connection, String)>,
    /// Sockets that were let go.
    pub closed: Vec<Connection>,
    pub answers: Vec<(Envelope, Answer)>,
    /// What was asked of the corridor, with what came of it.
    pub told: Vec<Told>,
    /// Somebody else may have to lead.
    pub is_nudged: bool,
    /// It died in the middle of it.
    pub died: bool,
}

/// Who asked, in which life, and with which number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    pub client: usize,
    pub life: u64,
    pub number: u64,
}

pub fn scope() -> Scope {
    Scope::Session(SessionId::default_session())
}

impl Server {
    pub fn new(blobs: &Path, chance: &mut Chance) -> Server {
        Server {
            disk: Arc::new(Disk::default()),
            skew: Skewed::new(BEGINNING, chance),
            slept: 0,
            blobs: Blobs::at(blobs),
            read: Arc::default(),
            lives: 0,
            life: None,
        }
    }

    pub fn is_up(&self) -> bool {
        self.life.is_some()
    }

    /// Everything it had in memory is gone.
    pub fn die(&mut self) {
        self.life = None;
        self.disk.plan(None);
    }

    pub fn start(&mut self, truth: i64) {
        self.set_clock(truth);
        self.disk.plan(None);
        self.lives += 1;
        let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
        let runtime = runtime.expect("a runtime without threads needs nothing");
        let chance = Arc::new(CountedChance::new(self.lives << 32));
        let even = Arc::new(EvenClock::new(self.read.clone()));
        let clock: Arc<dyn Clock> = even.clone();
        let store: Arc<dyn Store> = self.disk.clone();
        let (writer, workshop) = runtime.block_on(async {
            let writer = Writer::start(store.clone(), self.blobs.clone(), clock.clone(), chance);
            let (blobs, engines) = (self.blobs.clone(), Vec::<Arc<dyn Engine>>::new());
            let workshop = Workshop { writer: writer.clone(), store, blobs, clock, engines, export: None };
            (writer, workshop)
        });
        let news = writer.subscribe();
        runtime.block_on(workshop.give_back_leases()).expect("a disk without mishaps");
        let live = Live::new(JOURNAL.to_owned(), self.lives.into(), &*even);
        self.life = Some(Life {
            runtime,
            news,
            presence: Presence::new(even.now()),
            clock: even,
            live: live.with_replayed_max(REPLAYED_MAX),
            sockets: BTreeMap::new(),
            is_doubtful: false,
            writer,
        });
    }

    fn set_clock(&self, truth: i64) {
        self.read.set(self.skew.at(truth), truth + self.slept);
    }

    /// Its machine slept; whatever it was in the middle of goes on.
    pub fn sleep(&mut self, time: i64) {
        self.skew.step(time);
        self.slept += time;
    }

    /// What sessions are counted in.
    fn now(&self) -> WallTime {
        self.life.as_ref().map_or(WallTime(0), |life| life.clock.now())
    }

    fn moment(&self) -> Moment {
        let sockets = self.life.as_ref().map_or(0, |life| life.sockets.len());
        Moment { steady: self.read.steady(), wall: self.now(), sockets }
    }

    /// As the server has it, and the number of its last event.
    pub fn state(&self) -> Option<(Arc<State>, u64)> {
        let life = self.life.as_ref()?;
        Some(life.runtime.block_on(life.writer.state(&scope())).expect("the journal can be read"))
    }

    /// Instances that should be lost by now.
    pub fn silent(&self) -> usize {
        let (Some(life), Some((state, _))) = (&self.life, self.state()) else { return 0 };
        state.session().map_or(0, |session| life.presence.silent(session, self.now()).len())
    }

    pub fn is_doubtful(&self) -> bool {
        self.life.as_ref().is_some_and(|life| life.is_doubtful)
    }

    fn stage(&self) -> Option<Arc<Stage>> {
        self.life.as_ref()?.live.stage(&SessionId::default_session())
    }

    /// What clients were told last.
    pub fn timeline(&self) -> Option<Timeline> {
        Some(self.stage()?.told().timeline.clone())
    }

    /// Where its song is now.
    pub fn beat(&self, truth: i64) -> Option<f64> {
        self.set_clock(truth);
        let (beat, _) = self.stage()?.told().at(self.now());
        Some(beat.as_beats_f64())
    }
}

fn session(state: &State) -> &Session {
    state.session().expect("the scope is a session's")
}
