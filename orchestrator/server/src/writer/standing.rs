//! The last committed state of every scope in use.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use domain::{Scope, State};

/// Sessions played at once in one house, and then some; the others are read from the journal when they are wanted.
pub const SCOPES_MAX: usize = 256;

pub(super) struct Standing {
    scopes: RwLock<HashMap<Scope, Known>>,
    uses: AtomicU64,
}

struct Known {
    state: Arc<State>,
    last: u64,
    /// A commit failed: the journal may say more.
    is_doubtful: bool,
    used: AtomicU64,
}

impl Standing {
    pub(super) fn new() -> Standing {
        Standing { scopes: RwLock::default(), uses: AtomicU64::new(0) }
    }

    /// For those who read: doubtful or not, it was committed.
    pub(super) fn get(&self, scope: &Scope) -> Option<(Arc<State>, u64)> {
        self.known(scope, |_| true)
    }

    /// For the task, which builds on it.
    pub(super) fn sure(&self, scope: &Scope) -> Option<(Arc<State>, u64)> {
        self.known(scope, |known| !known.is_doubtful)
    }

    pub(super) fn set(&self, scope: Scope, state: Arc<State>, last: u64) {
        let used = AtomicU64::new(self.next_use());
        let mut scopes = self.scopes.write().unwrap_or_else(PoisonError::into_inner);
        scopes.insert(scope, Known { state, last, is_doubtful: false, used });
        if scopes.len() > SCOPES_MAX {
            // What was published of a doubtful one is remembered here alone.
            let may_go = |(scope, known): &(&Scope, &Known)| **scope != Scope::House && !known.is_doubtful;
            let idle = scopes.iter().filter(may_go);
            let idlest = idle.min_by_key(|(_, known)| known.used.load(Ordering::Relaxed));
            if let Some(idlest) = idlest.map(|(scope, _)| scope.clone()) {
                scopes.remove(&idlest);
            }
        }
    }

    pub(super) fn doubt(&self, scope: &Scope) {
        let mut scopes = self.scopes.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = scopes.get_mut(scope) {
            known.is_doubtful = true;
        }
    }

    fn known(&self, scope: &Scope, wanted: impl FnOnce(&Known) -> bool) -> Option<(Arc<State>, u64)> {
        let scopes = self.scopes.read().unwrap_or_else(PoisonError::into_inner);
        let known = scopes.get(scope).filter(|known| wanted(known))?;
        known.used.store(self.next_use(), Ordering::Relaxed);
        Some((known.state.clone(), known.last))
    }

    fn next_use(&self) -> u64 {
        self.uses.fetch_add(1, Ordering::Relaxed)
    }
}
