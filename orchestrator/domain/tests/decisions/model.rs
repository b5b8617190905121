//! Small second opinions: the same laws written once more, plainly, and compared step by step.

mod band;
mod corridor;
mod grid;
mod jobs;
mod steps;
mod transport;
