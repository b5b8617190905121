//! Variation: what is kept stays, what is locked stays, and the rest is music of the same song.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod clips;
mod hostile;
mod kits;
mod pitched;
mod stage;
mod tables;
