//! Whatever is asked in whatever order: what always holds.

mod house_laws;
mod playhead_laws;
mod session_laws;
pub(crate) mod wishes;
