//! A synth with the default bank, played as a band and as a host would.
#![allow(unreachable_pub, reason = "a test binary has no public face: `pub` here means for the other files")]

mod band;
mod controls;
mod grid;
mod nonsense;
mod rates;
mod stand;
