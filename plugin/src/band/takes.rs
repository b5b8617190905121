//! Takes: music that was made and waits, or was decided a moment ago. Never saved.

use std::ops::Range;
use std::sync::Arc;

use music::arrangement::Revision;
use music::clip::{Clip, Hash};
use music::lane::Lane;
use music::time::{Span, Ticks};

use super::paper::Sheet;
use crate::model::{Bars, TakeId, TakeState};

/// More than anybody compares; each may hold a song.
pub(super) const TAKES_MAX: usize = 24;

#[derive(Clone, Debug)]
pub(super) struct Take {
    pub(super) id: TakeId,
    pub(super) title: String,
    pub(super) detail: String,
    pub(super) lanes: Vec<Lane>,
    /// As shown; of files, as many bars as they play.
    pub(super) bars: Bars,
    /// Where its lanes are replaced.
    pub(super) span: Span,
    pub(super) music: Vec<Strip>,
    /// What it was composed on; files know no chart.
    pub(super) ground: Option<Ground>,
    pub(super) state: TakeState,
    pub(super) scorecard: Vec<(String, String, String)>,
    pub(super) remarks: Vec<String>,
    /// The revision it came in with.
    pub(super) revision: Option<Revision>,
    /// The player has said that it plays it.
    pub(super) has_entered: bool,
    /// Variations made of it and of what it is a variation of.
    pub(super) variations: u32,
    pub(super) seed: u64,
    /// The clips it has, where the session made and arranged it: here there is nothing to decide about it.
    pub(super) of_session: Option<Vec<(Lane, Hash)>>,
}

#[derive(Clone, Debug)]
pub(super) struct Ground {
    pub(super) sheet: Arc<Sheet>,
    pub(super) bars: Range<usize>,
}

/// What one lane plays over a stretch.
#[derive(Clone, Debug)]
pub(super) struct Strip {
    pub(super) lane: Lane,
    pub(super) span: Span,
    pub(super) main: Arc<Clip>,
    pub(super) fill: Option<Arc<Clip>>,
    /// Where in the clips the stretch begins.
    pub(super) into: Ticks,
    pub(super) looped: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Takes {
    /// Oldest first.
    all: Vec<Take>,
    last_id: u64,
}

impl Takes {
    pub(super) fn next_id(&mut self) -> TakeId {
        self.last_id += 1;
        TakeId(self.last_id)
    }

    /// The oldest make room: decided ones first, those that play last.
    pub(super) fn add(&mut self, take: Take) {
        while self.all.len() >= TAKES_MAX {
            let place = |state: fn(&TakeState) -> bool| self.all.iter().position(|take| state(&take.state));
            let oldest = place(is_over).or_else(|| place(|state| !is_arranged(state))).unwrap_or(0);
            self.all.remove(oldest);
        }
        self.all.push(take);
    }

    pub(super) fn all(&self) -> &[Take] {
        &self.all
    }

    pub(super) fn get(&self, id: TakeId) -> Option<&Take> {
        self.all.iter().find(|take| take.id == id)
    }

    pub(super) fn get_mut(&mut self, id: TakeId) -> Option<&mut Take> {
        self.all.iter_mut().find(|take| take.id == id)
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Take> {
        self.all.iter_mut()
    }
}

pub(super) fn is_arranged(state: &TakeState) -> bool {
    match state {
        TakeState::Armed { .. } | TakeState::Playing => true,
        TakeState::Running { .. }
        | TakeState::ToDecide
        | TakeState::Rejected { .. }
        | TakeState::Failed { .. }
        | TakeState::Superseded => false,
    }
}

pub(super) fn is_armed(state: &TakeState) -> bool {
    matches!(state, TakeState::Armed { .. })
}

fn is_over(state: &TakeState) -> bool {
    match state {
        TakeState::Rejected { .. } | TakeState::Failed { .. } | TakeState::Superseded => true,
        TakeState::Running { .. } | TakeState::ToDecide | TakeState::Armed { .. } | TakeState::Playing => {
            false
        }
    }
}

/// What may still be decided about it, for whoever asks for something else.
pub(super) fn state_in_words(state: &TakeState) -> &'static str {
    match state {
        TakeState::Running { .. } => "is not made yet",
        TakeState::ToDecide => "waits for a decision",
        TakeState::Armed { .. } => "is about to enter",
        TakeState::Playing => "plays already",
        TakeState::Rejected { .. } => "was rejected",
        TakeState::Failed { .. } => "could not be made",
        TakeState::Superseded => "was replaced by another",
    }
}
