//! Finished parts as MIDI files, a folder for each lane: `bass/20250824103000_bass_Cmaj_120.mid`.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use domain::artifact::{Artifact, Kind};
use domain::session::takes::Take;
use domain::{Event, WallTime, session};
use music::clip::{Clip, Note};
use music::key::Key;
use music::lane::Lane;
use music::midi_file::name::{FileName, Timestamp};
use music::midi_file::{self, MidiFile, Timing, Track, Unwritable};
use music::tempo::{self, Tempo};
use music::time::{TICKS_PER_BEAT, Ticks};
use music::{clip, meter};

use crate::blobs::{self, Blobs};
use crate::disk;
use crate::writer::Committed;

/// Where plugins look.
pub const FOLDER: &str = "generated_accompaniments";
/// Beside the lanes' folders and on the same disk: a file has its name when it is whole.
const UNFINISHED: &str = "temp";
/// Parts of one lane, key and tempo that are finished within a second get the seconds after it.
const SECONDS_AHEAD_MAX: u64 = 1_000;
const NANOS_PER_SECOND: i64 = 1_000_000_000;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Disk(#[from] disk::Error),
    #[error(transparent)]
    Blob(#[from] blobs::Error),
    #[error("the clip of {lane} cannot be read: {reason}; generate it again")]
    Clip { lane: Lane, reason: String },
    #[error("{lane} cannot be written as MIDI: {reason}")]
    Midi { lane: Lane, reason: Unwritable },
    #[error("{} has {SECONDS_AHEAD_MAX} files of this name and second already; clear it", folder.display())]
    NoName { folder: PathBuf },
}

/// A folder that finished parts are written to.
#[derive(Clone, Debug)]
pub struct Export {
    root: PathBuf,
    /// Two jobs that are done at once write one after the other: their files' names follow from what is there.
    turn: Arc<Mutex<()>>,
}

/// Of a job's parts those that are in the arrangement: whoever watches the folder plays what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    takes: Vec<Take>,
    key: Option<Key>,
    tempo: Option<Tempo>,
    at: WallTime,
}

impl Finished {
    pub fn of(committed: &Committed, at: WallTime) -> Finished {
        let mut finished = Finished { takes: Vec::new(), key: None, tempo: None, at };
        let mut arranged: Vec<Lane> = Vec::new();
        for event in &committed.events {
            let Event::Session(event) = event else { continue };
            if let session::Event::JobDone { takes, .. } = event {
                finished.takes = takes.to_vec();
            }
            if let session::Event::TakesArranged { lanes, .. } = event {
                arranged.extend(lanes);
            }
            if let session::Event::ArtifactKept(artifact) = event
                && artifact.made.kind == Kind::Clip
            {
                finished.key = finished.key.or(tagged(artifact, "key:"));
                finished.tempo = finished.tempo.or(tagged(artifact, "tempo:"));
            }
        }
        finished.takes.retain(|take| arranged.contains(&take.lane));
        finished
    }
}

fn tagged<T: std::str::FromStr>(artifact: &Artifact, name: &str) -> Option<T> {
    artifact.made.tags.iter().find_map(|tag| tag.strip_prefix(name)?.parse().ok())
}

impl Export {
    /// Into `folder`, in a folder of the name that plugins know, unless it has that name itself.
    pub fn into(folder: &Path) -> Export {
        let is_it = folder.file_name().is_some_and(|name| name == FOLDER);
        let root = if is_it { folder.to_owned() } else { folder.join(FOLDER) };
        Export { root, turn: Arc::default() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A file for each part; their paths. It blocks.
    pub fn write(&self, finished: &Finished, blobs: &Blobs) -> Result<Vec<PathBuf>, Error> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let unfinished = self.root.join(UNFINISHED);
        disk::create_folder(&unfinished)?;
        finished.takes.iter().map(|take| self.write_take(take, finished, blobs, &unfinished)).collect()
    }

    fn write_take(
        &self,
        take: &Take,
        finished: &Finished,
        blobs: &Blobs,
        unfinished: &Path,
    ) -> Result<PathBuf, Error> {
        let bytes = midi(take, finished, blobs)?;
        let folder = self.root.join(take.lane.name());
        disk::create_folder(&folder)?;
        let path = free_path(&folder, take.lane, finished)?;
        let name = path.file_name().unwrap_or_default();
        disk::write_whole(&unfinished.join(name), &path, &bytes)?;
        Ok(path)
    }
}

fn midi(take: &Take, finished: &Finished, blobs: &Blobs) -> Result<Vec<u8>, Error> {
    let lane = take.lane;
    let start = take.span().map_or(Ticks::ZERO, |span| span.start);
    let mut notes: Vec<Note> = Vec::new();
    let mut controls: Vec<clip::Control> = Vec::new();
    for placed in &take.regions {
        let bytes = blobs.get(&placed.source.clips.main)?;
        let clip = Clip::from_bytes(&bytes);
        let clip = clip.map_err(|error| Error::Clip { lane, reason: error.to_string() })?;
        let zero = placed.span.start - start;
        notes.extend(clip.notes().iter().map(|note| Note { start: note.start + zero, ..*note }));
        let moved = |control: &clip::Control| clip::Control { at: control.at + zero, ..*control };
        controls.extend(clip.controls().iter().map(moved));
    }
    let tempo = finished.tempo.unwrap_or(Tempo::DEFAULT);
    let length = take.span().map_or(Ticks::ZERO, |span| span.end - start);
    end_within(&mut notes, length, tempo);
    let mut file = MidiFile::empty(tempo::Map::constant(tempo), meter::Map::constant(meter::Meter::COMMON));
    file.key = finished.key;
    file.length = length;
    let character = lane.character();
    file.tracks.push(Track {
        name: Some(lane.name().to_owned()),
        channel: character.channel,
        program: (!character.is_kit).then_some(character.program),
        notes,
        controls,
    });
    midi_file::write(&file, Timing::AsHeard).map_err(|reason| Error::Midi { lane, reason })
}

/// A hand that is late must not make a file longer than its bars: it may be looped.
pub fn end_within(notes: &mut [Note], length: Ticks, tempo: Tempo) {
    for note in notes {
        let room = length - note.start - late(note, tempo);
        note.length = note.length.min(room.max(Ticks::ZERO));
    }
}

fn late(note: &Note, tempo: Tempo) -> Ticks {
    let micros = i64::from(note.offset.0.max(0));
    Ticks(micros * TICKS_PER_BEAT / i64::from(tempo.micros_per_beat()) + 1)
}

fn free_path(folder: &Path, lane: Lane, finished: &Finished) -> Result<PathBuf, Error> {
    let first = u64::try_from(finished.at.0.div_euclid(NANOS_PER_SECOND)).unwrap_or(0);
    let key = finished.key.unwrap_or(Key::C_MAJOR);
    let named = |seconds: u64| {
        let timestamp = Timestamp::from_unix_seconds(seconds)?;
        Some(folder.join(FileName { timestamp, lane, key, tempo: finished.tempo }.to_string()))
    };
    let mut paths = (first..first.saturating_add(SECONDS_AHEAD_MAX)).filter_map(named);
    paths.find(|path| !path.exists()).ok_or_else(|| Error::NoName { folder: folder.to_owned() })
}
