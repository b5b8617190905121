//! The lead: what it says, and that it leaves room.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod company;
mod development;
#[path = "../golden/difference.rs"]
mod difference;
mod files;
mod golden;
#[path = "../bass/grid.rs"]
mod grid;
#[path = "../golden/kept.rs"]
mod kept;
mod laws;
#[path = "../bass/stage.rs"]
mod stage;
