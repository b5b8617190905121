//! Clips by name, for whoever turns an arrangement into sound.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Clip, Hash};

/// Holds what its owner put in; the same clip twice is there once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Library {
    clips: BTreeMap<Hash, Arc<Clip>>,
}

impl Library {
    pub fn new() -> Library {
        Library::default()
    }

    /// Takes a [`Clip`] or one already shared, and returns its name.
    pub fn insert(&mut self, clip: impl Into<Arc<Clip>>) -> Hash {
        let clip = clip.into();
        let hash = clip.hash();
        self.clips.entry(hash).or_insert(clip);
        hash
    }

    pub fn get(&self, hash: &Hash) -> Option<&Arc<Clip>> {
        self.clips.get(hash)
    }

    pub fn len(&self) -> usize {
        self.clips.len()
    }

    pub fn is_empty(&self) -> bool {
        self.clips.is_empty()
    }
}
