//! Every sentence the rest of the world may say to the audio thread.

use music::time::Ticks;

use crate::compiled::Program;

/// A program to play instead of the one that plays.
pub(crate) struct Play {
    pub(crate) program: Box<Program>,
    pub(crate) moment: Moment,
    pub(crate) strategy: Strategy,
}

/// When a program enters, in beats as they are played: also at the next landing or when playback stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    Now,
    NextBeat,
    NextBar,
    NextSection,
    /// A place; now, if it is past.
    Beat(Ticks),
}

/// How it enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    HardCut,
    /// Over this many beats, on lanes that sustain; the others are cut, or they would flam.
    Crossfade {
        beats: u8,
    },
}
