//! The bass, heard through the whole composer: grids a musician can read, measures, and laws.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

#[path = "../golden/difference.rs"]
mod difference;
mod files;
mod golden;
mod grid;
mod harmony;
#[path = "../golden/kept.rs"]
mod kept;
mod laws;
mod leaps;
mod locks;
mod measures;
mod stage;
mod style;
mod touch;
