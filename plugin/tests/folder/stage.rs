//! A folder in memory with a clock that is turned by hand: the index at work, without a disk.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ai_band_plugin::folder::disk::{self, Look, Outcome, Stat};
use ai_band_plugin::folder::index::{At, Hint, Index, Limits, Work};
use ai_band_plugin::folder::{Event, Line, Listing, names};
use music::clip::{Clip, Hash, Note};
use music::lane::Lane;
use music::meter::{self, Meter};
use music::midi_file::{self, MidiFile, Timing, Track};
use music::pitch::Pitch;
use music::tempo::{self, Tempo};
use music::time::{Micros, Ticks};

/// A part of one bar; another `number`, other notes.
pub(crate) fn clip(number: u32) -> Clip {
    let key = |step: u32| Pitch::new(36 + (number >> (4 * step) & 15) as u8).unwrap();
    let note = |step: u32| Note {
        start: Ticks(i64::from(step) * 480),
        length: Ticks(240),
        offset: Micros(0),
        pitch: key(step),
        velocity: 90,
        importance: 127,
    };
    Clip::new(Ticks(3_840), (0..8).map(note).collect(), Vec::new()).unwrap()
}

pub(crate) fn file(tracks: Vec<Track>) -> MidiFile {
    let (tempo, meter) = (tempo::Map::constant(Tempo::DEFAULT), meter::Map::constant(Meter::COMMON));
    MidiFile { tracks, length: Ticks(3_840), ..MidiFile::empty(tempo, meter) }
}

pub(crate) fn bytes(file: &MidiFile) -> Vec<u8> {
    midi_file::write(file, Timing::AsHeard).unwrap()
}

/// A file that says which chair it is for.
pub(crate) fn song(lane: Lane, number: u32) -> Vec<u8> {
    bytes(&file(vec![Track::of_lane(lane, &clip(number))]))
}

/// A file that does not.
pub(crate) fn anonymous(number: u32) -> Vec<u8> {
    let track = Track { name: None, channel: 0, program: None, ..Track::of_lane(Lane::Keys, &clip(number)) };
    bytes(&file(vec![track]))
}

/// A folder that somebody else changes, the index that follows it, and its owner.
pub(crate) struct Stage {
    pub(crate) index: Index,
    pub(crate) now: At,
    pub(crate) files: BTreeMap<PathBuf, Stored>,
    pub(crate) folders: BTreeSet<PathBuf>,
    pub(crate) arranged: BTreeSet<Hash>,
    /// What the owner was told, oldest first.
    pub(crate) told: Vec<Event>,
    /// Takes nothing.
    pub(crate) is_stuck: bool,
    pub(crate) reads: usize,
    listing: Listing,
    scan: Vec<PathBuf>,
    writes: u64,
}

#[derive(Clone)]
pub(crate) struct Stored {
    pub(crate) bytes: Vec<u8>,
    pub(crate) stat: Stat,
}

/// By the clock of files, when the stage's clock shows 0.
const EPOCH_NS: i64 = 1_700_000_000_000_000_000;
/// Entries looked at before anything else may happen.
const SCAN_STEPS: usize = 3;

impl Stage {
    pub(crate) fn new() -> Stage {
        Stage::with_limits(Limits::USUAL)
    }

    /// Its first look around is over.
    pub(crate) fn watched() -> Stage {
        let mut stage = Stage::new();
        stage.settle();
        stage.told.clear();
        stage
    }

    pub(crate) fn with_limits(limits: Limits) -> Stage {
        Stage {
            index: Index::new(limits),
            now: At::ZERO,
            files: BTreeMap::new(),
            folders: BTreeSet::from([PathBuf::new()]),
            arranged: BTreeSet::new(),
            told: Vec::new(),
            is_stuck: false,
            reads: 0,
            listing: Listing::default(),
            scan: Vec::new(),
            writes: 0,
        }
    }

    /// Written, and nobody saw it.
    pub(crate) fn write(&mut self, path: &str, bytes: Vec<u8>) {
        self.write_at(path, bytes, self.now.as_nanos() as i64);
    }

    /// With a time of its own, after (or before) the stage's 0.
    pub(crate) fn write_at(&mut self, path: &str, bytes: Vec<u8>, modified_ns: i64) {
        self.writes += 1;
        let stat = Stat { modified_ns: EPOCH_NS + modified_ns, bytes: bytes.len() as u64, mark: self.writes };
        self.files.insert(path.into(), Stored { bytes, stat });
    }

    pub(crate) fn hint(&mut self, path: impl AsRef<Path>, hint: Hint) {
        self.index.hint(self.now, path.as_ref().into(), hint);
    }

    /// Written, and seen.
    pub(crate) fn put(&mut self, path: &str, bytes: Vec<u8>) {
        self.write(path, bytes);
        self.hint(path, Hint::Settled);
    }

