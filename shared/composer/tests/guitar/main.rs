//! The guitar: what the neck allows, what styles say, and what is played.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod band;
mod bars;
mod company;
#[path = "../golden/difference.rs"]
mod difference;
mod golden;
mod grid;
mod hands;
#[path = "../golden/kept.rs"]
mod kept;
mod manner;
mod necks;
mod songs;
mod variety;
