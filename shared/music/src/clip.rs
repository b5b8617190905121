//! Clips: finished notes, immutable, named by the hash of their canonical bytes.

use crate::pitch::Pitch;
use crate::time::{Micros, Ticks};

/// One note as it should be played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Note {
    pub start: Ticks,
    pub length: Ticks,
    /// How early or late the hand plays it; moves the whole note and never changes its length.
    pub offset: Micros,
    pub pitch: Pitch,
    /// 1–127.
    pub velocity: u8,
    /// 0–127: what *complexity* may drop. 127 always plays.
    pub importance: u8,
}

/// A controller, pitch bend or channel pressure value at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Control {
    pub at: Ticks,
    pub kind: ControlKind,
    /// 0–127, for a bend 0–16 383 with 8 192 in the middle.
    pub value: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ControlKind {
    Controller(u8),
    Bend,
    Pressure,
}

/// More than a dense ten-minute drum track holds, and 32 B each keeps a clip at 2 MiB.
pub const NOTES_MAX: usize = 65_536;
/// Pedals and bends at the rate controllers send them, for as long.
pub const CONTROLS_MAX: usize = 65_536;
/// A hand is early or late by milliseconds; the player looks ahead this far and no further.
pub const OFFSET_MAX: Micros = Micros(100_000);

/// Notes and controls over `[0, length)`, sorted, within limits. Made once, never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clip {
    length: Ticks,
    notes: Vec<Note>,
    controls: Vec<Control>,
}

impl Clip {
    pub fn length(&self) -> Ticks {
        self.length
    }

    /// Sorted by start, then pitch, offset, length, velocity, importance.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Sorted by place, then kind, then value.
    pub fn controls(&self) -> &[Control] {
        &self.controls
    }
}

/// SHA-256 of a clip's canonical bytes: its name everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);
