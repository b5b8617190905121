//! What the window shows: made anew by the worker after every change, read by the window, kept by nobody.

use std::path::PathBuf;
use std::sync::Arc;

use music::lane::Lane;
use music::time::{Span, Ticks};
use player::compiled::Swing;

/// A whole picture. Cheap to clone: long lists are shared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    pub song: Arc<SongView>,
    /// By [`Lane::index`].
    pub lanes: Vec<LaneView>,
    pub takes: Vec<TakeView>,
    pub ask: AskView,
    pub link: LinkState,
    /// What else is to be known about the link, in words.
    pub link_note: String,
    /// What is here and what the session plays are not the same: somebody has to choose.
    pub differs: Option<Differs>,
    /// Linked or not: a project that is opened follows its session without a question.
    pub reopens_alone: bool,
    /// A server's file, or another machine's address, that was named here.
    pub server: String,
    pub lan: LanView,
    pub folder: FolderView,
    pub bank: BankView,
    /// Newest last.
    pub log: Vec<LogLine>,
    /// What undo would take back, in words.
    pub undo: Option<String>,
    pub redo: Option<String>,
    /// Changed since the host last saved.
    pub is_unsaved: bool,
    /// Host beat on which the song begins.
    pub origin_beat: f64,
    pub auditioned: Option<TakeId>,
    /// Other instances in this process own these chairs.
    pub taken_elsewhere: Vec<Lane>,
    /// Files written for dragging or revealing, newest last.
    pub exports: Vec<Exported>,
    /// How many times files were written: what was asked for before the last one is among [`Model::exports`].
    pub exports_done: u64,
    /// How the window was left.
    pub window: WindowView,
}

/// How the window looks, kept with the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowView {
    /// In points at 100 %.
    pub width: u16,
    pub height: u16,
    /// 100–200.
    pub zoom_percent: u16,
    /// Paper instead of graphite.
    pub is_light: bool,
}

impl WindowView {
    /// Lanes and takes stand side by side.
    pub const WIDTHS: std::ops::RangeInclusive<u16> = 900..=4_000;
    pub const HEIGHTS: std::ops::RangeInclusive<u16> = 600..=3_000;
    pub const ZOOMS: std::ops::RangeInclusive<u16> = 100..=200;

    /// What a saved text from elsewhere says, as far as a screen can show it.
    #[must_use]
    pub fn within_limits(self) -> WindowView {
        let within =
            |value: u16, limits: std::ops::RangeInclusive<u16>| value.clamp(*limits.start(), *limits.end());
        WindowView {
            width: within(self.width, WindowView::WIDTHS),
            height: within(self.height, WindowView::HEIGHTS),
            zoom_percent: within(self.zoom_percent, WindowView::ZOOMS),
            is_light: self.is_light,
        }
    }
}

impl Default for WindowView {
    fn default() -> WindowView {
        WindowView { width: 1_180, height: 800, zoom_percent: 100, is_light: false }
    }
}

/// The chart in time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SongView {
    pub title: String,
    pub bars: Vec<BarView>,
    pub revision: u64,
    pub tempo_bpm: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct BarView {
    /// Counted from 1; a pickup is 0.
    pub number: i32,
    pub span: Span,
    /// Upper and lower number of the meter.
    pub meter: (u8, u8),
    /// Named where a section begins.
    pub section: Option<String>,
    /// As typed, with where each begins.
    pub chords: Vec<(Ticks, String)>,
}

/// Bars by their place in the song, first and last, counted from 1 as they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bars {
    pub first: u32,
    pub last: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct LaneView {
    pub lane: Lane,
    pub owned: bool,
    pub route: Route,
    pub channel: u8,
    pub program: u8,
    pub swing: Option<Swing>,
    /// How far humanising moves a note, either way.
    pub humanise_micros: u32,
    /// What is arranged, sorted by start.
    pub notes: Arc<[RollNote]>,
    /// What the audition or an armed change would put there; drawn as outlines.
    pub armed: Arc<[RollNote]>,
    pub locked: Vec<Bars>,
}

