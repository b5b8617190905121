//! Mistakes in a chart: each says what, where, and what to write instead.

use std::fmt;
use std::ops::Range;

use crate::chart::directive;
use crate::chart::limits::{
    BARS_PLAYED_MAX, BARS_WRITTEN_MAX, ENDINGS_MAX, ERRORS_MAX, NAME_CHARS_MAX, NESTING_MAX, RITARD_BARS_MAX,
    SECTIONS_MAX, SLOTS_PER_BAR_MAX, TEXT_BYTES_MAX, TIMES_MAX,
};
use crate::chord;
use crate::key::ParseKeyError;
use crate::meter::{Meter, ParseMeterError};
use crate::tempo::ParseTempoError;

/// One mistake and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// As the musician counts: the first full bar on paper is 1; 0 is a pickup. `None` outside any bar.
    pub bar: Option<u32>,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// Bytes of the text to underline.
    pub range: Range<usize>,
    pub problem: Problem,
}

impl Error {
    /// What to write over [`range`](Error::range), when one thing was clearly meant.
    pub fn suggestion(&self) -> Option<&str> {
        self.problem.suggestion()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.bar {
            Some(0) => write!(f, "pickup: {}", self.problem),
            Some(bar) => write!(f, "bar {bar}: {}", self.problem),
            None => write!(f, "line {}: {}", self.line, self.problem),
        }
    }
}

impl std::error::Error for Error {}

/// Every mistake of a chart in the order of the text, up to [`ERRORS_MAX`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errors {
    all: Vec<Error>,
    untold: usize,
}

impl Errors {
    /// Never empty.
    pub fn all(&self) -> &[Error] {
        &self.all
    }

    /// How many more there are than [`all`](Errors::all) tells.
    pub fn untold(&self) -> usize {
        self.untold
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.all.iter().enumerate() {
            let gap = if index == 0 { "" } else { "\n" };
            write!(f, "{gap}{error}")?;
        }
        match self.untold {
            0 => Ok(()),
            more => write!(f, "\nand {more} more"),
        }
    }
}

impl std::error::Error for Errors {}

/// Collects mistakes while reading goes on.
#[derive(Debug)]
pub(crate) struct Complaints<'a> {
    text: &'a str,
    kept: Vec<Complaint>,
    dropped: usize,
}

#[derive(Debug, PartialEq)]
struct Complaint {
    bar: Option<u32>,
    range: Range<usize>,
    problem: Problem,
}

/// Kept while reading, so that the first [`ERRORS_MAX`] of the text can be told even when they were found late.
const KEPT_MAX: usize = 8 * ERRORS_MAX;

