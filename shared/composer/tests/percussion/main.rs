//! Percussion: what it adds, and where it sits out.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

#[path = "../golden/difference.rs"]
mod difference;
mod golden;
#[path = "../golden/kept.rs"]
mod kept;
#[path = "../drums/picture.rs"]
mod picture;
mod played;
