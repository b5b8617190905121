//! Voicings: forms by name, what hands reach, what rubs, how far voices move.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod forms;
mod rules;
