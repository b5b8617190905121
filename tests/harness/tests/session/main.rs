//! Two bundled plugins in one session of a real server: different chairs, one beat, and a server that is killed.
#![allow(unreachable_pub, reason = "a test binary has no public face: `pub` here means for the other files")]

mod band;
mod measure;
mod studio;
mod together;
