//! The drums: what a bar looks like, what a phrase remembers, what nobody may break.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod bad_styles;
mod band;
#[path = "../golden/difference.rs"]
mod difference;
mod endings;
mod feels;
mod fills;
mod fills_heard;
mod golden;
#[path = "../golden/kept.rs"]
mod kept;
mod knobs;
mod limbs;
mod locality;
mod measured;
mod meters;
mod phrases;
mod picture;
mod pushes;
mod random;
mod song_picture;
