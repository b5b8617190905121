//! What is rendered: the arrangement's notes and no others, to the frame, as bytes that are always the same.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod chairs;
mod notes;
mod orders;
mod sounds;
mod stage;
mod studio;
