//! Everything a person at the window may ask for. The worker carries it out; the window never does.

use std::path::PathBuf;

use composer::variation::Keep;
use music::lane::Lane;
use player::compiled::Swing;

use crate::model::{Bars, DroppedFile, Route, TakeId, WindowView};
use crate::net::reopening::Choice;

#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    // Ask
    /// The chord text as it stands, after every pause in typing.
    Chart(String),
    Style(String),
    Seed(u64),
    /// Chairs to write for.
    AskLanes(Vec<Lane>),
    /// `None` is the whole song.
    AskBars(Option<Bars>),
    Knob(Knob, u8),
    Generate,

    // Takes that wait for a decision
    Audition(TakeId),
    StopAudition,
    Approve(TakeId),
    Reject {
        take: TakeId,
        reason: String,
    },
    Vary {
        take: TakeId,
        keep: Keep,
        /// 0–127.
        amount: u8,
    },

    // What is arranged
    Lock {
        lane: Lane,
        bars: Bars,
        locked: bool,
    },
    Reroll {
        lane: Lane,
        bars: Bars,
    },
    Clear {
        lane: Lane,
        bars: Bars,
    },
    Undo,
    Redo,

    // Chairs
    Own {
        lane: Lane,
        owned: bool,
    },
    Route {
        lane: Lane,
        route: Route,
    },
    Channel {
        lane: Lane,
        /// Counted from 0.
        channel: u8,
    },
    Program {
        lane: Lane,
        program: u8,
    },
    /// `None` is as written.
    Swing {
        lane: Lane,
        swing: Option<Swing>,
    },
    /// Each note up to this much early or late; 0 is as written.
    Humanise {
        lane: Lane,
        micros_max: u32,
    },

    // Where its beats are
    /// The song's first beat is where the host stands now.
    OriginHere,
    OriginBeat(f64),
    /// Follow mode *Session*: the plugin's own clock.
    Play,
    Stop,
    Locate(f64),

    // The session
    /// Where what is here and what the session plays differ.
    Reopen(Choice),
    /// A project that is opened follows its session without a question.
    ReopenAlone(bool),
    /// A server's file or another machine's address; `None` is whatever is found.
    Server(Option<PathBuf>),
    /// Servers on other machines are to be shown.
    LookAround,
    /// The code that one of them shows.
    Pair(String),
    /// By its certificate.
    Forget(String),

    // Folder and bank
    FolderPath(PathBuf),
    FolderWatched(bool),
    /// "Files from this folder are approved."
    FolderApproved(bool),
    FolderLane {
        file: String,
        lane: Lane,
    },
    Rescan,
    /// `None` is the default bank.
    Bank(Option<PathBuf>),

    // Out of the window
    Export(DroppedFile),
    DismissLog,
    /// It was resized, zoomed or dressed otherwise.
    Window(WindowView),
}

/// What the composer is asked to do more or less of; 64 is as the style has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knob {
    Intensity,
    Complexity,
    Syncopation,
    Swing,
    Humanise,
    Fills,
    Density(Lane),
}
