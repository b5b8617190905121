//! What drawing a lane needs to know of all its notes, found once for each list of them.

use std::sync::Arc;

use music::lane::Lane;
use music::time::Ticks;

use crate::model::{LaneView, RollNote};

use super::kit::Row;

/// A lane shows at least this many keys, or two notes a step apart would fill it from top to bottom.
const KEYS_MIN: u8 = 12;

#[derive(Clone, Debug, Default)]
pub struct Score {
    notes: Option<(Arc<[RollNote]>, Arc<[RollNote]>)>,
    pub rows: Rows,
    /// What began this long before the page may still sound in it.
    longest: Ticks,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Rows {
    /// From the lowest to the highest key.
    Keys(u8, u8),
    /// From the top down.
    Kit(Vec<Row>),
}

impl Default for Rows {
    fn default() -> Rows {
        Rows::Keys(0, 0)
    }
}

impl Score {
    /// Looks again if the lane has other notes than last time.
    pub fn attend(&mut self, view: &LaneView) {
        let is_known = self
            .notes
            .as_ref()
            .is_some_and(|(notes, armed)| Arc::ptr_eq(notes, &view.notes) && Arc::ptr_eq(armed, &view.armed));
        if is_known {
            return;
        }
        let all = || view.notes.iter().chain(view.armed.iter());
        self.rows = rows(view.lane, all());
        self.longest = all().map(|note| note.length).max().unwrap_or(Ticks::ZERO);
        self.notes = Some((Arc::clone(&view.notes), Arc::clone(&view.armed)));
    }

    /// Those of a sorted list that may be seen between two moments.
    pub fn between<'a>(&self, notes: &'a [RollNote], start: Ticks, end: Ticks) -> &'a [RollNote] {
        let from = Ticks(start.0.saturating_sub(self.longest.0));
        let first = notes.partition_point(|note| note.start < from);
        let after = notes.partition_point(|note| note.start < end);
        notes.get(first..after).unwrap_or(&[])
    }
}

impl Rows {
    pub fn count(&self) -> usize {
        match self {
            Rows::Keys(low, high) => usize::from(high.saturating_sub(*low)) + 1,
            Rows::Kit(rows) => rows.len().max(1),
        }
    }

    /// Counted from the top.
    pub fn of(&self, key: u8) -> usize {
        match self {
            Rows::Keys(_, high) => usize::from(high.saturating_sub(key)),
            Rows::Kit(rows) => rows.iter().position(|row| *row == Row::of(key)).unwrap_or(0),
        }
    }
}

fn rows<'a>(lane: Lane, notes: impl Iterator<Item = &'a RollNote>) -> Rows {
    let mut played = [false; 128];
    for note in notes {
        played[usize::from(note.key.min(127))] = true;
    }
    let mut keys = (0..128_u8).filter(|key| played[usize::from(*key)]);
    if lane.character().is_kit {
        let mut rows: Vec<Row> = keys.map(Row::of).collect();
        rows.sort_unstable();
        rows.dedup();
        return Rows::Kit(rows);
    }
    let Some(low) = keys.next() else { return Rows::Keys(48, 48 + KEYS_MIN) };
    let high = keys.next_back().unwrap_or(low);
    let missing = KEYS_MIN.saturating_sub(high - low);
    let low = low.saturating_sub(missing / 2);
    Rows::Keys(low, high.saturating_add(missing - missing / 2).max(low).min(127))
}
