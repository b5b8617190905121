//! A whole server on a port of its own, asked over real connections.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod arranging;
mod blobs;
mod bodies;
mod browser;
mod contract;
mod description;
mod doors;
mod edits;
mod errors;
#[cfg(target_os = "linux")]
mod full_disk;
mod hostile;
mod idempotency;
mod lan;
mod lifecycle;
mod pairing;
mod rendering;
mod rendering_cut;
mod rights;
mod server;
mod stream;
mod tokens;
mod uploads;
mod work;
