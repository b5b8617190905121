//! The socket `/ws/sync`: where the song is, what changes, and what hosts say, to a thousand clients at once.
//!
//! **Invariant.** What is said here is soft: whatever lasts goes through the corridor as a command, and comes back as a
//! fact. No socket waits for another: each has a short queue of its own, and one that does not read is let go.

mod announce;
mod conductor;
mod door;
pub mod echo;
mod epoch;
pub mod guest;
pub mod hosts;
pub mod house;
mod link;
pub mod log;
mod pace;
mod prefetch;
pub mod queue;
mod rate;
mod resume;
mod socket;
pub mod stage;
mod stagger;
pub mod telling;
pub(crate) mod timeline;
mod welcome;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use domain::ids::SessionId;
use domain::session::Session;
use domain::time::WallTime;
use tokio::sync::{Notify, watch};
use tokio_util::task::TaskTracker;
use wire::Timeline;

use crate::clock::Clock;
use epoch::{Epoch, Reading};
use stage::Stage;
use timeline::Moving;

pub use conductor::run;
pub use door::open;

/// Each is a file handle and some 10 KiB; more than this is somebody's mistake.
const SOCKETS_MAX: usize = 10_000;

/// What all sockets of a server share.
pub struct Live {
    began: Instant,
    /// Another one where the data came out of a backup.
    journal_id: String,
    /// Facts that are told one by one to whoever has missed them.
    replayed_max: u64,
    epoch: Mutex<Epoch>,
    stages: Mutex<HashMap<SessionId, Arc<Stage>>>,
    /// Timelines that were published; never back, whichever stage they were of.
    revisions: AtomicU64,
    opened: AtomicU64,
    open: AtomicUsize,
    /// How far the house's journal is.
    house: watch::Sender<u64>,
    /// Wakes the conductor before its time.
    nudge: Notify,
    tracker: TaskTracker,
}

/// A place among the open sockets, given back when it is dropped.
struct Place {
    app: Arc<crate::app::App>,
    number: u64,
}

impl Live {
    /// `run` is another number whenever the server starts.
    pub fn new(journal_id: String, run: u128, clock: &dyn Clock) -> Live {
        Live {
            began: Instant::now(),
            journal_id,
            replayed_max: resume::REPLAYED_MAX,
            epoch: Mutex::new(Epoch::new(run, read(clock))),
            stages: Mutex::default(),
            revisions: AtomicU64::new(0),
            opened: AtomicU64::new(0),
            open: AtomicUsize::new(0),
            house: watch::Sender::new(0),
            nudge: Notify::new(),
            tracker: TaskTracker::new(),
        }
    }

    /// Another limit than usual: with a small one, both ways of going on are soon tried.
    #[must_use]
    pub fn with_replayed_max(self, facts: u64) -> Live {
        Live { replayed_max: facts, ..self }
    }

    /// Of the clock that cannot be set; what queues and turns are counted in.
    fn steady(&self) -> Duration {
        self.began.elapsed()
    }

    pub fn journal_id(&self) -> &str {
        &self.journal_id
    }

    pub fn clock_epoch(&self) -> String {
        locked(&self.epoch).name()
    }

    /// `true` where the clock was set since the last look.
    pub fn look_at(&self, clock: &dyn Clock) -> bool {
        let reading = read(clock);
        locked(&self.epoch).look(reading)
    }

    /// The house's journal is there now.
    fn house_reached(&self, seq: u64) {
        self.house.send_if_modified(|known| {
            let is_news = seq > *known;
            *known = seq.max(*known);
            is_news
        });
    }

    fn next_revision(&self) -> u64 {
        self.revisions.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn stages(&self) -> Vec<Arc<Stage>> {
        locked(&self.stages).values().cloned().collect()
    }

    pub fn stage(&self, session: &SessionId) -> Option<Arc<Stage>> {
        locked(&self.stages).get(session).cloned()
    }

    /// The stage of a session, which stays as long as anybody has it; and whether it was made for this one.
    pub fn stage_of(&self, session: &Session, seq: u64, now: WallTime) -> (Arc<Stage>, bool) {
        let mut stages = locked(&self.stages);
        let is_new = !stages.contains_key(session.id());
        let new = || Arc::new(Stage::new(session, seq, self, now));
        (stages.entry(session.id().clone()).or_insert_with(new).clone(), is_new)
    }

    /// Lets go of the stages that nobody has any more; how many are left. Whoever gets one does so under this lock.
    pub fn clear_stages(&self) -> usize {
        let mut stages = locked(&self.stages);
        stages.retain(|_, stage| Arc::strong_count(stage) > 1);
        stages.len()
    }

    /// Where a song is that a host leads: as that host said last. Nothing while the session itself leads.
    pub fn led(&self, session: &Session, now: WallTime) -> Option<Timeline> {
        session.lead().host()?;
        Some(match self.stage(session.id()) {
            Some(stage) => stage.timeline(session, self, now),
            None => Moving { session, host: None, clock_epoch: &self.clock_epoch(), now }.timeline(),
        })
    }

    fn sockets(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }
}

impl Place {
    fn take(app: &Arc<crate::app::App>) -> Option<Place> {
        let live = &app.live;
        let is_free = live.open.fetch_add(1, Ordering::Relaxed) < SOCKETS_MAX;
        let number = live.opened.fetch_add(1, Ordering::Relaxed);
        // Dropped at once where there was none, it gives back what was counted.
        app.metrics.sockets.inc();
        let place = Place { app: app.clone(), number };
        is_free.then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.app.metrics.sockets.dec();
        self.app.live.open.fetch_sub(1, Ordering::Relaxed);
    }
}

fn read(clock: &dyn Clock) -> Reading {
    Reading { steady: clock.steady(), wall: clock.wall(), after: clock.steady() }
}

/// What a panic left behind is whole: nothing here is changed in steps that can fail.
fn locked<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}
