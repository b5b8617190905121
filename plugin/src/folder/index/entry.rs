//! What is known of one file, and how far it has come.

use std::path::Path;
use std::sync::Arc;

use music::lane::Lane;

use super::At;
use crate::folder::disk::Stat;
use crate::folder::event::{Arrival, Line, Standing};
use crate::folder::lane;
use crate::folder::names::{self, Name};
use crate::folder::rank::Rank;

pub(super) struct Entry {
    pub(super) path: Arc<Path>,
    pub(super) name: Name,
    pub(super) stat: Stat,
    pub(super) state: State,
    pub(super) reading: Reading,
    /// The owner has not heard of its state.
    pub(super) untold: bool,
    /// Of the bytes that were last read whole; none is 0, which a real one is once in 2⁶⁴.
    pub(super) content: u64,
    pub(super) lanes: Lanes,
    /// A person said so: it is taken however old it is.
    pub(super) chosen: Option<Lane>,
    /// The last look around that met it.
    pub(super) seen: u32,
}

#[derive(Clone, Debug)]
pub(super) enum State {
    Waiting,
    /// Not whole, and unchanged since then.
    Unfinished {
        since: At,
    },
    Ready(Arc<Arrival>),
    HandedOver,
    Older,
    Arranged,
    Old,
    Damaged(Box<str>),
    NeedsLane {
        notes: usize,
    },
}

/// Whether it waits to be read, and in which line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    No,
    /// It changed a moment ago, as somebody saw: before all others.
    Fresh,
    /// Found by looking around.
    Backlog,
}

/// A set of chairs in a byte: there are many files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lanes(u8);

impl Lanes {
    pub(super) fn of(lanes: impl IntoIterator<Item = Lane>) -> Lanes {
        Lanes(lanes.into_iter().fold(0, |bits, lane| bits | 1 << lane.index()))
    }

    pub(super) fn iter(self) -> impl Iterator<Item = Lane> {
        Lane::ALL.into_iter().filter(move |lane| self.0 >> lane.index() & 1 == 1)
    }
}

impl Entry {
    pub(super) fn new(path: Arc<Path>, stat: Stat) -> Entry {
        let name = Name::of(&path);
        let lanes = Lanes::of(name.lane);
        let (state, reading) = (State::Waiting, Reading::No);
        Entry { path, name, stat, state, reading, untold: false, content: 0, lanes, chosen: None, seen: 0 }
    }

    pub(super) fn rank(&self) -> Rank {
        Rank::new(&self.path, self.name.timestamp, self.stat)
    }

    /// Notes and controls it holds in memory.
    pub(super) fn events(&self) -> usize {
        match &self.state {
            State::Ready(arrival) => arrival.parts.iter().map(lane::events).sum(),
            State::Waiting
            | State::Unfinished { .. }
            | State::HandedOver
            | State::Older
            | State::Arranged
            | State::Old
            | State::Damaged(_)
            | State::NeedsLane { .. } => 0,
        }
    }

    pub(super) fn is_ready(&self) -> bool {
        matches!(self.state, State::Ready(_))
    }

    pub(super) fn line(&self) -> Line {
        let standing = match &self.state {
            State::Waiting => Standing::Waiting,
            State::Unfinished { .. } => Standing::Unfinished,
            State::Ready(_) => Standing::Ready,
            State::HandedOver => Standing::HandedOver,
            State::Older => Standing::Older,
            State::Arranged => Standing::Arranged,
            State::Old => Standing::Old,
            State::Damaged(reason) => Standing::Damaged(reason.to_string()),
            State::NeedsLane { .. } => Standing::NeedsLane,
        };
        Line { name: names::shown(&self.path), lanes: self.lanes.iter().collect(), standing }
    }
}
