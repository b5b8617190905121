//! What the search asks of chance: each question has a number of its own.

pub(super) const ANCHOR: u32 = 900;
/// How a window's top line goes.
pub(super) const CONTOUR: u32 = 901;
/// Whether a chord that holds on is voiced anew.
pub(super) const RESTLESS: u32 = 902;
/// From where a section's phrases begin.
pub(super) const WANDER: u32 = 903;
/// And as many as a bar has changes.
pub(super) const TASTE: u32 = 1_000;