/// A note on the roll.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RollNote {
    pub start: Ticks,
    pub length: Ticks,
    pub key: u8,
    pub velocity: u8,
    /// Against the harmony; underlined.
    pub clashes: bool,
}

/// Where a lane's notes go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Route {
    #[default]
    Sound,
    Midi,
    Both,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TakeId(pub u64);

/// A take that was made: waiting, or decided a moment ago.
#[derive(Clone, Debug, PartialEq)]
pub struct TakeView {
    pub id: TakeId,
    /// "Swing band, seed 7".
    pub title: String,
    /// "bars 5–8 · bass, keys".
    pub detail: String,
    pub lanes: Vec<Lane>,
    pub bars: Bars,
    pub state: TakeState,
    /// Name, measured, null ("root on change", "86 %", "10 %").
    pub scorecard: Vec<(String, String, String)>,
    /// Done differently than asked.
    pub remarks: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TakeState {
    Running {
        percent: u8,
    },
    ToDecide,
    /// "enters bar 17".
    Armed {
        bar: u32,
    },
    Playing,
    Rejected {
        reason: String,
    },
    Failed {
        reason: String,
    },
    Superseded,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct AskView {
    pub chart: String,
    /// Where and why the text is no chart; none when it is.
    pub errors: Vec<ChartError>,
    /// "32 bars · A minor · 4/4 · 120".
    pub summary: String,
    /// The chart has other bars now than what plays was made for.
    pub is_outrun: bool,
    pub style: String,
    /// Name as it is asked for, and as it is shown.
    pub styles: Vec<(String, String)>,
    pub seed: u64,
    pub lanes: Vec<Lane>,
    pub bars: Option<Bars>,
    /// Name, value 0–127, in the order they are shown.
    pub knobs: Vec<(crate::action::Knob, u8)>,
    /// Text to click when nothing has been typed.
    pub examples: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ChartError {
    /// Bytes of the chart text.
    pub range: std::ops::Range<usize>,
    pub message: String,
    /// What to put there instead.
    pub suggestion: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkState {
    #[default]
    Disconnected,
    Connected,
    Generating,
    Playing,
    Syncing,
}

/// Two musics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differs {
    pub session: String,
    pub revision: u64,
}

/// Servers on other machines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LanView {
    pub door: Abroad,
    /// Those this machine was paired with, then those that only say that they are there.
    pub servers: Vec<ServerView>,
    /// Somebody wanted to see who is there.
    pub is_looking: bool,
}

/// How this machine stands with the one that it looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Abroad {
    /// Nobody is there, or looked for.
    #[default]
    Away,
    AsksForCode {
        address: String,
        /// Its beginning, for two people to compare.
        certificate: String,
        /// What to do, or what went wrong.
        said: String,
        is_fault: bool,
    },
    Proving {
        address: String,
    },
    Paired {
        address: String,
        certificate: String,
    },
    /// Another certificate than the one that was paired with.
    Changed {
        address: String,
    },
    Forgotten {
        address: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerView {
    pub address: String,
    pub certificate: String,
    pub is_paired: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct FolderView {
    pub path: PathBuf,
    pub watched: bool,
    /// "Files from this folder are approved."
    pub approved: bool,
    /// "Watching, 12 files" or what is wrong and the way out.
    pub status: String,
    pub is_fault: bool,
    /// Newest first.
    pub files: Vec<FileView>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FileView {
    pub name: String,
    pub lane: Option<Lane>,
    /// Why it does not play, if it does not.
    pub damage: Option<String>,
    /// "plays", "enters bar 9", "waits".
    pub state: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct BankView {
    pub name: String,
    /// `None` is the default bank.
    pub path: Option<PathBuf>,
    /// What went wrong and what plays instead.
    pub fault: Option<String>,
    /// Found in the usual folders.
    pub found: Vec<PathBuf>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct LogLine {
    pub text: String,
    pub is_fault: bool,
}

/// What can be dragged out or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DroppedFile {
    /// `None` is all lanes.
    pub lane: Option<Lane>,
    /// `None` is the whole song.
    pub bars: Option<Bars>,
    /// On the grid instead of as heard.
    pub quantised: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Exported {
    pub what: DroppedFile,
    pub path: PathBuf,
}
