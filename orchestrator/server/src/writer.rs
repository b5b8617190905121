//! The one corridor: every change is a command handed to one task, which decides many and commits them together.
//!
//! **Invariant.** Nothing else writes to the store. A command is answered, and what it changed is published, once its
//! events are on the disk; a command that is refused, or a commit that fails, leaves no trace. What is known here of a
//! scope is the fold of its journal.

mod figures;
mod fold;
mod group;
mod request;
mod rows;
mod run;
mod standing;
mod task;

use std::sync::Arc;

use domain::ids::PrincipalId;
use domain::{Asked, Event, Refusal, Scope, State};
use music::clip::Hash;
use tokio::sync::{broadcast, mpsc, oneshot, watch};

use crate::blobs::Blobs;
use crate::clock::{Chance, Clock};
use crate::store::{self, Store, Timer};

use figures::Figures;
use request::{Ask, Request};
use standing::Standing;
use task::Task;

pub use figures::Shown;
pub use fold::{fold, replay, resume};
pub use group::{COMMANDS_PER_COMMIT_MAX, GATHERING_LASTS};
pub(crate) use rows::follow;
pub use run::{COMMANDS_MAX, DEPTH_MAX};
pub use standing::SCOPES_MAX;
pub use task::ANSWERS_LAST;

/// Commands on their way; who comes when it is full waits.
const REQUESTS_MAX: usize = 1_024;
/// Commits that a watcher may be behind; one that is further behind reads the journal.
const NEWS_MAX: usize = 1_024;

/// A way in. Clones are the same way.
#[derive(Clone)]
pub struct Writer {
    requests: mpsc::Sender<Request>,
    shared: Arc<Shared>,
}

/// What the task and those who ask it have in common.
struct Shared {
    store: Arc<dyn Store>,
    blobs: Blobs,
    standing: Standing,
    news: broadcast::Sender<Arc<Committed>>,
    work: watch::Sender<u64>,
    figures: Figures,
}

/// What came of one command, on the disk.
#[derive(Clone, Debug)]
pub struct Committed {
    pub scope: Scope,
    /// Of its first event; with none, what the next one will be.
    pub first_seq: u64,
    pub events: Vec<Event>,
    /// After the last of them.
    pub state: Arc<State>,
}

/// Names a request, so that it can be sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey {
    pub principal: PrincipalId,
    pub key: String,
    /// Of all that was asked.
    pub request: Hash,
}

/// Why nothing came of a command.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Storage(Arc<store::Error>),
    #[error("this Idempotency-Key came with another request before; choose another for each")]
    KeyReused,
    #[error("the server has a fault: this command broke off, and nothing of it was done; please report it")]
    Broken,
    #[error("this server is closing; ask again when it is back")]
    Closed,
}

impl Committed {
    /// Where the scope's journal stood after it.
    pub fn last_seq(&self) -> u64 {
        self.first_seq.saturating_add(self.events.len() as u64).saturating_sub(1)
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Failure {
        Failure::Storage(Arc::new(error))
    }
}

impl Writer {
    /// Starts the task on the current runtime. It ends with [`close`](Writer::close), or with the last clone.
    pub fn start(
        store: Arc<dyn Store>,
        blobs: Blobs,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Writer {
        let (requests, receiver) = mpsc::channel(REQUESTS_MAX);
        let shared = Arc::new(Shared {
            store,
            blobs,
            standing: Standing::new(),
            news: broadcast::Sender::new(NEWS_MAX),
            work: watch::Sender::new(0),
            figures: Figures::default(),
        });
        tokio::spawn(Task::new(shared.clone(), clock, chance, receiver).run());
        Writer { requests, shared }
    }

    /// Answers once it is decided and committed, however long whoever asks still listens.
    pub async fn ask(
        &self,
        scope: Scope,
        asked: Asked,
        key: Option<IdempotencyKey>,
    ) -> Result<Committed, Failure> {
        self.send(|reply| Request::Ask(Box::new(Ask { scope, asked, key, timer: None, reply }))).await
    }

    /// What a timer asks for, and its end, in one. A timer that was moved or cleared meanwhile does nothing.
    pub async fn fire(&self, scope: Scope, timer: domain::Timer, row: Timer) -> Result<Committed, Failure> {
        let asked = Asked { by: domain::Actor::system(), command: timer.command() };
        let ask = |reply| Ask { scope, asked, key: None, timer: Some(row), reply };
        self.send(|reply| Request::Ask(Box::new(ask(reply)))).await
    }

    /// The last that was committed, and the number of its last event. Waits for nobody once a scope is in use.
    pub async fn state(&self, scope: &Scope) -> Result<(Arc<State>, u64), Failure> {
        match self.shared.standing.get(scope) {
            Some(known) => Ok(known),
            None => self.send(|reply| Request::Load { scope: scope.clone(), reply }).await,
        }
    }

    /// Events after `after`, numbered: none that [`state`](Writer::state) does not know of. What is on the disk is known
    /// a moment later, and whoever read a fact in between would find nothing of what became of it.
    pub async fn events(&self, scope: &Scope, after: u64, limit: u32) -> Result<Vec<(u64, Event)>, Failure> {
        let (_, known) = self.state(scope).await?;
        let mut events = fold::events(&*self.shared.store, &self.shared.blobs, scope, after, limit).await?;
        events.retain(|(seq, _)| *seq <= known);
        Ok(events)
    }

    /// Everything that is committed from now on, scope by scope without a gap.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Committed>> {
        self.shared.news.subscribe()
    }

    /// Changes whenever jobs or timers may have.
    pub fn work(&self) -> watch::Receiver<u64> {
        self.shared.work.subscribe()
    }

    pub fn figures(&self) -> Shown {
        self.shared.figures.shown()
    }

    /// What was asked before this is committed and answered, what comes after is turned away.
    pub async fn close(&self) {
        // Closed already: then there is nothing left to wait for.
        let _ = self.send(|reply| Request::Close { reply }).await;
    }

    async fn send<T>(
        &self,
        request: impl FnOnce(oneshot::Sender<Result<T, Failure>>) -> Request,
    ) -> Result<T, Failure> {
        let (reply, answer) = oneshot::channel();
        self.requests.send(request(reply)).await.map_err(|_| Failure::Closed)?;
        answer.await.map_err(|_| Failure::Closed)?
    }
}
