//! Oracle, scenarios, benches, soaks: everything that judges the band from outside.

pub mod audio_guard;
pub mod bank_check;
pub mod chance;
pub mod compose;
pub mod folder_bench;
pub mod midi;
pub mod oracle;
pub mod picture;
pub mod plugin_soak;
pub mod render;
pub mod scenario;
pub mod scoring;
pub mod simulation;
pub mod songs;
pub mod sound;
pub mod trial;
