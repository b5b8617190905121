//! Events of the system as hints: what may have happened to which name. Never trusted, only looked after.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender};
use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RemoveKind};
use notify::{EventHandler, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::index::Hint;
use super::mailbox::Mailbox;
use super::names;

/// Watches folders one by one: who adds a folder before reading it misses nothing in between.
pub struct Watch {
    watcher: Option<RecommendedWatcher>,
    /// Ends when the system's thread has let go of everything of ours.
    ended: Receiver<()>,
}

/// It only has to be scheduled once more.
const END_WAIT: Duration = Duration::from_secs(1);

impl Watch {
    pub fn new(root: &Path, mailbox: Mailbox) -> notify::Result<Watch> {
        let (alive, ended) = crossbeam_channel::bounded(0);
        let handler = Handler { translator: Translator::new(root, mailbox), _alive: alive };
        let watcher = notify::recommended_watcher(handler)?;
        Ok(Watch { watcher: Some(watcher), ended })
    }

    /// Again is fine, and needed when another folder stands there now.
    pub fn add(&mut self, folder: &Path) -> notify::Result<()> {
        let Some(watcher) = &mut self.watcher else { return Ok(()) };
        watcher.watch(folder, RecursiveMode::NonRecursive)
    }
}

impl Drop for Watch {
    /// The system's thread cannot be joined, but it is not left behind: this library may be unloaded next.
    fn drop(&mut self) {
        drop(self.watcher.take());
        let _ = self.ended.recv_timeout(END_WAIT);
    }
}

/// From the system's words about paths to hints about names in the folder.
pub struct Translator {
    root: PathBuf,
    mailbox: Mailbox,
}

struct Handler {
    translator: Translator,
    _alive: Sender<()>,
}

impl EventHandler for Handler {
    fn handle_event(&mut self, event: notify::Result<notify::Event>) {
        self.translator.pass_on(event);
    }
}

impl Translator {
    pub fn new(root: &Path, mailbox: Mailbox) -> Translator {
        Translator { root: root.to_owned(), mailbox }
    }

    pub fn pass_on(&self, event: notify::Result<notify::Event>) {
        let Ok(event) = event else { return self.mailbox.overflow() };
        if event.need_rescan() {
            return self.mailbox.overflow();
        }
        let Some(sign) = sign(event.kind) else { return };
        for path in &event.paths {
            match path.strip_prefix(&self.root) {
                Ok(path) if !path.as_os_str().is_empty() => self.hint(path, sign),
                // The folder itself, or a name for it that is not ours.
                Ok(_) | Err(_) => self.mailbox.overflow(),
            }
        }
    }

    fn hint(&self, path: &Path, sign: Sign) {
        if names::counts(path) {
            self.mailbox.hint(path, sign.hint);
        } else if sign.may_be_folder {
            self.mailbox.hint(path, Hint::Settled);
        }
    }
}

/// What an event is a sign of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sign {
    hint: Hint,
    /// Worth a look under any name.
    may_be_folder: bool,
}

/// `None`: somebody only opened or read something.
fn sign(kind: EventKind) -> Option<Sign> {
    let (hint, may_be_folder) = match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => (Hint::Settled, false),
        EventKind::Access(_) => return None,
        EventKind::Remove(RemoveKind::File) => (Hint::Settled, false),
        EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => (Hint::Settled, true),
        EventKind::Create(CreateKind::File) => (Hint::Touched, false),
        EventKind::Modify(ModifyKind::Metadata(_)) | EventKind::Create(_) => (Hint::Touched, true),
        EventKind::Modify(_) => (Hint::Touched, false),
        EventKind::Any | EventKind::Other => (Hint::Touched, true),
    };
    Some(Sign { hint, may_be_folder })
}
