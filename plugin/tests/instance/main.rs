//! One instance from the framework's side: what a host's calls come to. The bundled files are tried in real hosts by
//! `tests/harness`; here are the cases that need a person at the window as well.

#![expect(clippy::unwrap_used, reason = "tests may")]

mod deciding;
mod faults;
mod folder;
mod instruments;
mod opening;
mod playing;
mod rehearsing;
mod rig;
mod together;
