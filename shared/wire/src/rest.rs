//! What is asked and answered over HTTP, one file for each resource.
//!
//! Names that the seed contract has are written as it writes them (`plugin_id`, `track_types`, `isPlaying`); a client
//! that knows only the seed meets nothing it must understand beyond it.

pub mod artifact;
pub mod auth;
pub mod changes;
pub mod chart;
pub mod engine;
pub mod generate;
pub mod job;
pub mod midi;
pub mod operations;
pub mod page;
pub mod plugin;
pub mod problem;
pub mod region;
pub mod render;
pub mod rule;
pub mod session;
pub mod transport;
