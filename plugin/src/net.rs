//! The link to an orchestrator: finds it, stays with it, and tells the worker what the session plays.
//!
//! What decides is pure and gets time and chance as arguments (`link` and what it is made of); `thread` carries it out.
//! Nothing that is heard waits for any of it: what a server said last goes on without the server.

pub mod awaited;
pub mod backoff;
pub mod block_times;
pub mod clock;
pub mod course_cell;
pub mod discovery;
pub mod door;
pub mod following;
pub mod glimpse;
pub mod host_clock;
pub mod host_said;
pub mod lan;
pub mod link;
pub mod made;
pub mod mailbox;
pub mod mirror;
pub mod pings;
pub mod private_file;
pub mod reopening;
pub mod rest;
pub mod resume;
pub mod sitting;
mod socket;
pub mod thread;
pub mod timeline;

pub use mailbox::{News, Settings, Wish};
pub use thread::{Link, open};
