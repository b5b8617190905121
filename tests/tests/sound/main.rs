//! The band as it is heard: the default bank measured, and songs from notes to sound.
#![allow(unreachable_pub, reason = "a test binary has no public face: `pub` here means for the other files")]

mod balance;
mod bank;
mod scores;
