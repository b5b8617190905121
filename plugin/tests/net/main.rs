//! The link to an orchestrator: its clock, its cursors, what it keeps, when it asks, and the thread that does it.
#![allow(unreachable_pub, reason = "a test binary has no public face: `pub` here means for the other files")]
#![expect(clippy::unwrap_used, reason = "tests may")]

mod alive;
mod awaited;
mod being_there;
mod block_times;
mod changes;
mod clocks;
mod courses;
mod finding;
mod lan;
mod linked;
mod made;
mod meeting;
mod mirrored;
mod pushed;
mod server;
mod sitting;
mod stage;
