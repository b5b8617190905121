//! Standard MIDI files: read strictly and within limits, written plainly. Import and export, never storage.
//!
//! Whatever a file's own division was, positions here are our [`Ticks`]. A file that is cut short or damaged is refused
//! with the place; what a file says and we cannot keep is named in its [`warnings`](MidiFile::warnings).

mod channel;
mod chunks;
mod conductor;
mod error;
pub mod name;

mod read;
mod rescale;
mod text;
mod track;
mod track_events;
mod warning;
mod write;

use crate::clip;
use crate::key::Key;
use crate::meter;
use crate::tempo;
use crate::time::Ticks;

pub use error::{Error, Problem};
pub use read::read;
pub use text::CHARS_MAX;
pub use warning::Warning;
pub use write::{Timing, Unwritable, write};

/// A long song of dense automation is a tenth of this; it also bounds what one hostile file can cost.
pub const BYTES_MAX: usize = 4 * 1024 * 1024;
/// Half an hour of every lane at its densest. An event costs up to 24 bytes of ours, so memory stays below 64 MiB.
pub const EVENTS_MAX: usize = 500_000;
/// The largest orchestral templates; a header may claim 65 535.
pub const TRACKS_MAX: usize = 1_024;
/// A chord on every beat of a long song, as many as there may be tempo changes.
pub const MARKERS_MAX: usize = 16_384;

/// What a Standard MIDI File says.
#[derive(Clone, Debug, PartialEq)]
pub struct MidiFile {
    pub tempo: tempo::Map,
    pub meter: meter::Map,
    /// A file can say major or minor; other modes are written as the one that shares their signature and third.
    pub key: Option<Key>,
    /// Sorted by place.
    pub markers: Vec<Marker>,
    pub tracks: Vec<Track>,
    /// Where its longest track says that it ends, silence after the last note included.
    pub length: Ticks,
    /// What was moved, rounded or left out while reading.
    pub warnings: Vec<Warning>,
}

/// A word at a place: a chord symbol, a section's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    pub at: Ticks,
    pub text: String,
}

/// What one channel plays in one of a file's tracks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    pub name: Option<String>,
    /// Counted from 0.
    pub channel: u8,
    /// General MIDI program, counted from 0.
    pub program: Option<u8>,
    /// Sorted as in a clip: by start, then pitch.
    pub notes: Vec<clip::Note>,
    /// Sorted by place; those at one place in the file's order, which is part of what they mean.
    pub controls: Vec<clip::Control>,
}

impl MidiFile {
    /// Nothing yet, at one tempo and meter: what an export starts from.
    pub fn empty(tempo: tempo::Map, meter: meter::Map) -> MidiFile {
        let (markers, tracks, warnings) = (Vec::new(), Vec::new(), Vec::new());
        MidiFile { tempo, meter, key: None, markers, tracks, length: Ticks::ZERO, warnings }
    }

    /// Its length rounded up to a bar line, and at least one bar: how far it goes before it loops.
    pub fn whole_bars(&self) -> Ticks {
        let last = Ticks(self.length.0.saturating_sub(1).max(0));
        self.meter.next_bar_line(last)
    }
}
