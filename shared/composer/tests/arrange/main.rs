//! How a band is arranged: who enters and rests, where the song goes, what happens at its seams, how it ends.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod charts;
#[path = "../golden/difference.rs"]
mod difference;
mod endings;
mod entrances;
mod golden;
#[path = "../golden/kept.rs"]
mod kept;
mod seams;
mod stage;
mod table;
