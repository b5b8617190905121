//! Counts of what the writer did, for `/metrics` and the soaks.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

#[derive(Debug, Default)]
pub(super) struct Figures {
    commits: AtomicU64,
    commands: AtomicU64,
    largest: AtomicU64,
    failures: AtomicU64,
    micros: AtomicU64,
    micros_max: AtomicU64,
    folds: AtomicU64,
}

/// As of now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    pub commits: u64,
    /// That were committed with others or alone.
    pub commands: u64,
    /// Committed together.
    pub largest: u64,
    /// Commits that the store refused.
    pub failures: u64,
    pub commit_micros: u64,
    pub commit_micros_max: u64,
    /// Scopes that were read from their journals, for they were not in memory.
    pub folds: u64,
}

impl Figures {
    pub(super) fn committed(&self, commands: usize, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.commands.fetch_add(commands as u64, Ordering::Relaxed);
        self.largest.fetch_max(commands as u64, Ordering::Relaxed);
        self.micros.fetch_add(micros, Ordering::Relaxed);
        self.micros_max.fetch_max(micros, Ordering::Relaxed);
    }

    pub(super) fn failed(&self) {
        self.failures.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn folded(&self) {
        self.folds.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn shown(&self) -> Shown {
        Shown {
            commits: self.commits.load(Ordering::Relaxed),
            commands: self.commands.load(Ordering::Relaxed),
            largest: self.largest.load(Ordering::Relaxed),
            failures: self.failures.load(Ordering::Relaxed),
            commit_micros: self.micros.load(Ordering::Relaxed),
            commit_micros_max: self.micros_max.load(Ordering::Relaxed),
            folds: self.folds.load(Ordering::Relaxed),
        }
    }
}
