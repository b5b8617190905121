//! The server, one life after the other, on a disk that stays: the real writer, timers, presence and published things,
//! driven step by step on a runtime of its own.

mod asking;
mod hearing;
mod telling;
mod ticking;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use domain::ids::{InstanceId, SessionId};
use domain::session::leader::Election;
use domain::{Scope, Session, State};
use orchestrator::blobs::Blobs;
use orchestrator::clock::{Clock, CountedChance, ManualClock};
use orchestrator::engines::Engine;
use orchestrator::jobs::Workshop;
use orchestrator::presence::Presence;
use orchestrator::store::Store;
use orchestrator::writer::{Committed, Writer};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::broadcast;
use wire::{HostTransport, Timeline, ToPlugin};

use super::clocks::Skewed;
use super::disk::Disk;
use super::network::Connection;
use super::sentence::Answer;
use crate::chance::Chance;

pub use asking::{Ask, Told, stranger};

/// Of all runs: nothing here is ever restored from a backup.
pub const JOURNAL: &str = "simulated";
/// When the simulated world began, in nanoseconds since 1970.
const BEGINNING: i64 = 1_790_000_000_000_000_000;

pub struct Server {
    pub disk: Arc<Disk>,
    pub skew: Skewed,
    blobs: Blobs,
    clock: Arc<ManualClock>,
    lives: u64,
    life: Option<Life>,
}

/// From a start to a crash. What is in here is gone with it.
struct Life {
    runtime: Runtime,
    writer: Writer,
    news: broadcast::Receiver<Arc<Committed>>,
    presence: Presence,
    election: Election,
    /// What each host said last.
    hosts: BTreeMap<InstanceId, HostTransport>,
    sockets: BTreeMap<Connection, Socket>,
    epoch: u64,
    timeline: Option<Timeline>,
    revisions: u64,
    /// A commit was told as failed: it may be on the disk all the same, which the next command finds out.
    is_doubtful: bool,
}

/// The server's end of a connection.
#[derive(Default)]
struct Socket {
    /// What was told of the journal; nothing before its hello.
    cursor: Option<u64>,
    instance: Option<InstanceId>,
    told_at: i64,
}

/// What a step of the server brings about.
#[derive(Default)]
pub struct Effects {
    pub said: Vec<(Connection, ToPlugin)>,
    pub answers: Vec<(Envelope, Answer)>,
    /// What was asked of the corridor, with what came of it.
    pub told: Vec<Told>,
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
            blobs: Blobs::at(blobs),
            clock: Arc::new(ManualClock::new(domain::WallTime(0))),
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

    pub fn start(&mut self, truth: i64) -> Effects {
        self.set_clock(truth);
        self.disk.plan(None);
        self.lives += 1;
        let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
        let runtime = runtime.expect("a runtime without threads needs nothing");
        let chance = Arc::new(CountedChance::new(self.lives << 32));
        let clock: Arc<dyn Clock> = self.clock.clone();
        let store: Arc<dyn Store> = self.disk.clone();
        let (writer, workshop) = runtime.block_on(async {
            let writer = Writer::start(store.clone(), self.blobs.clone(), clock.clone(), chance);
            let (blobs, engines) = (self.blobs.clone(), Vec::<Arc<dyn Engine>>::new());
            let workshop = Workshop { writer: writer.clone(), store, blobs, clock, engines, export: None };
            (writer, workshop)
        });
        let news = writer.subscribe();
        runtime.block_on(workshop.give_back_leases()).expect("a disk without mishaps");
        self.life = Some(Life {
            runtime,
            news,
            presence: Presence::new(self.clock.now()),
            election: Election::new(),
            hosts: BTreeMap::new(),
            sockets: BTreeMap::new(),
            epoch: self.lives << 32,
            timeline: None,
            revisions: 0,
            is_doubtful: false,
            writer,
        });
        self.publish(Effects::default())
    }

    /// Whoever sets the clock gives it another name; so does the server that notices.
    pub fn step_clock(&mut self, by: i64) {
        self.skew.step(by);
        if let Some(life) = &mut self.life {
            life.epoch += 1;
        }
    }

    fn set_clock(&self, truth: i64) {
        self.clock.set(domain::WallTime(self.skew.at(truth)));
    }

    /// As the server has it, and the number of its last event.
    pub fn state(&self) -> Option<(Arc<State>, u64)> {
        let life = self.life.as_ref()?;
        Some(life.runtime.block_on(life.writer.state(&scope())).expect("the journal can be read"))
    }

    /// Instances that should be lost by now.
    pub fn silent(&self) -> usize {
        let (Some(life), Some((state, _))) = (&self.life, self.state()) else { return 0 };
        state.session().map_or(0, |session| life.presence.silent(session, self.clock.now()).len())
    }

    pub fn is_doubtful(&self) -> bool {
        self.life.as_ref().is_some_and(|life| life.is_doubtful)
    }

    pub fn timeline(&self) -> Option<&Timeline> {
        self.life.as_ref()?.timeline.as_ref()
    }
}

impl Life {
    fn epoch(&self) -> String {
        format!("{:x}", self.epoch)
    }
}

fn session(state: &State) -> &Session {
    state.session().expect("the scope is a session's")
}
