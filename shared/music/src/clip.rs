//! Clips: finished notes, immutable, named by the hash of their canonical bytes.

mod bytes;
mod check;
mod error;
mod hash;
mod library;
mod transform;
mod v1;

use crate::pitch::Pitch;
use crate::time::{MAX_TICKS, Micros, Ticks};

pub use error::{Damage, Error};
pub use hash::{Hash, ParseHashError};
pub use library::Library;

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
    /// 0–119.
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

/// No clip, and no note in it, outlasts a song.
pub const LENGTH_MAX: Ticks = Ticks(MAX_TICKS);
/// As MIDI counts.
pub const VELOCITY_MAX: u8 = 127;
/// Notes of this importance always play.
pub const IMPORTANCE_MAX: u8 = 127;
/// The numbers above, up to 127, are commands to a receiver (all notes off, local control), not values along a song.
pub const CONTROLLER_MAX: u8 = 119;
/// A bend is fourteen bits in MIDI.
pub const BEND_MAX: u16 = 16_383;

impl Note {
    /// What comes first in a clip: by start, then pitch, offset, length, velocity, importance.
    fn order(&self) -> impl Ord + use<> {
        (self.start, self.pitch, self.offset, self.length, self.velocity, self.importance)
    }
}

impl ControlKind {
    pub const fn value_max(self) -> u16 {
        match self {
            ControlKind::Controller(_) | ControlKind::Pressure => 127,
            ControlKind::Bend => BEND_MAX,
        }
    }
}

/// Notes and controls over `[0, length)`, sorted, within limits. Made once, never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clip {
    length: Ticks,
    notes: Vec<Note>,
    controls: Vec<Control>,
}

impl Clip {
    /// Sorts, and refuses what is outside the limits. A note may have no length, and may ring on past the clip's end.
    pub fn new(length: Ticks, mut notes: Vec<Note>, mut controls: Vec<Control>) -> Result<Clip, Error> {
        check::all(length, &notes, &controls)?;
        notes.sort_unstable_by_key(Note::order);
        controls.sort_unstable();
        Ok(Clip { length, notes, controls })
    }

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

    pub fn hash(&self) -> Hash {
        Hash::of(&self.to_bytes())
    }

    /// The one way to write this clip down.
    pub fn to_bytes(&self) -> Vec<u8> {
        bytes::write(self)
    }

    /// Takes nothing but what [`Clip::to_bytes`] writes, and never reserves more than a few times the input.
    pub fn from_bytes(bytes: &[u8]) -> Result<Clip, Error> {
        bytes::read(bytes)
    }
}
