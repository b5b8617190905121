//! Two plugins to try hosts with: one that does nothing, and one that shows what it was told.

mod empty;
mod mirror;
pub mod shown;

use nice_plug::prelude::*;

pub use empty::Empty;
pub use mirror::Mirror;

nice_export_clap!(Empty, Mirror);
nice_export_vst3!(Empty, Mirror);

/// Stereo out and nothing in, as the band has it.
const STEREO: &[AudioIOLayout] =
    &[AudioIOLayout { main_output_channels: NonZeroU32::new(2), ..AudioIOLayout::const_default() }];

/// Who made both.
const VENDOR: &str = "AI Band";
