//! The comping, as charts hear it: hands, rhythm, phrases and what a re-roll may touch.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod alone;
mod charts;
#[path = "../golden/difference.rs"]
mod difference;
mod figures;
mod golden;
#[path = "../golden/kept.rs"]
mod kept;
mod knobs;
mod locality;
mod manner;
mod numbers;
mod playing;
mod register;
mod roll;
mod top_line;
