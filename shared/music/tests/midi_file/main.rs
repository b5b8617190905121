//! MIDI files: what is read, what is refused and where, what is written, and that both agree.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod bytes;
mod conductor;
mod damage;
mod hostile;
mod lanes;
mod names;
mod notes;
mod round_trip;
mod text;
mod writing;
