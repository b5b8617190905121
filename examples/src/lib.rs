//! Charts and clips that show how the band is fed.

pub mod demo;
