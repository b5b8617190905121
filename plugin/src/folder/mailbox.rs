//! What others leave for the folder's thread: hints from the system, wishes from the owner. Bounded: names are kept once.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crossbeam_channel::{Receiver, Sender};
use music::lane::Lane;

use super::index::{Hint, LOOKS_MAX};

/// Clones are the same one.
#[derive(Clone)]
pub struct Mailbox {
    inside: Arc<Mutex<Mail>>,
    bell: Sender<()>,
}

#[derive(Debug, Default)]
pub struct Mail {
    pub hints: HashMap<PathBuf, Hint>,
    /// Something was missed.
    pub overflow: bool,
    pub chosen: Vec<(String, Lane)>,
    pub stop: bool,
}

impl Mailbox {
    /// And what rings when there is mail.
    pub fn new() -> (Mailbox, Receiver<()>) {
        // One ring is enough: who comes takes everything.
        let (bell, clapper) = crossbeam_channel::bounded(1);
        (Mailbox { inside: Arc::default(), bell }, clapper)
    }

    pub fn hint(&self, path: &Path, hint: Hint) {
        self.put(|mail| {
            if let Some(known) = mail.hints.get_mut(path) {
                *known = hint.max(*known);
            } else if mail.hints.len() < LOOKS_MAX {
                mail.hints.insert(path.to_owned(), hint);
            } else {
                mail.overflow = true;
            }
        });
    }

    pub fn overflow(&self) {
        self.put(|mail| mail.overflow = true);
    }

    pub fn choose(&self, name: String, lane: Lane) {
        self.put(|mail| {
            mail.chosen.retain(|(known, _)| *known != name);
            mail.chosen.push((name, lane));
        });
    }

    pub fn stop(&self) {
        self.put(|mail| mail.stop = true);
    }

    pub fn take(&self) -> Mail {
        std::mem::take(&mut *self.inside())
    }

    fn put(&self, change: impl FnOnce(&mut Mail)) {
        change(&mut self.inside());
        // Full: it rings already.
        let _ = self.bell.try_send(());
    }

    fn inside(&self) -> MutexGuard<'_, Mail> {
        // Every change is whole by itself.
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
