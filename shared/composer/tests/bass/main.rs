//! The bass, heard through the whole composer: grids a musician can read, measures, and laws.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod golden;
mod grid;
mod laws;
mod look;
mod measures;
mod stage;
