//! What link and worker say to each other.

use std::path::PathBuf;

use music::arrangement::Region;
use music::lane::Lane;

use super::lan::address::Address;
use super::made::Made;
use super::mirror::Song;
use crate::model::{LanView, LinkState};

/// Where to look, and who this is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The server's file; there need be none.
    pub file: PathBuf,
    /// Another machine that was named: then the file does not count.
    pub address: Option<Address>,
    /// What lets this machine in elsewhere.
    pub paired: PathBuf,
    /// Somebody else's network is knocked at, not this machine.
    pub is_far: bool,
    /// As this instance was called when it was last linked.
    pub instance: Option<String>,
    /// `default` where there is none.
    pub session: Option<String>,
    /// Another one whenever a plugin is loaded.
    pub incarnation: u64,
}

/// To the link.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Sit there, or do so no longer.
    Seat {
        lane: Lane,
        mine: bool,
    },
    Move(Move),
    /// This instead of what the session plays.
    Push(Box<Push>),
    /// This revision of the session's is heard here from this beat on.
    Heard {
        revision: u64,
        beat: f64,
    },
}

/// The session's transport.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Move {
    Start,
    Stop,
    Seek(f64),
}

/// All regions and the bytes of their clips, by their hashes.
#[derive(Clone, Debug, PartialEq)]
pub struct Push {
    pub regions: Vec<Region>,
    pub clips: Vec<(music::clip::Hash, Vec<u8>)>,
    pub chart: String,
}

/// Who sits where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seats {
    /// By [`Lane::index`].
    pub by_lane: [Option<String>; Lane::COUNT],
    /// Since the server was reached: nobody changed them, this is how they are.
    pub is_first: bool,
}

/// To the worker.
#[derive(Clone, Debug)]
pub enum News {
    State {
        state: LinkState,
        note: String,
    },
    /// Who this is there.
    Named {
        instance: String,
        session: String,
    },
    /// What the session plays has changed.
    Song(Box<Song>),
    Seats(Box<Seats>),
    /// What the session's work has made by now.
    Made(Vec<Made>),
    /// How this machine stands with servers on others.
    Lan(Box<LanView>),
    /// What was pushed is not what the session plays, and why.
    NotPushed(String),
    Said {
        text: String,
        is_fault: bool,
    },
}
