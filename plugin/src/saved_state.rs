//! What the host's project keeps: one text, read and written off the audio thread.
//!
//! The host may load it from any thread, the audio thread included; so it is only put down here and somebody else
//! reads it.

mod problem;
mod saved;
pub mod v1;

use std::sync::{Arc, Mutex, PoisonError};

use nice_plug::params::persist::PersistentField;

use crate::bell::Bell;

pub use problem::{Problem, TEXT_BYTES_MAX};
pub use saved::{Link, Opened, Saved};

/// Whatever format it is in.
pub fn read(text: &str) -> Result<Opened, Problem> {
    v1::read(text)
}

/// In the newest format.
pub fn write(saved: &Saved) -> String {
    v1::write(saved)
}

/// The text between the host and the worker; clones are the same one.
#[derive(Clone, Debug, Default)]
pub struct SavedText {
    inside: Arc<Mutex<Inside>>,
}

#[derive(Debug, Default)]
struct Inside {
    /// What is saved when the host asks.
    current: Arc<str>,
    /// What the host loaded and the worker has not read yet.
    loaded: Option<Arc<str>>,
    /// Calls the worker; set once.
    bell: Option<Bell>,
    /// Hosts' saves so far: what changed before the last one is not unsaved.
    saves: u64,
}

impl SavedText {
    fn inside(&self) -> std::sync::MutexGuard<'_, Inside> {
        // Texts are put down whole, so a panic elsewhere leaves nothing half done.
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who is told that something was loaded.
    pub fn ring(&self, bell: Bell) {
        self.inside().bell = Some(bell);
    }

    /// What the host loaded in the meantime is newer, and stays.
    pub fn put(&self, text: Arc<str>) {
        let mut inside = self.inside();
        if inside.loaded.is_none() {
            inside.current = text;
        }
    }

    /// What the host loaded since the last call.
    pub fn take_loaded(&self) -> Option<Arc<str>> {
        self.inside().loaded.take()
    }

    pub fn saves(&self) -> u64 {
        self.inside().saves
    }
}

impl<'a> PersistentField<'a, String> for SavedText {
    fn set(&self, text: String) {
        let mut inside = self.inside();
        let text: Arc<str> = text.into();
        // Saved again before anybody read it, it must come back as it was.
        inside.current = Arc::clone(&text);
        inside.loaded = Some(text);
        if let Some(bell) = &inside.bell {
            bell.ring();
        }
    }

    fn map<F, R>(&self, function: F) -> R
    where
        F: Fn(&String) -> R,
    {
        let text = {
            let mut inside = self.inside();
            inside.saves += 1;
            inside.current.to_string()
        };
        function(&text)
    }
}
