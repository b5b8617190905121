//! Which bars are in view and where on the screen they are.

use egui::Rangef;
use music::time::{TICKS_PER_BEAT, Ticks};

use crate::editor::words;
use crate::model::SongView;

/// How many bars may be seen at once.
pub const COUNTS: [usize; 4] = [4, 8, 16, 32];

/// Beats of a bar that no chart describes.
const BARE_BAR_TICKS: i64 = 4 * TICKS_PER_BEAT;

#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub slots: Vec<Slot>,
    x: Rangef,
}

/// One bar in view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// In the song, counted from 0.
    pub place: usize,
    pub number: i32,
    pub start: Ticks,
    pub end: Ticks,
}

impl Page {
    /// `count` bars from `first` on, over a stretch of the screen. Without a chart, bars are four beats long.
    pub fn of(song: &SongView, first: usize, count: usize, x: Rangef) -> Page {
        let places = first..first.saturating_add(count.clamp(1, COUNTS[COUNTS.len() - 1]));
        let charted = |place: usize| {
            let bar = song.bars.get(place)?;
            Some(Slot { place, number: bar.number, start: bar.span.start, end: bar.span.end })
        };
        let bare = |place: usize| {
            let start = i64::try_from(place).unwrap_or(i64::MAX).saturating_mul(BARE_BAR_TICKS);
            let end = Ticks(start.saturating_add(BARE_BAR_TICKS));
            Slot { place, number: words::number(song, place), start: Ticks(start), end }
        };
        let slots = if song.bars.is_empty() {
            places.map(bare).collect()
        } else {
            places.filter_map(charted).collect()
        };
        Page { slots, x }
    }

    pub fn start(&self) -> Ticks {
        self.slots.first().map_or(Ticks::ZERO, |slot| slot.start)
    }

    pub fn end(&self) -> Ticks {
        self.slots.last().map_or(Ticks::ZERO, |slot| slot.end)
    }

    /// Where a moment is drawn; what is far outside stays far outside.
    pub fn x(&self, at: Ticks) -> f32 {
        self.x_of_beats(at.as_beats_f64())
    }

    pub fn x_of_beats(&self, beats: f64) -> f32 {
        let (start, end) = (self.start().as_beats_f64(), self.end().as_beats_f64());
        let share = (beats - start) / (end - start).max(1.0 / TICKS_PER_BEAT as f64);
        // Far enough outside to be clipped, near enough for the toolkit's arithmetic.
        self.x.min + (share.clamp(-2.0, 3.0) as f32) * self.x.span()
    }

    pub fn holds(&self, beats: f64) -> bool {
        (self.start().as_beats_f64()..self.end().as_beats_f64()).contains(&beats)
    }

    pub fn x_of_slot(&self, slot: &Slot) -> Rangef {
        Rangef::new(self.x(slot.start), self.x(slot.end))
    }

    /// Where these bars are, as far as they are in view; places are counted from 0, the last one included.
    pub fn x_of_places(&self, first: usize, last: usize) -> Option<Rangef> {
        let mut inside = self.slots.iter().filter(|slot| (first..=last).contains(&slot.place));
        let from = inside.next()?;
        let to = inside.next_back().unwrap_or(from);
        Some(Rangef::new(self.x(from.start), self.x(to.end)))
    }

    /// The bar at a place on the screen; beside the page, its nearest.
    pub fn place_at(&self, x: f32) -> Option<usize> {
        let at = self.slots.iter().find(|slot| x < self.x(slot.end)).or(self.slots.last());
        at.map(|slot| slot.place)
    }
}

/// The first bar to show so that what plays is in the first half and what comes next in the second: pages turn by
/// halves and stand still in between.
pub fn turned(song: &SongView, beat: f64, first: usize, count: usize) -> usize {
    let Some(at) = Ticks::from_beats_f64(beat) else { return first };
    let half = (count / 2).max(1);
    let last = song.bars.len().saturating_sub(count);
    let place = match words::place_of(song, at) {
        Some(place) => place,
        None if song.bars.is_empty() => usize::try_from(at.0.div_euclid(BARE_BAR_TICKS)).unwrap_or(0),
        None if song.bars.first().is_some_and(|bar| at < bar.span.start) => 0,
        None => return last,
    };
    let from = place - place % half;
    if song.bars.is_empty() { from } else { from.min(last) }
}
