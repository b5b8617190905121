//! Scales and what their steps are called.

mod degree;

pub use degree::Degree;
