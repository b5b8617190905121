//! The band in a DAW: follows the host, plays, composes, saves itself in the project, and shows all that in a window.
//!
//! Threads: the audio thread (`processing`), one worker (`worker`: whatever takes time or memory), the window's. They
//! talk through `mailboxes`, whose two ends are born together.

pub mod action;
pub mod band;
pub mod bell;
pub mod chairs;
#[cfg(feature = "gui")]
pub mod editor;
pub mod folder;
pub mod heard;
mod kept;
pub mod mailboxes;
pub mod model;
pub mod net;
pub mod params;
pub mod places;
pub mod plugin;
pub mod processing;
pub mod saved_state;
mod vst3;
pub mod wiring;
pub mod worker;

pub use plugin::AiBand;

nice_plug::prelude::nice_export_clap!(AiBand);
