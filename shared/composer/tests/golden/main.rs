//! One clip for each style and section, whole band, kept as a grid that a musician can read.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod band;
mod difference;
mod kept;
mod pointing;
mod sections;