    pub(crate) fn remove(&mut self, path: &str) {
        self.files.remove(Path::new(path));
        self.hint(path, Hint::Settled);
    }

    /// One thing after another until there is nothing to do at this moment.
    pub(crate) fn settle(&mut self) {
        for _ in 0..1_000_000 {
            self.listen();
            if !self.step() {
                return;
            }
        }
        panic!("it never comes to rest");
    }

    /// Turns the clock, from one thing that is due to the next.
    pub(crate) fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        self.settle();
        while self.now < end {
            let news = self.index.next_news().filter(|_| !self.is_stuck);
            let due = news.map_or(self.index.next_work(), |news| news.min(self.index.next_work()));
            self.now = due.clamp(self.now + Duration::from_millis(1), end);
            self.settle();
        }
    }

    pub(crate) fn listen(&mut self) {
        if self.is_stuck {
            return;
        }
        while let Some(event) = self.index.tell(self.now) {
            if let Event::Listing(listing) = &event {
                self.listing = listing.clone();
            }
            self.told.push(event);
        }
        assert!(!self.index.has_news(self.now), "it said everything, and says that it has more");
    }

    /// False when there was nothing to do.
    pub(crate) fn step(&mut self) -> bool {
        match self.index.work(self.now) {
            Work::Look(path) => {
                let look = self.look(&path);
                self.index.looked(self.now, &path, look);
            }
            Work::Read { path, chosen } => {
                self.reads += 1;
                let outcome = self.read(&path, chosen);
                let arranged = self.arranged.clone();
                self.index.read(self.now, &path, outcome, &|hash| arranged.contains(hash));
            }
            Work::BeginScan => {
                let hour_ago = EPOCH_NS + self.now.as_nanos() as i64 - 3_600_000_000_000;
                self.index.scan_began(self.now, hour_ago);
                for folder in &self.folders {
                    self.index.met_folder(folder.as_path().into());
                }
                self.scan = self.files.keys().filter(|path| names::counts(path)).cloned().collect();
            }
            Work::ScanOn => self.scan_on(),
            Work::Again => {}
            Work::Nothing => return false,
        }
        true
    }

    fn scan_on(&mut self) {
        for _ in 0..SCAN_STEPS {
            let Some(path) = self.scan.pop() else { return self.index.scan_ended(self.now, true) };
            if let Some(stored) = self.files.get(&path) {
                self.index.found(self.now, &path.into(), stored.stat);
            }
        }
    }

    fn look(&self, path: &Path) -> Look {
        match self.files.get(path) {
            Some(stored) => Look::Item(stored.stat),
            None if self.folders.contains(path) => Look::Folder,
            None => Look::Absent,
        }
    }

    fn read(&self, path: &Path, chosen: Option<Lane>) -> Outcome {
        match self.files.get(path) {
            Some(stored) => disk::parse(stored.stat, &stored.bytes, path, chosen),
            None => Outcome::Absent,
        }
    }

    /// What was told since the last call, the list left out.
    pub(crate) fn news(&mut self) -> Vec<String> {
        let told = std::mem::take(&mut self.told);
        told.iter().filter_map(in_words).collect()
    }

    pub(crate) fn lines(&mut self) -> Vec<Line> {
        self.pass(Duration::from_millis(250));
        self.listing.files.clone()
    }

    pub(crate) fn known(&self) -> BTreeSet<PathBuf> {
        self.index.paths().iter().map(|path| path.to_path_buf()).collect()
    }

    pub(crate) fn on_disk(&self) -> BTreeSet<PathBuf> {
        self.files.keys().filter(|path| names::counts(path)).cloned().collect()
    }
}

/// `arrived x.mid: bass`, `set 20250824: bass of x.mid`.
pub(crate) fn in_words(event: &Event) -> Option<String> {
    match event {
        Event::Arrived(arrival) => {
            let lanes: Vec<&str> = arrival.parts.iter().map(|part| part.lane.name()).collect();
            Some(format!("arrived {}: {}", arrival.name, lanes.join(", ")))
        }
        Event::Set { timestamp, parts } => {
            let name = timestamp.map_or("alone".to_owned(), |timestamp| timestamp.to_string());
            let parts = parts.iter().map(|part| format!("{} of {}", part.lane, part.file));
            Some(format!("set {name}: {}", parts.collect::<Vec<_>>().join(", ")))
        }
        Event::Damaged { name, reason } => Some(format!("damaged {name}: {reason}")),
        Event::NeedsLane { name, notes } => Some(format!("needs lane {name}: {notes} notes")),
        Event::Status(status) => {
            Some(format!("status {}{}", if status.is_fault { "fault " } else { "" }, status.text))
        }
        Event::Listing(_) => None,
    }
}

pub(crate) fn ms(number: u64) -> Duration {
    Duration::from_millis(number)
}

pub(crate) fn arc(path: &str) -> Arc<Path> {
    Path::new(path).into()
}
