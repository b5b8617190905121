//! Percussion: what it adds, and where it sits out.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod golden;
#[path = "../drums/picture.rs"]
mod picture;
mod played;
