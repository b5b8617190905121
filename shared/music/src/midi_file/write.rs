//! Writing: format 1, 960 ticks per beat, a first track with tempo, meter and markers, then a track per part.
//!
//! The same content gives the same bytes, and [`read`](super::read()) gives the content back.

mod check;
mod conductor;
mod heard;
mod part;

use midly::num::{u15, u28};
use midly::{Format, Header, MetaMessage, TrackEvent, TrackEventKind};

use super::{BYTES_MAX, EVENTS_MAX, MARKERS_MAX, MidiFile, TRACKS_MAX, Track, text};
use crate::time::{MAX_TICKS, TICKS_PER_BEAT, Ticks};

/// What becomes of the microseconds by which a hand is early or late; a file has only ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// Folded into the ticks of both ends, through tempo changes, as the player plays them.
    AsHeard,
    /// Dropped: notes stand where they stand on paper.
    Quantised,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unwritable {
    #[error("{count} tracks; a file may have {}", TRACKS_MAX - 1)]
    TooManyTracks { count: usize },
    #[error("{count} markers; a file may have {MARKERS_MAX}")]
    TooManyMarkers { count: usize },
    /// Notes and controls alone, where these are too many already: then nothing else is counted, or built.
    #[error("{count} events; a file may have {EVENTS_MAX}, so leave lanes out or write fewer bars")]
    TooManyEvents { count: usize },
    #[error("{bytes} bytes; a file may have {BYTES_MAX}, so leave lanes out or write fewer bars")]
    TooLarge { bytes: usize },
    #[error("{what} at tick {}: a file goes from tick 0 to {MAX_TICKS}; move the music into it", at.0)]
    OutsideOfTheFile { what: &'static str, at: Ticks },
    #[error("track {track}: {what} {value} is not from {min} to {max}")]
    OutOfRange { track: usize, what: &'static str, value: i64, min: i64, max: i64 },
}

/// Changes before beat 0 hold from beat 0 on. Tempi are rounded to whole microseconds per beat. A file has no place for
/// how important a note is.
pub fn write(file: &MidiFile, timing: Timing) -> Result<Vec<u8>, Unwritable> {
    check::all(file)?;
    let texts = Texts::of(file);
    let mut tracks = vec![conductor::events(file, &texts)];
    for (track, name) in file.tracks.iter().zip(&texts.names) {
        let notes = heard::notes(&track.notes, &file.tempo, timing);
        tracks.push(part::events(track, name.as_deref(), &notes));
    }
    let count = tracks.iter().map(|track| track.len() + 1).sum();
    if count > EVENTS_MAX {
        return Err(Unwritable::TooManyEvents { count });
    }
    let last = tracks.iter().flatten().map(|event| event.at).max().unwrap_or_default();
    let end = last.max(file.length);
    check::inside("the end", end)?;
    let header = Header::new(Format::Parallel, midly::Timing::Metrical(u15::new(TICKS_PER_BEAT as u16)));
    let tracks: Vec<Vec<TrackEvent<'_>>> = tracks.into_iter().map(|events| in_order(events, end)).collect();
    let mut bytes = Vec::new();
    midly::write(&header, &tracks, &mut bytes).expect("a Vec takes everything and the sizes were checked");
    if bytes.len() > BYTES_MAX {
        return Err(Unwritable::TooLarge { bytes: bytes.len() });
    }
    Ok(bytes)
}

/// Text that is left after cleaning, kept where the events can borrow it.
struct Texts {
    names: Vec<Option<String>>,
    markers: Vec<(Ticks, String)>,
}

impl Texts {
    fn of(file: &MidiFile) -> Texts {
        let name = |track: &Track| track.name.as_deref().and_then(text::encode);
        let markers = file.markers.iter().filter_map(|marker| Some((marker.at, text::encode(&marker.text)?)));
        Texts { names: file.tracks.iter().map(name).collect(), markers: markers.collect() }
    }
}

/// An event at its place; `turn` orders those at one tick.
struct Placed<'a> {
    at: Ticks,
    turn: Turn,
    kind: TrackEventKind<'a>,
}

/// Releases before everything that sounds; a note without length is struck and released before others are struck, so
/// that its release finds no other note.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Title,
    Release,
    Control,
    Flick,
    Strike,
}

fn in_order(mut events: Vec<Placed<'_>>, end: Ticks) -> Vec<TrackEvent<'_>> {
    events.sort_by_key(|event| (event.at, event.turn));
    let mut before = Ticks::ZERO;
    let mut after_last = |at: Ticks| {
        let delta = u28::new((at - before).0 as u32);
        before = at;
        delta
    };
    let mut track: Vec<TrackEvent<'_>> = events
        .into_iter()
        .map(|event| TrackEvent { delta: after_last(event.at), kind: event.kind })
        .collect();
    let kind = TrackEventKind::Meta(MetaMessage::EndOfTrack);
    track.push(TrackEvent { delta: after_last(end), kind });
    track
}
