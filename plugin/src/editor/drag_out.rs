//! A file pulled out of the window into another program. Toolkit and framework know nothing of it.

pub mod course;
// Every system but one, so that none is left out; there, for its test.
#[cfg(any(test, not(target_os = "linux")))]
mod elsewhere;
#[cfg(target_os = "linux")]
pub mod linux;
pub mod uri;

#[cfg(not(target_os = "linux"))]
use elsewhere as system;
#[cfg(target_os = "linux")]
use linux as system;

use std::path::PathBuf;

pub use course::Outcome;

/// A drag that goes on while the button is held; letting go of this ends it.
pub struct Drag(system::Drag);

/// Why no drag can begin, and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("files cannot be dragged out of this window on {0}; use Reveal file and drag it from there")]
    NotHere(&'static str),
    #[error("the screen cannot be reached for dragging ({0}); use Reveal file and drag it from there")]
    NoScreen(String),
}

impl Drag {
    /// The files stay where they are, whatever becomes of the drag.
    pub fn begin(files: &[PathBuf]) -> Result<Drag, Refusal> {
        system::Drag::begin(files).map(Drag)
    }

    /// How it ended, once it has.
    pub fn outcome(&self) -> Option<Outcome> {
        self.0.outcome()
    }
}
