//! Every sentence the audio thread says, in numbers; and the way home for what it is done with.

use music::arrangement::Revision;

use crate::compiled::Program;

/// A program entered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Switched {
    pub revision: Revision,
    /// Position at which it entered.
    pub beat: f64,
    /// Frames processed since the player was made.
    pub sample: u64,
}

pub(crate) enum FromAudio {
    Switched(Switched),
    /// To be freed where freeing is allowed.
    Finished(Box<Program>),
}
