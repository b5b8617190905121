//! The lead: what it says, and that it leaves room.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod files;
mod golden;
#[path = "../bass/grid.rs"]
mod grid;
mod laws;
#[path = "../bass/stage.rs"]
mod stage;
