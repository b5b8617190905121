//! Mixing down: what happens when, that nothing is too loud, and what is in the file.
#![allow(clippy::unwrap_used, reason = "tests may")]
#![allow(unreachable_pub, reason = "a test binary has no public face: `pub` here means for the other files")]

mod clicks;
mod limiting;
mod scores;
mod stretches;
mod wav_files;
