//! Sound for the band: SoundFont banks behind a trait, a bank the project makes itself, and mixing down to a file.
//!
//! **Invariant.** What a [`Synth`] does in notes, controls and `render` allocates nothing, locks nothing and logs
//! nothing; everything else here runs off the audio thread. FluidLite, the only C code of the house, is spoken to in
//! one file, and reads no bank but what [`bank`] has read, checked and written anew.

pub mod bank;
mod fluid;
pub mod mixdown;
mod synth;
pub mod wav;

pub use bank::Bank;
pub use fluid::{FluidSynth, OpenError};
pub use synth::{CHANNELS, Program, SAMPLE_RATE_MAX, SAMPLE_RATE_MIN, Synth, controller};
