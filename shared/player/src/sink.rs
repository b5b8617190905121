//! Where note events go.

use music::lane::Lane;

/// One note event of this block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoteEvent {
    /// Within the block.
    pub sample: u32,
    pub kind: NoteKind,
    pub lane: Lane,
    /// Counted from 0.
    pub channel: u8,
    pub key: u8,
    /// Shared by a note's two events and by no other note that sounds: hosts that match ends by id need it.
    pub id: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    Begin { velocity: u8 },
    End,
}

/// The host's event buffer, a synth, or a test's list.
pub trait NoteSink {
    /// Events come in order. A refused end is offered again; a refused beginning is not.
    fn send(&mut self, event: NoteEvent) -> Result<(), Refused>;
}

/// The host's buffer is full, or it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;
