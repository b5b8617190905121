//! A bar as written: its slots, what changes at it, and the signs around it.

use crate::chart::ids::BarId;
use crate::chart::sign::Jump;
use crate::chart::{Feel, limits};
use crate::chord::Chord;
use crate::key::Key;
use crate::meter::Meter;
use crate::tempo::Tempo;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    pub id: BarId,
    pub content: Content,
    pub changes: Changes,
    pub signs: Signs,
    /// A bar before beat 0, and how much of it there is.
    pub pickup: Option<Meter>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Content {
    /// Never empty, at most [`limits::SLOTS_PER_BAR_MAX`].
    Slots(Vec<Slot>),
    /// `%`: the bar this many bars before it on paper, once more.
    Simile { back: u8 },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    Chord {
        chord: Chord,
        /// `>C`: played early by [`PUSH`](crate::chart::song::PUSH).
        pushed: bool,
    },
    /// `N.C.`: nobody plays a chord.
    Silence,
    /// `.`: what sounds goes on.
    Hold,
}

/// What holds from this bar on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub key: Option<Key>,
    pub meter: Option<Meter>,
    pub tempo: Option<Tempo>,
    pub feel: Option<Feel>,
}

/// Repeats, endings and jumps around a bar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// Repeats that begin here: `|:`.
    pub opens: u8,
    /// The passes that this bar's ending is for; empty where no ending begins.
    pub ending: Vec<u8>,
    pub segno: bool,
    pub coda: bool,
    /// How often each repeat that ends here is played: `:|x3`.
    pub closes: Vec<u32>,
    /// `||` after the last ending of a repeat.
    pub ends_ending: bool,
    pub to_coda: bool,
    pub fine: bool,
    pub jump: Option<Jump>,
}

/// How often `:|` plays its repeat when it does not say.
pub(crate) const TIMES_UNLESS_WRITTEN: u32 = 2;

const _: () = assert!(limits::SLOTS_PER_BAR_MAX >= crate::meter::NUMERATOR_MAX as usize);
