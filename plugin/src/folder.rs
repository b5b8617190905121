//! The watched folder: what others put there is read, sorted by chair, and handed over as sets that enter together.
//!
//! Three parts: the system's hints and the owner's wishes (`watch`, `mailbox`), what is known and wanted (`index`,
//! which touches nothing), and a thread that goes between it and the disk (`thread`, `scan`, `disk`). Hints are never
//! trusted: looking around, at first, every few seconds and whenever something was missed, is the truth. What the owner
//! is told is made of what is known the moment there is room for it, so an owner who is stuck lets nothing grow.

pub mod disk;
pub mod event;
pub mod index;
pub mod lane;
pub mod mailbox;
pub mod names;
pub mod network;
pub mod place;
pub mod rank;
pub mod root;
pub mod scan;
mod thread;
pub mod watch;

use std::io;
use std::path::PathBuf;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::Receiver;
use music::clip;
use music::lane::Lane;

pub use event::{Arrival, Event, LISTED_MAX, Line, Listing, Standing, Status};
use index::AGE_MAX;
use index::SCAN_EVERY;
pub use lane::Part;
use mailbox::Mailbox;
use thread::FolderThread;
pub use thread::IsArranged;

/// Some events may be underway; more are made when there is room.
const EVENTS_UNDERWAY: usize = 64;
/// Only a file system that answers no more keeps the thread longer. A host must still be able to close.
const STOP_WAIT: Duration = Duration::from_secs(3);

pub struct Settings {
    pub path: PathBuf,
    /// Asked on the folder's thread: whether the song has these notes already, so that they are not news.
    pub is_arranged: Box<IsArranged>,
    /// How often to look for what no event told of.
    pub scan_every: Duration,
    /// What is older than this when the folder is first looked at is no news.
    pub age_max: Duration,
}

impl Settings {
    pub fn new(path: PathBuf, is_arranged: impl Fn(&clip::Hash) -> bool + Send + 'static) -> Settings {
        Settings { path, is_arranged: Box::new(is_arranged), scan_every: SCAN_EVERY, age_max: AGE_MAX }
    }
}

/// Watches for as long as it lives.
pub struct FolderHandle {
    mailbox: Mailbox,
    thread: Option<JoinHandle<()>>,
    ended: Receiver<()>,
}

/// Starts watching. A folder that is not there is no error: it is waited for, and [`Event::Status`] says so.
pub fn open(settings: Settings) -> io::Result<(FolderHandle, Receiver<Event>)> {
    let (mailbox, clapper) = Mailbox::new();
    let (events, told) = crossbeam_channel::bounded(EVENTS_UNDERWAY);
    let (alive, ended) = crossbeam_channel::bounded(0);
    let folder = FolderThread::new(settings, mailbox.clone(), clapper, events);
    let run = move || {
        let _alive: crossbeam_channel::Sender<()> = alive;
        folder.run();
    };
    let thread = std::thread::Builder::new().name("band folder".to_owned()).spawn(run)?;
    Ok((FolderHandle { mailbox, thread: Some(thread), ended }, told))
}

impl FolderHandle {
    /// Which chair a file is for that [needs](Event::NeedsLane) one; also takes a file that was too old to be news.
    pub fn choose(&self, name: impl Into<String>, lane: Lane) {
        self.mailbox.choose(name.into(), lane);
    }

    /// Looks around now.
    pub fn rescan(&self) {
        self.mailbox.overflow();
    }
}

impl Drop for FolderHandle {
    fn drop(&mut self) {
        self.mailbox.stop();
        let has_ended = self.ended.recv_timeout(STOP_WAIT);
        if has_ended == Err(crossbeam_channel::RecvTimeoutError::Disconnected)
            && let Some(thread) = self.thread.take()
        {
            // Its panic was reported when it happened; here there is nothing more to do about it.
            let _ = thread.join();
        }
    }
}
