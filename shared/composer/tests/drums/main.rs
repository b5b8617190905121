//! The drums: what a bar looks like, what a phrase remembers, what nobody may break.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod band;
mod golden;
mod picture;
