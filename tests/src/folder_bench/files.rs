//! Files for a folder: small, whole, no two alike, each newer by its name than the one before.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use music::clip::{self, Clip, Note};
use music::lane::Lane;
use music::meter::{self, Meter};
use music::midi_file::name::Timestamp;
use music::midi_file::{self, MidiFile, Timing, Track};
use music::pitch::Pitch;
use music::tempo::{self, Tempo};
use music::time::{Micros, Ticks};

/// 2025-01-01 00:00:00 UTC; file `number` was made that many seconds later.
const FIRST_SECOND: u64 = 1_735_689_600;
/// Two bars of sixteenths.
const NOTES: u64 = 32;
const NOTE_TICKS: i64 = 240;

/// `bass/20250101000007_bass_Cmaj_120.mid`: chairs take turns.
pub fn path(number: u64) -> PathBuf {
    let stamp = Timestamp::from_unix_seconds(FIRST_SECOND + number);
    let (stamp, lane) = (stamp.map(|stamp| stamp.to_string()).unwrap_or_default(), lane(number));
    Path::new(lane.name()).join(format!("{stamp}_{lane}_Cmaj_120.mid"))
}

pub fn lane(number: u64) -> Lane {
    Lane::ALL[(number % Lane::COUNT as u64) as usize]
}

/// The number is written in the notes.
pub fn clip(number: u64) -> Result<Clip, clip::Error> {
    let notes = (0..NOTES).map(|note| Note {
        start: Ticks(note as i64 * NOTE_TICKS),
        length: Ticks(NOTE_TICKS - 20),
        offset: Micros(0),
        pitch: Pitch::new(key(number, note)).unwrap_or(Pitch::MIDDLE_C),
        velocity: 90,
        importance: 127,
    });
    Clip::new(Ticks(NOTES as i64 * NOTE_TICKS), notes.collect(), Vec::new())
}

/// Of a note of a file.
pub fn key(number: u64, note: u64) -> u8 {
    40 + (number >> (note % 8 * 3) & 7) as u8 + (note % 3) as u8 * 8
}

pub fn bytes(number: u64) -> anyhow::Result<Vec<u8>> {
    let mut file = MidiFile::empty(tempo::Map::constant(Tempo::DEFAULT), meter::Map::constant(Meter::COMMON));
    file.tracks = vec![Track::of_lane(lane(number), &clip(number)?)];
    file.length = Ticks(NOTES as i64 * NOTE_TICKS);
    Ok(midi_file::write(&file, Timing::AsHeard)?)
}

pub fn make_folders(root: &Path) -> io::Result<()> {
    Lane::ALL.into_iter().try_for_each(|lane| fs::create_dir_all(root.join(lane.name())))
}

/// Under a name that is nobody's business yet.
pub fn write_aside(root: &Path, number: u64) -> anyhow::Result<PathBuf> {
    let path = root.join(format!("{number}.part"));
    fs::write(&path, bytes(number)?)?;
    Ok(path)
}

/// Written, then renamed into its place.
pub fn put(root: &Path, number: u64) -> anyhow::Result<()> {
    Ok(fs::rename(write_aside(root, number)?, root.join(path(number)))?)
}
