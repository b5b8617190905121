//! What benches of the watched folder share: files to put there, a band to compile, figures to print.

pub mod band;
pub mod figures;
pub mod files;
