//! Everything the folder tells its owner.

use std::fmt;
use std::sync::Arc;

use music::lane::Lane;
use music::midi_file::name::Timestamp;
use music::time::Ticks;

use super::lane::Part;

/// Made when it is taken, from what is known then: an owner who comes late finds the newest, not a queue.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A file was read whole. Compile it now: its [`Event::Set`] follows when its set has been quiet for a while.
    Arrived(Arc<Arrival>),
    /// To be swapped in together; at most one part a chair.
    Set {
        /// As it stands in the names; `None` for a file without one, which is a set by itself.
        timestamp: Option<Timestamp>,
        parts: Vec<Part>,
    },
    /// Does not play, and why; stops nothing else.
    Damaged { name: String, reason: String },
    /// Nothing says which chair it is for: a person does, with [`choose`](super::FolderHandle::choose).
    NeedsLane { name: String, notes: usize },
    /// How it goes, in words; only when they change.
    Status(Status),
    /// The list as it is now; a few times a second at most.
    Listing(Listing),
}

/// One file, split into chairs.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    pub name: Arc<str>,
    pub timestamp: Option<Timestamp>,
    /// Of each of its clips: whole bars.
    pub length: Ticks,
    pub parts: Vec<Part>,
    /// What was moved, rounded or left out while reading.
    pub remarks: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    pub text: String,
    pub is_fault: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Files, whether or not they are in the list below.
    pub known: usize,
    /// Newest first, [`LISTED_MAX`] at most.
    pub files: Vec<Line>,
}

/// More than anybody scrolls through in a plugin's window.
pub const LISTED_MAX: usize = 200;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub name: String,
    /// As far as is known: by reading it, else by its name.
    pub lanes: Vec<Lane>,
    pub standing: Standing,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not read yet.
    Waiting,
    /// Half written, as it seems.
    Unfinished,
    /// Read; its set is not quiet yet.
    Ready,
    HandedOver,
    /// A newer one for the same chairs came before it.
    Older,
    /// The song has these notes already.
    Arranged,
    /// From before the last hour, when the folder was first looked at.
    Old,
    Damaged(String),
    NeedsLane,
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Standing::Waiting => "waits to be read",
            Standing::Unfinished => "is being written",
            Standing::Ready => "ready",
            Standing::HandedOver => "handed to the band",
            Standing::Older => "older than what is there",
            Standing::Arranged => "in the song already",
            Standing::Old => "from before; choose a lane to play it",
            Standing::Damaged(reason) => return write!(f, "damaged: {reason}"),
            Standing::NeedsLane => "choose a lane",
        })
    }
}
