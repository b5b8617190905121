//! Every sentence the rest of the world may say to the audio thread.

use crossbeam_utils::atomic::AtomicCell;
use music::time::Ticks;

use crate::compiled::Program;

/// A program to play instead of the one that plays.
pub(crate) struct Play {
    pub(crate) program: Box<Program>,
    pub(crate) moment: Moment,
    pub(crate) strategy: Strategy,
}

impl Play {
    pub(crate) fn posted(program: Box<Program>) -> Play {
        let (moment, strategy) = program.entry;
        Play { program, moment, strategy }
    }
}

/// The newest program that nobody has taken yet. A thin pointer is what can be swapped without a lock, so what is said
/// of a program goes inside of it.
#[expect(
    clippy::disallowed_types,
    reason = "whoever goes last frees an empty cell, when there is no audio thread"
)]
pub(crate) type Mailbox = std::sync::Arc<AtomicCell<Option<Box<Program>>>>;

const _: () = assert!(AtomicCell::<Option<Box<Program>>>::is_lock_free(), "the audio thread must never wait");

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
