//! Stores, blobs and the journal: what is kept is there again, whole.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod ailments;
mod blobs;
mod conformance;
mod data_folder;
mod disk;
mod doctor;
mod golden;
mod journal;
mod rooms;
mod rows;
mod samples;
mod sqlite;
mod sweep;

/// Runs a test's future to its end.
fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}
