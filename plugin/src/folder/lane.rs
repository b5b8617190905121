//! From a file's tracks to clips on chairs: by folder, else by name, else by what the tracks say, else nobody knows.

use std::sync::Arc;

use music::clip::{self, Clip};
use music::lane::Lane;
use music::midi_file::{MidiFile, Track};
use music::time::Ticks;

/// What one file plays on one chair.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub lane: Lane,
    /// Whole bars long: made to be looped.
    pub clip: Arc<Clip>,
    pub hash: clip::Hash,
    /// General MIDI program, if the file asks for one.
    pub program: Option<u8>,
    /// The file's name in the watched folder, as it is shown.
    pub file: Arc<str>,
}

/// A whole file, as far as chairs go.
#[derive(Clone, Debug, PartialEq)]
pub enum Split {
    Parts { parts: Vec<Part>, remarks: Vec<String> },
    NeedsLane { notes: usize },
}

/// What a reader of a remark takes in; the rest is counted.
const REMARKS_MAX: usize = 8;

/// `named` is what folder and name say; `chosen` is what a person said, who has the last word.
pub fn split(
    file: &MidiFile,
    name: &Arc<str>,
    named: Option<Lane>,
    chosen: Option<Lane>,
) -> Result<Split, String> {
    let tracks: Vec<&Track> = file.tracks.iter().filter(|track| !track.notes.is_empty()).collect();
    if tracks.is_empty() {
        return Err("there are no notes in it; export it again with the track selected".to_owned());
    }
    let Some(lanes) = lanes(&tracks, named, chosen) else {
        return Ok(Split::NeedsLane { notes: tracks.iter().map(|track| track.notes.len()).sum() });
    };
    let mut remarks: Vec<String> = file.warnings.iter().map(ToString::to_string).collect();
    let mut parts = Vec::new();
    for lane in Lane::ALL {
        let mine: Vec<&Track> = of_lane(lane, &tracks, &lanes);
        if let Some(track) = joined(&mine) {
            let clip = track.to_clip(file.whole_bars()).map_err(|error| error.to_string())?;
            let hash = clip.hash();
            let (clip, file) = (Arc::new(clip), Arc::clone(name));
            parts.push(Part { lane, clip, hash, program: track.program, file });
        }
    }
    let strangers = tracks.iter().zip(&lanes).filter(|(_, lane)| lane.is_none()).map(|(track, _)| *track);
    remarks.extend(strangers.map(stranger));
    Ok(Split::Parts { parts, remarks: shortened(remarks) })
}

/// A chair for each track; `None` for one that says nothing, among others that do. `None` at all: nobody says anything.
fn lanes(tracks: &[&Track], named: Option<Lane>, chosen: Option<Lane>) -> Option<Vec<Option<Lane>>> {
    let all_on = |lane: Lane| tracks.iter().map(|_| Some(lane)).collect();
    if let Some(lane) = chosen {
        return Some(all_on(lane));
    }
    // A file that says of itself that it holds several chairs is a band, wherever it lies.
    match named {
        Some(lane) if !is_a_band(tracks) => Some(all_on(lane)),
        Some(lane) => Some(tracks.iter().map(|track| track.lane().or(Some(lane))).collect()),
        None => {
            let lanes: Vec<Option<Lane>> = tracks.iter().map(|track| track.lane()).collect();
            lanes.iter().any(Option::is_some).then_some(lanes)
        }
    }
}

/// By names and the drum channel alone: many programs write a piano's program on every track.
fn is_a_band(tracks: &[&Track]) -> bool {
    let says = |track: &&Track| {
        let (notes, controls) = (Vec::new(), Vec::new());
        Track { name: track.name.clone(), channel: track.channel, program: None, notes, controls }.lane()
    };
    let mut lanes: Vec<Lane> = tracks.iter().filter_map(says).collect();
    lanes.sort_unstable();
    lanes.dedup();
    lanes.len() > 1
}

/// Who says nothing sits in the extra chair.
fn of_lane<'a>(lane: Lane, tracks: &[&'a Track], lanes: &[Option<Lane>]) -> Vec<&'a Track> {
    let is_here = |found: &Option<Lane>| found.unwrap_or(Lane::Extra) == lane;
    tracks.iter().zip(lanes).filter(|(_, found)| is_here(found)).map(|(track, _)| *track).collect()
}

/// Two hands of one piano become one part.
fn joined(tracks: &[&Track]) -> Option<Track> {
    let (first, others) = tracks.split_first()?;
    let mut track = (*first).clone();
    for other in others {
        track.notes.extend_from_slice(&other.notes);
        track.controls.extend_from_slice(&other.controls);
        track.program = track.program.or(other.program);
    }
    // Of several values at one place the last holds, so those of all hands stand in one order.
    track.controls.sort_by_key(|control| control.at);
    Some(track)
}

fn stranger(track: &Track) -> String {
    let extra = Lane::Extra;
    match &track.name {
        Some(name) => format!("the track \"{name}\" names no chair: it plays as {extra}"),
        None => format!("the track on channel {} names no chair: it plays as {extra}", track.channel + 1),
    }
}

fn shortened(mut remarks: Vec<String>) -> Vec<String> {
    let count = remarks.len();
    if count > REMARKS_MAX {
        remarks.truncate(REMARKS_MAX);
        remarks.push(format!("and {} more", count - REMARKS_MAX));
    }
    remarks
}

/// How much of the notes in memory a part is.
pub(super) fn events(part: &Part) -> usize {
    part.clip.notes().len() + part.clip.controls().len()
}

/// The length of its clips; all parts of a file have one.
pub(super) fn length(parts: &[Part]) -> Ticks {
    parts.first().map_or(Ticks::ZERO, |part| part.clip.length())
}
