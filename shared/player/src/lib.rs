//! Turns an arrangement and a host's transport into note events at exact samples. `docs/player.md` is its law.
//!
//! **Invariant.** What runs inside [`Player::process`] allocates nothing, locks nothing, frees nothing and logs
//! nothing; this crate's `clippy.toml` bans the obvious and a test runs it under an allocator that aborts.
//! What must allocate (compiling, the handle) says so at the top of its file.

pub mod automation;
pub mod block;
pub mod compiled;
mod deck;
mod from_audio;
mod handle;
pub mod offline;
mod player;
mod sink;
mod sounding_notes;
mod switch;
mod to_audio;
mod transport;

pub use automation::{Automation, LaneAutomation, Pattern};
pub use block::{Block, Transport};
pub use compiled::Program;
pub use from_audio::Switched;
pub use handle::PlayerHandle;
pub use player::{Player, Status};
pub use sink::{NoteEvent, NoteKind, NoteSink, Refused};
pub use to_audio::{Moment, Strategy};
