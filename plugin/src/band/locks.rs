//! Locks: bars of lanes that stay as they are, whatever is composed. They hold by the bars' names, not their numbers.

use std::ops::Range;

use music::lane::Lane;
use music::time::Span;

use super::layout::Layout;
use super::paper::Sheet;
use super::{Band, words};
use crate::model::Bars;

/// What of an order is locked.
pub(super) struct Locked {
    pub(super) is_everything: bool,
    pub(super) remarks: Vec<String>,
}

impl Band {
    pub(super) fn locked_in_words(&self, sheet: &Sheet, lanes: &[Lane], bars: &Range<usize>) -> Locked {
        let mut locked = Locked { is_everything: true, remarks: Vec::new() };
        for lane in lanes {
            let runs = self.locked_runs(sheet, *lane, bars.clone());
            let count: usize = runs.iter().map(ExactSizeIterator::len).sum();
            locked.is_everything &= count == bars.len();
            for run in runs {
                let place = words::bars(sheet.shown(&run));
                let stays = if run.len() == 1 { "is locked and stays" } else { "are locked and stay" };
                locked.remarks.push(format!("{lane}, {place} {stays}"));
            }
        }
        locked
    }

    /// Runs of locked bars within `bars`.
    fn locked_runs(&self, sheet: &Sheet, lane: Lane, bars: Range<usize>) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        let places = sheet.layout.bars();
        for index in bars
            .filter(|index| places.get(*index).is_some_and(|place| self.locks.contains(&(lane, place.id))))
        {
            match runs.last_mut() {
                Some(run) if run.end == index => run.end = index + 1,
                Some(_) | None => runs.push(index..index + 1),
            }
        }
        runs
    }

    pub(super) fn locked_bars(&self, lane: Lane) -> Vec<Bars> {
        let Some(sheet) = self.paper.sheet() else { return Vec::new() };
        let runs = self.locked_runs(sheet, lane, 0..sheet.song.bars().len());
        runs.iter().map(|run| sheet.shown(run)).collect()
    }

    /// `span` without the lane's locked bars.
    pub(super) fn free_spans(&self, layout: &Layout, lane: Lane, span: Span) -> Vec<Span> {
        let mut free = Vec::new();
        let mut start = span.start;
        for place in layout.bars().iter().filter(|place| self.locks.contains(&(lane, place.id))) {
            let Some(locked) = place.span().intersection(span) else { continue };
            free.extend(Span::new(start, locked.start));
            start = start.max(locked.end);
        }
        free.extend(Span::new(start, span.end));
        free
    }
}
