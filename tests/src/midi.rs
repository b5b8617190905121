//! The fuzzer of MIDI files: valid files of its own, damaged by a seed, through the reader.
//!
//! Everything follows from a seed and the number of a run, so any run can be repeated alone.

mod caught;
mod chunked;
mod corpus;
mod generate;
mod hand_made;
mod hostile;
pub mod memory;
mod mutate;
mod run;
mod tally;
mod truncate;

pub use caught::silence_panics;
pub use corpus::Corpus;
pub use run::{Plan, damaged_file, fuzz};
pub use tally::{MEMORY_MAX, Tally};
