//! The bars that are pointed out: in one lane, or in all.

use egui::{Event, Key, Modifiers};
use music::lane::Lane;

use crate::model::Bars;

/// Places are counted from 0; the cursor is the end that moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// `None` is all lanes.
    pub lane: Option<Lane>,
    anchor: usize,
    cursor: usize,
}

impl Selection {
    pub const fn at(lane: Option<Lane>, place: usize) -> Selection {
        Selection { lane, anchor: place, cursor: place }
    }

    pub fn places(self) -> (usize, usize) {
        (self.anchor.min(self.cursor), self.anchor.max(self.cursor))
    }

    pub fn is_in(self, lane: Lane) -> bool {
        self.lane.is_none_or(|chosen| chosen == lane)
    }

    /// As actions name them.
    pub fn bars(self) -> Bars {
        let shown = |place: usize| u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1);
        let (first, last) = self.places();
        Bars { first: shown(first), last: shown(last) }
    }

    #[must_use]
    pub fn to(self, place: usize) -> Selection {
        Selection { cursor: place, ..self }
    }

    /// What an arrow key makes of it: with shift the cursor's end moves, without it everything goes there.
    #[must_use]
    pub fn keyed(self, event: &Event, bars: usize) -> Selection {
        let Event::Key { key, pressed: true, modifiers, .. } = event else { return self };
        let last = bars.saturating_sub(1);
        let to = match key {
            Key::ArrowLeft => self.cursor.saturating_sub(1),
            Key::ArrowRight => self.cursor.saturating_add(1).min(last),
            Key::Home => 0,
            Key::End => last,
            _ => return self,
        };
        if modifiers.matches_logically(Modifiers::SHIFT) { self.to(to) } else { Selection::at(self.lane, to) }
    }
}
