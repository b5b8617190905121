//! Very many clients of one server: what they ask, what they hear, and how long they wait for it.
//!
//! Honest by construction: what is late is measured from when it was due, what was sent and what came are both counted,
//! and the plainest program that does the same runs in the same minutes on the same machine.

pub mod baseline;
pub mod budgets;
pub mod door;
pub mod figures;
pub mod gathering;
pub mod handles;
pub mod heard;
pub mod listener;
pub mod phase;
pub mod program;
pub mod registration;
pub mod rest;
pub mod sound;
pub mod start;
