//! Not built yet: a drag out of an NSView needs its own session. "Reveal file" does the work until then.

use std::path::PathBuf;

use super::{Outcome, Refusal};

pub(super) enum Drag {}

impl Drag {
    pub(super) fn begin(_: &[PathBuf]) -> Result<Drag, Refusal> {
        Err(Refusal::NotHere("macOS"))
    }

    pub(super) fn outcome(&self) -> Option<Outcome> {
        match *self {}
    }
}
