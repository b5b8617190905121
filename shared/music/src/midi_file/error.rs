//! Why a file was refused, and at which byte of which track.

use std::fmt;

use super::{BYTES_MAX, EVENTS_MAX, MARKERS_MAX, TRACKS_MAX};
use crate::time::{MAX_TICKS, Ticks};
use crate::{meter, tempo};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Counted from 0.
    pub byte: usize,
    /// Counted from 1, as people and other programs count them; `None` outside of any track.
    pub track: Option<usize>,
    pub problem: Problem,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.track {
            Some(track) => write!(f, "track {track}, byte {}: {}", self.byte, self.problem),
            None => write!(f, "byte {}: {}", self.byte, self.problem),
        }
    }
}

impl std::error::Error for Error {}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("the file has {bytes} bytes; at most {BYTES_MAX} are read, split it or leave tracks out")]
    TooLarge { bytes: usize },
    #[error("not a Standard MIDI File: it does not begin with \"MThd\"")]
    NotMidi,
    #[error("a RIFF file (.rmi); save it again as a Standard MIDI File (.mid)")]
    Riff,
    #[error("{announced} bytes should follow and {left} do: the file was cut short or its length is damaged")]
    Cut { announced: u64, left: usize },
    #[error("the header has {bytes} bytes; it needs 6")]
    ShortHeader { bytes: usize },
    #[error("a second header: two files were joined, or the file is damaged")]
    SecondHeader,
    #[error("format 2 holds several songs; save each as a file of format 1")]
    Patterns,
    #[error("format {format} is not known; save the file as format 1")]
    UnknownFormat { format: u16 },
    #[error("time is counted in film frames (SMPTE); save the file with ticks per quarter note")]
    FilmFrames,
    #[error("0 ticks per quarter note: no position means anything; save the file again, with 480 or 960")]
    NoDivision,
    #[error("the header announces no tracks")]
    NoTracks,
    #[error("the header announces {announced} tracks; at most {TRACKS_MAX} are read")]
    TooManyTracks { announced: usize },
    #[error("format 0 has one track and the header announces {announced}; save the file as format 1")]
    NotOneTrack { announced: usize },
    #[error("the header announces {announced} tracks and {found} are here: the file was cut short")]
    MissingTracks { announced: usize, found: usize },
    /// The standard lets unknown chunks stand anywhere, and between tracks they may. After the last track they may not:
    /// a file cut there could not be told from a whole one.
    #[error("{left} bytes after the last track; export the file again from a DAW")]
    AfterLastTrack { left: usize },
    #[error("neither a track nor any other chunk begins here: a length before this is damaged")]
    NotAChunk,
    #[error("not a whole MIDI event")]
    BadEvent,
    #[error("the track stops without its End of Track: it was cut short")]
    NoEndOfTrack,
    #[error("{left} bytes after End of Track: the track's length or its events are damaged")]
    AfterEndOfTrack { left: usize },
    #[error("more than {EVENTS_MAX} events; split the file or thin out its controllers")]
    TooManyEvents,
    #[error("more than {MARKERS_MAX} markers")]
    TooManyMarkers,
    #[error("beyond beat {}, where every song has ended", Ticks(MAX_TICKS))]
    TooLong,
    #[error("a tempo of {bytes} bytes; it needs 3")]
    ShortTempo { bytes: usize },
    #[error(
        "a beat of {micros} microseconds is no tempo from {} to {} beats per minute; set the tempo here again",
        tempo::BPM_MIN,
        tempo::BPM_MAX
    )]
    Tempo { micros: u32 },
    #[error(transparent)]
    TempoChanges(tempo::TooManyChanges),
    #[error("a meter of {bytes} bytes; it needs 4")]
    ShortMeter { bytes: usize },
    #[error(
        "{numerator} over two to the power of {power} is no meter; write 1 to {} over 1 to {}",
        meter::NUMERATOR_MAX,
        meter::DENOMINATOR_MAX
    )]
    Meter { numerator: u8, power: u8 },
    #[error(transparent)]
    MeterChanges(meter::MapError),
}

impl Problem {
    pub(super) fn at(self, byte: usize) -> Error {
        Error { byte, track: None, problem: self }
    }

    pub(super) fn in_track(self, track: usize, byte: usize) -> Error {
        Error { byte, track: Some(track), problem: self }
    }
}
