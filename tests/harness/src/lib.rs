//! Two small hosts, CLAP and VST3, behind one trait: they load bundled files by path and play a script to them.
//!
//! A test opens a [`Rig`], loads a state, and lets a [`Daw`] roll; what is heard comes back with its samples counted
//! from the start. What a plugin may never do to any host (notes out of order, out of the block, out of range) is
//! asserted with every block.

pub mod any_thread;
pub mod block;
pub mod bundled;
mod clap;
pub mod daw;
#[cfg(target_os = "linux")]
pub mod display;
pub mod heard;
pub mod host;
pub mod kept;
pub mod process;
pub mod rig;
pub mod server;
#[path = "../empty-plugin/src/shown.rs"]
pub mod shown;
mod vst3;

pub use block::{Block, Change, NoteIn, Transport};
pub use daw::{Daw, Sizes, Tempo};
pub use heard::{Heard, NoteEvent};
pub use host::{Format, Host, Mode, Param, Processor, Setup, Size};
pub use rig::Rig;
