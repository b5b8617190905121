//! The comping, as charts hear it: hands, rhythm, phrases and what a re-roll may touch.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod charts;
mod golden;
mod knobs;
mod locality;
mod manner;
mod numbers;
mod playing;
mod roll;