impl<'a> Complaints<'a> {
    pub(crate) fn new(text: &'a str) -> Complaints<'a> {
        Complaints { text, kept: Vec::new(), dropped: 0 }
    }

    pub(crate) fn add(&mut self, bar: Option<u32>, range: Range<usize>, problem: Problem) {
        if self.kept.len() < KEPT_MAX {
            self.kept.push(Complaint { bar, range, problem });
        } else {
            self.dropped += 1;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// `None` when there was nothing to complain about.
    pub(crate) fn into_errors(mut self) -> Option<Errors> {
        self.kept.sort_by_key(|complaint| (complaint.range.start, complaint.range.end));
        self.kept.dedup();
        let untold = self.kept.len().saturating_sub(ERRORS_MAX) + self.dropped;
        let mut lines = Lines { text: self.text, line: 1, start: 0 };
        let all: Vec<Error> =
            self.kept.into_iter().take(ERRORS_MAX).map(|complaint| lines.place(complaint)).collect();
        (!all.is_empty()).then_some(Errors { all, untold })
    }
}

/// Walks down a text once, whatever the number of places asked for in ascending order.
struct Lines<'a> {
    text: &'a str,
    line: usize,
    start: usize,
}

impl Lines<'_> {
    fn place(&mut self, complaint: Complaint) -> Error {
        let Complaint { bar, range, problem } = complaint;
        let floor = |at: usize| self.text.floor_char_boundary(at.min(self.text.len()));
        let range = floor(range.start)..floor(range.end.max(range.start));
        let start = floor(range.start + problem.offset_in(&self.text[range.clone()]));
        let passed = &self.text[self.start..range.start.max(self.start)];
        if let Some(last) = passed.rfind('\n') {
            self.line += passed.bytes().filter(|byte| *byte == b'\n').count();
            self.start += last + 1;
        }
        let column = self.text[self.start..start.max(self.start)].chars().count() + 1;
        Error { bar, line: self.line, column, range, problem }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("{0}")]
    Chord(chord::Error),
    #[error("\"{word}\" needs a key; write {{key: D}} before it")]
    NumeralNeedsKey { word: String },
    #[error("\"{word}\" is not a chord; put spaces between chords, as in {spaced}")]
    Dashes { word: String, spaced: String },
    #[error("{0}")]
    Key(ParseKeyError),
    #[error("{0}")]
    Meter(ParseMeterError),
    #[error("{0}")]
    Tempo(ParseTempoError),
    #[error(
        "\"{text}\" is not a feel; write normal, half-time, double-time, straight, swing, in two, in four or stop-time"
    )]
    Feel { text: String },
    #[error("\"{text}\" is not an ending; write button, ring, tag or fade")]
    Ending { text: String },
    #[error(
        "\"{text}\" is not a ritard; write how many bars slow down, 1 to {RITARD_BARS_MAX}, as in {{ritard: 2}}"
    )]
    Ritard { text: String },
    #[error(
        "\"{text}\" is not a pickup; write its beats, as in {{pickup: 1}}, or a fraction, as in {{pickup: 3/8}}"
    )]
    Pickup { text: String },
    #[error("{{{name}}} is not known{}", did_you_mean(directive::nearest(name)))]
    Directive { name: String },
    #[error("{{{name}}} is given twice; leave one out")]
    Twice { name: &'static str },
    #[error("{{{name}}} must stand at the beginning of its bar")]
    MidBar { name: &'static str },
    #[error("no bar comes after {{{name}}}; leave it out or move it before a bar")]
    NoBarAfter { name: &'static str },
    #[error("this {open} is never closed; write {close} on the same line")]
    Unclosed { open: char, close: char },
    #[error("the section has no name; write one between the brackets, as in [Verse]")]
    Nameless,
    #[error("[{name}] has no bars; write them, or use the name of an earlier section to play it again")]
    EmptySection { name: String },
    #[error("this name has more than {NAME_CHARS_MAX} characters; shorten it")]
    LongName,
    #[error("a line without bar lines in a chart that has them; write {example} or // before a remark")]
    NoBarLines { example: String },
    #[error("\"{words}\" is neither bars nor a section; write [{words}] or // before a remark")]
    LooseWords { words: String },
    #[error("the bar is empty; write % to repeat the bar before, . to hold its chord, or N.C.")]
    EmptyBar,
    #[error("{count} slots do not fit {meter}; write 1 to {units}, or a multiple of {units}")]
    Slots { count: usize, meter: Meter, units: u8 },
    #[error("more than {SLOTS_PER_BAR_MAX} slots in one bar; put bar lines between them")]
    ManySlots,
    #[error("there is nothing to hold before the first chord; write a chord or N.C.")]
    NothingToHold,
    #[error("{sign} has no bar to repeat that far back; write the chords")]
    NothingToRepeat { sign: String },
    #[error("{sign} must be alone in its bar")]
    NotAlone { sign: String },
    #[error("> pushes a chord; write the chord right after it, as in >C")]
    EmptyPush,
    #[error("a pickup comes before bar 1; move it to the beginning of the chart")]
    LatePickup,
    #[error("only the first pickup bar may be shorter than {meter}; write the others in full")]
    ShortPickup { meter: Meter },
    #[error("the pickup is longer than a bar of {meter}; write a full bar and a shorter one")]
    LongPickup { meter: Meter },
    #[error("pickup bars share one meter; write {{meter: …}} at bar 1")]
    PickupMeter,
    #[error("x{times} is not possible; a repeat is played 1 to {TIMES_MAX} times")]
    Times { times: u64 },
    #[error("x{times} stands alone; write it after a section name, after :| or at the end of a line of bars")]
    LooseTimes { times: u64 },
    #[error("no bar comes before :|; write the bars that are to be repeated")]
    NothingClosed,
    #[error("the repeat that begins here is never closed; write :| after its last bar")]
    OpenRepeat,
    #[error("repeats are nested deeper than {NESTING_MAX}; write some of them out")]
    Nesting,
    #[error("an ending begins right after a bar line, as in |1. C :|2. G ||")]
    MidBarEnding,
    #[error("a repeat cannot begin with an ending; write the bars that every pass plays before it")]
    EndingFirst,
    #[error("ending {number} is missing; this repeat has endings {present}")]
    MissingEnding { number: u8, present: String },
    #[error("ending {number} is written twice")]
    RepeatedEnding { number: u8 },
    #[error("the ending before {number}. is not closed; write :| after its last bar")]
    LateEnding { number: u8 },
    #[error("endings are numbered 1 to {ENDINGS_MAX}, as in |1. and |2,3.")]
    EndingNumber,
    #[error("the endings say how often this is played; leave out x{times}")]
    TimesInEnding { times: u32 },
    #[error("the first ending is never closed; write :| after its last bar")]
    OpenEnding,
    #[error("a second {{{sign}}}; a chart has one")]
    SecondSign { sign: &'static str },
    #[error("two jumps at one bar; leave one out")]
    TwoJumps,
    #[error("{jump} finds no {{{missing}}}; write it where the player should go")]
    MissingSign { jump: String, missing: &'static str },
    #[error(
        "{jump} never comes to {{{sign}}}; write it after where the player goes back to, not in an ending left out there"
    )]
    UnreachedSign { jump: String, sign: &'static str },
    #[error("nothing leads to {{{sign}}}; write {way_out}, or leave it out")]
    UnusedSign { sign: &'static str, way_out: &'static str },
    #[error("{{{sign}}} belongs to a bar; write it between bar lines, beside a chord")]
    LooseSign { sign: String },
    #[error("the chart has no bars; write chords, as in Am7 D7 Gmaj7")]
    NoBars,
    #[error("the text has more than {} KiB; split the song", TEXT_BYTES_MAX / 1024)]
    LongText,
    #[error("more than {BARS_WRITTEN_MAX} bars; use repeats, or split the song")]
    ManyBars,
    #[error("more than {SECTIONS_MAX} sections; join some of them")]
    ManySections,
    #[error("the repeats make more than {BARS_PLAYED_MAX} bars; play fewer of them")]
    ManyPlayed,
    #[error("the song is longer than a timeline can be; play fewer repeats")]
    LongSong,
    /// An importer's own complaint, in full.
    #[error("{0}")]
    Import(String),
}

impl Problem {
    fn suggestion(&self) -> Option<&str> {
        if let Problem::Dashes { spaced, .. } = self {
            return Some(spaced);
        }
        if let Problem::Chord(error) = self { error.suggestion() } else { None }
    }

    /// How many bytes into its `word` the mistake is: a chord says which of its characters. Where the place is not the
    /// chord itself, a link for one, it begins at the beginning.
    fn offset_in(&self, word: &str) -> usize {
        let Problem::Chord(error) = self else { return 0 };
        if !error.to_string().starts_with(&format!("\"{word}\"")) {
            return 0;
        }
        word.char_indices().nth(error.column()).map_or(0, |(at, _)| at)
    }
}

fn did_you_mean(suggestion: Option<&str>) -> String {
    match suggestion {
        Some(name) => format!("; did you mean {{{name}}}?"),
        None => "; remarks go behind //".to_owned(),
    }
}
