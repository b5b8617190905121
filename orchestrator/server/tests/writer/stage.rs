//! A writer on a store of the test's choosing, and somebody to ask it.

use std::sync::Arc;

use domain::ids::{Incarnation, PrincipalId};
use domain::session::generate::{OfChords, Request};
use domain::session::instance::Join;
use domain::{Actor, Asked, Command, Scope, State, WallTime, session};
use music::clip::Hash;
use orchestrator::blobs::Blobs;
use orchestrator::clock::{Chance, CountedChance, ManualClock};
use orchestrator::engines;
use orchestrator::jobs::Workshop;
use orchestrator::store::Store;
use orchestrator::store::memory::Memory;
use orchestrator::writer::{Committed, Failure, IdempotencyKey, Writer};

pub(crate) struct Stage {
    pub(crate) writer: Writer,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) blobs: Blobs,
    pub(crate) clock: Arc<ManualClock>,
    folder: Arc<tempfile::TempDir>,
}

pub(crate) const BEGIN: WallTime = WallTime(1_763_677_825_000_000_000);

/// Runs a test's future to its end.
pub(crate) fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

impl Stage {
    pub(crate) fn new() -> Stage {
        Stage::on(Arc::new(Memory::default()))
    }

    pub(crate) fn on(store: Arc<dyn Store>) -> Stage {
        Stage::with(store, Arc::new(CountedChance::new(7)))
    }

    pub(crate) fn with(store: Arc<dyn Store>, chance: Arc<dyn Chance>) -> Stage {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        Stage::begin(store, Arc::new(ManualClock::new(BEGIN)), folder, chance)
    }

    pub(crate) fn with_chance(chance: Arc<dyn Chance>) -> Stage {
        Stage::with(Arc::new(Memory::default()), chance)
    }

    /// Another server on the same data.
    pub(crate) fn again(&self) -> Stage {
        let chance = Arc::new(CountedChance::new(1_000));
        Stage::begin(self.store.clone(), self.clock.clone(), self.folder.clone(), chance)
    }

    fn begin(
        store: Arc<dyn Store>,
        clock: Arc<ManualClock>,
        folder: Arc<tempfile::TempDir>,
        chance: Arc<dyn Chance>,
    ) -> Stage {
        let blobs = Blobs::open(&folder.path().join("blobs")).unwrap();
        let writer = Writer::start(store.clone(), blobs.clone(), clock.clone(), chance);
        Stage { writer, store, blobs, clock, folder }
    }

    pub(crate) fn workshop(&self) -> Workshop {
        Workshop {
            writer: self.writer.clone(),
            store: self.store.clone(),
            blobs: self.blobs.clone(),
            clock: self.clock.clone(),
            engines: engines::all(),
            export: None,
        }
    }

    pub(crate) async fn ask(&self, command: session::Command) -> Result<Committed, Failure> {
        self.writer.ask(scope(), asked(command), None).await
    }

    pub(crate) async fn ask_with(
        &self,
        key: &str,
        body: &str,
        command: session::Command,
    ) -> Result<Committed, Failure> {
        let request = Hash::of(body.as_bytes());
        let key = IdempotencyKey { principal: PrincipalId(5), key: key.to_owned(), request };
        self.writer.ask(scope(), asked(command), Some(key)).await
    }

    pub(crate) async fn session(&self) -> (Arc<State>, u64) {
        self.writer.state(&scope()).await.unwrap()
    }

    /// What the store says, read from the beginning.
    pub(crate) async fn folded(&self) -> (State, u64) {
        orchestrator::writer::fold(&*self.store, &self.blobs, &scope()).await.unwrap()
    }
}

pub(crate) fn scope() -> Scope {
    "session/default".parse().unwrap()
}

pub(crate) fn asked(command: session::Command) -> Asked {
    Asked { by: Actor::system(), command: Command::Session(command) }
}

pub(crate) fn join(number: u128) -> session::Command {
    session::Command::Join(Join {
        instance: format!("plugin-{number}").parse().unwrap(),
        incarnation: Incarnation(number),
        name: format!("Plugin {number}"),
        capabilities: Vec::new(),
        replaces_silent: false,
    })
}

/// Refused: nobody of that name is here.
pub(crate) fn leave_unknown() -> session::Command {
    session::Command::Leave { instance: "nobody".parse().unwrap() }
}

pub(crate) fn chart(text: &str) -> session::Command {
    session::Command::SetChart { text: text.into(), expected: None }
}

pub(crate) fn generate(tracks: &[&str]) -> session::Command {
    session::Command::Generate(Request::Chords(OfChords {
        tracks: tracks.iter().map(|track| (*track).to_owned()).collect(),
        chords: "C-Am-F-G".to_owned(),
        tempo: None,
        beats: Some(16),
        key: None,
    }))
}
