//! Bridges: between two clips in density, register, loudness and harmony, for every lane and any number of beats.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod hostile;
mod properties;
mod stage;
mod tables;
