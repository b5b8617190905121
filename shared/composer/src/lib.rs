//! A chart becomes a band: deterministic, in milliseconds, with no model and no network.
//!
//! **Invariant.** Pure: no IO, no clock, no running random generator, integer costs, no `libm`. Same chart, brief and
//! version give the same notes on every machine; a re-roll or an edit changes its four-bar window and the approach
//! into it, nothing else.
#![deny(clippy::float_arithmetic, reason = "it rounds by platform; costs are whole numbers")]

pub mod analyse;
pub mod arrange;
pub mod assemble;
pub mod bass;
pub mod bridge;
pub mod brief;
pub mod chance;
pub mod comping;
mod compose;
pub mod drums;
pub mod feasibility;
pub mod guitar;
mod landing;
pub mod lead;
pub mod pad;
pub mod paper;
pub mod percussion;
pub mod perform;
pub mod scene;
pub mod sketch;
pub mod style;
pub mod variation;
pub mod voicing;
mod way;

pub use brief::{Brief, Knobs};
pub use compose::{Composition, Error, Part, Remark, compose};
