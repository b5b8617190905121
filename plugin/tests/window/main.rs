//! The window without a screen: what is shown, what comes of touching it, and that nothing makes it stumble.
#![allow(unreachable_pub, reason = "a test binary has no public face: `pub` here means for the other files")]

mod clicking;
mod colours;
mod faults;
mod hostile;
mod joining;
mod keys;
mod pages;
mod parameters;
mod pictures;
mod pointing;
mod stand;
mod typing;
mod watching;
mod wording;
