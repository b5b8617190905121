//! The corridor: one way in, everything kept or nothing.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod band;
mod corridor;
mod export;
mod faults;
mod faulty;
mod idempotency;
mod jobs;
mod snapshots;
mod stage;
mod timers;
