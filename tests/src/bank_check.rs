//! Measures a bank made by ourselves: its samples as they are in the file, and its notes as they are heard.

mod file;
mod heard;
mod notes;
mod samples;

pub use file::{BankFile, SampleData, ZoneKeys};
pub use heard::{cents_off, decay_seconds, level_decibels};
pub use notes::{Ear, InstrumentReport, measure};
pub use samples::{SampleReport, inspect};

/// A cent is a hundredth of a semitone; trained ears hear five.
pub const CENTS_MAX: f64 = 1.0;
/// From one zone's last key to the next one's first; a decibel is what one hears when one listens for it.
pub const STEP_DECIBELS_MAX: f64 = 1.0;
/// The seam of a loop against this many thousandths of the steps in its own sample.
pub const SEAM_PERMILLE: usize = 999;
/// Of full scale: 60 dB below what it accompanies.
pub const OFFSET_MAX: f64 = 0.001;
/// Measuring a decay is not exact: a key may ring longer than one a sixth of an octave below it by this much.
pub const DECAY_SLACK: f64 = 1.03;
