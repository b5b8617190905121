//! What a phrase's top line has told: the note it began with is not said again once it has been heard.

use super::event::Event;
use crate::voicing::Voicing;

/// It has been heard after so many bars, and costs this from then on.
pub(super) const AFTER_BARS: usize = 2;
const AGAIN: i32 = 98;

/// The top note that a phrase begins with, and the bar from which it has been heard enough.
#[derive(Clone, Copy)]
pub(super) struct Told {
    top: u8,
    from: usize,
}

impl Told {
    /// By a window that begins so.
    pub(super) fn by(events: &[Event], start: &Voicing) -> Told {
        Told { top: start.top(), from: events.first().map_or(0, |event| event.bar) + AFTER_BARS }
    }

    /// What it costs to end up on it.
    pub(super) fn cost(self, event: &Event, voicing: &Voicing) -> i32 {
        if event.bar >= self.from && voicing.top() == self.top { AGAIN } else { 0 }
    }
}
