//! A program: an arrangement flattened into sorted arrays, made off the audio thread and never changed there.

#![expect(clippy::disallowed_methods, reason = "runs off the audio thread")]

mod ends;
mod expand;
mod performance;
mod settings;

use music::arrangement::{Arrangement, Revision};
use music::clip::{self, Library};
use music::lane::Lane;
use music::time::Ticks;

use crate::to_audio::{Moment, Strategy};
use ends::Ends;
pub use performance::{Humanise, Performance, Swing};
pub use settings::{LaneSettings, Settings};

/// A ten-hour show of eight dense lanes; at most 60 B a note keep a program under 64 MiB.
pub const NOTES_MAX: usize = 1 << 20;

/// What the audio thread plays from.
#[derive(Debug)]
pub struct Program {
    pub(crate) revision: Revision,
    pub(crate) parts: [Part; Lane::COUNT],
    /// Where sections start, ascending, in ticks.
    pub(crate) sections: Box<[i64]>,
    /// Said when it is posted.
    pub(crate) entry: (Moment, Strategy),
}

const AT_ONCE: (Moment, Strategy) = (Moment::Now, Strategy::HardCut);

/// One lane's notes, sorted by [`Note::order`].
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) channel: u8,
    pub(crate) sustains: bool,
    /// The most any note is early (≤ 0) and late (≥ 0): how far around a moment to look.
    pub(crate) earliest_us: i32,
    pub(crate) latest_us: i32,
    pub(crate) notes: Box<[Note]>,
    pub(crate) ends: Ends,
    /// For each note, the last pass in which it began. Scratch of the audio thread, allocated with the rest.
    pub(crate) begun_in_pass: Box<[u32]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) start: i64,
    pub(crate) end: i64,
    pub(crate) offset_us: i32,
    pub(crate) key: u8,
    pub(crate) velocity: u8,
    pub(crate) importance: u8,
    pub(crate) variants: Variants,
}

/// In which of the four states of (pattern, fill) a note plays: one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Variants(pub(crate) u8);

impl Variants {
    pub(crate) const fn include(self, is_b: bool, is_fill: bool) -> bool {
        self.0 >> (is_b as u8 | (is_fill as u8) << 1) & 1 == 1
    }

    /// Main, then B, then fill.
    fn rank(self) -> u32 {
        self.0.trailing_zeros()
    }
}

impl Note {
    pub(crate) fn order(&self) -> impl Ord + use<> {
        let last = (self.velocity, self.importance, self.variants.rank());
        (self.start, self.key, self.offset_us, self.end, last)
    }
}

/// Why an arrangement cannot be played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// A region names a clip that the library does not hold.
    MissingClip {
        lane: Lane,
        start: Ticks,
        clip: clip::Hash,
    },
    TooManyNotes {
        lane: Lane,
        start: Ticks,
    },
    /// Fills and B clips stand in for main ones bar by bar.
    UnequalClips {
        lane: Lane,
        start: Ticks,
    },
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::MissingClip { lane, start, clip } => {
                write!(
                    f,
                    "the {lane} region at beat {start} plays clip {clip}, which is not in the library; add it first"
                )
            }
            Error::UnequalClips { lane, start } => write!(
                f,
                "the clips of the {lane} region at beat {start} must be equally long; make them anew together"
            ),
            Error::TooManyNotes { lane, start } => write!(
                f,
                "with the {lane} region at beat {start} the song has over {NOTES_MAX} notes; shorten a looped region"
            ),
        }
    }
}

impl std::error::Error for Error {}

impl Program {
    /// Flattens `arrangement` for the lanes that `settings` says are played here.
    pub fn compile(
        arrangement: &Arrangement,
        library: &Library,
        settings: &Settings,
        sections: &[Ticks],
    ) -> Result<Program, Error> {
        let mut notes: [Vec<Note>; Lane::COUNT] = Default::default();
        let mut room = NOTES_MAX;
        for region in expand::joined(arrangement.regions(), library) {
            if settings.lanes[region.lane.index()].plays {
                expand::region(&region, library, &mut notes[region.lane.index()], &mut room)?;
            }
        }
        let mut sections: Vec<i64> = sections.iter().map(|start| start.0).collect();
        sections.sort_unstable();
        let mut notes = notes.into_iter();
        let parts = std::array::from_fn(|index| {
            let lane_settings = &settings.lanes[index];
            let mut notes = notes.next().unwrap_or_default();
            lane_settings.performance.apply(&mut notes);
            Part::new(lane_settings, notes)
        });
        Ok(Program { revision: arrangement.revision(), parts, sections: sections.into(), entry: AT_ONCE })
    }

    /// Silence.
    pub fn empty() -> Program {
        let settings = LaneSettings::of(Lane::Drums);
        let parts = std::array::from_fn(|_| Part::new(&settings, Vec::new()));
        Program { revision: Revision::default(), parts, sections: Box::default(), entry: AT_ONCE }
    }

    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// Notes of all lanes, of every variant.
    pub fn note_count(&self) -> usize {
        self.parts.iter().map(|part| part.notes.len()).sum()
    }
}

impl Part {
    fn new(settings: &LaneSettings, mut notes: Vec<Note>) -> Part {
        notes.sort_by_key(Note::order);
        // Twins are one voice, and only the first would be found.
        notes.dedup();
        Part {
            channel: settings.channel.min(15),
            sustains: settings.sustains,
            earliest_us: notes.iter().map(|note| note.offset_us).min().unwrap_or(0).min(0),
            latest_us: notes.iter().map(|note| note.offset_us).max().unwrap_or(0).max(0),
            ends: Ends::of(&notes),
            begun_in_pass: notes.iter().map(|_| 0).collect(),
            notes: notes.into(),
        }
    }

    /// Where a note equal to `wanted` stands, if it is here.
    pub(crate) fn find(&self, wanted: &Note) -> Option<usize> {
        let first = self.notes.partition_point(|note| note.order() < wanted.order());
        let same = self.notes.get(first).is_some_and(|note| note == wanted);
        same.then_some(first)
    }
}
