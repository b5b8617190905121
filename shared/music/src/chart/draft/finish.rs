//! The end of a draft: repeats become trees, jumps find their goals, and a chart or its mistakes come out.

use crate::chart::bar::Bar;
use crate::chart::draft::Draft;
use crate::chart::error::{Errors, Problem};
use crate::chart::form::{Mistake, Node};
use crate::chart::limits::BARS_PLAYED_MAX;
use crate::chart::order::{self, Visit};
use crate::chart::{Chart, Ending, Ids, form, song, tag};

impl Draft<'_> {
    pub(crate) fn finish(mut self) -> Result<Chart, Errors> {
        self.end_cell();
        let end = self.places.last().map_or(0..0, |last| last.end..last.end);
        self.end_section(&end);
        self.leftovers();
        if self.complaints.is_empty() {
            // Only then: a section whose bars could not be read is not empty.
            self.check_sections();
        }
        let trees = self.trees();
        if self.places.is_empty() && self.complaints.is_empty() {
            self.complaints.add(None, 0..0, Problem::NoBars);
        }
        let order = if self.complaints.is_empty() { self.order(&trees) } else { Vec::new() };
        let ids = Ids::counted(self.places.len());
        let chart = Chart { header: self.header, sections: self.sections, next_id: ids.next, order };
        if self.complaints.is_empty() && song::length(&chart).is_none() {
            self.complaints.add(None, end, Problem::LongSong);
        }
        match self.complaints.into_errors() {
            None => Ok(chart),
            Some(errors) => Err(errors),
        }
    }

    /// Directives that wait for a bar that never came.
    fn leftovers(&mut self) {
        let changes = self.cell.changes;
        let waiting = [
            ("key", changes.key.is_some()),
            ("meter", changes.meter.is_some()),
            ("tempo", changes.tempo.is_some()),
            ("feel", changes.feel.is_some()),
            ("pickup", self.cell.pickup.is_some()),
            ("segno", self.cell.signs.segno),
            ("coda", self.cell.signs.coda),
        ];
        for (name, is_waiting) in waiting {
            if is_waiting && !self.places.is_empty() {
                self.complaints.add(None, self.cell.changes_range.clone(), Problem::NoBarAfter { name });
            }
        }
    }

    fn check_sections(&mut self) {
        for index in 0..self.sections.len() {
            if order::source(&self.sections, index).is_none() {
                let name = self.sections[index].name.clone();
                let range = self.section_places[index].clone();
                self.complaints.add(None, range, Problem::EmptySection { name });
            }
        }
    }

    fn trees(&mut self) -> Vec<Vec<Node>> {
        let mut first_bar = 0;
        let mut trees = Vec::with_capacity(self.sections.len());
        let mut mistakes = Vec::new();
        for section in &mut self.sections {
            let bars = &mut section.bars;
            let tree = form::tree(bars).unwrap_or_else(|wrong| {
                mistakes.extend(wrong.into_iter().map(|(bar, problem)| (first_bar + bar, problem)));
                Vec::new()
            });
            trees.push(tree);
            first_bar += bars.len();
        }
        self.complain_at_bars(mistakes);
        trees
    }

    fn order(&mut self, trees: &[Vec<Node>]) -> Vec<Visit> {
        let played = order::played(&self.sections, trees).and_then(|visits| self.ended(visits));
        played.unwrap_or_else(|mistakes| {
            self.complain_at_bars(mistakes);
            Vec::new()
        })
    }

    fn ended(&self, visits: Vec<Visit>) -> Result<Vec<Visit>, Vec<Mistake>> {
        if self.header.ending != Some(Ending::Tag) {
            return Ok(visits);
        }
        let bars: Vec<&Bar> = self.sections.iter().flat_map(|section| &section.bars).collect();
        let visits = tag::tagged(visits, |bar| bars[bar].pickup.is_some());
        if visits.len() > BARS_PLAYED_MAX {
            return Err(vec![(bars.len() - 1, Problem::ManyPlayed)]);
        }
        Ok(visits)
    }

    fn complain_at_bars(&mut self, mistakes: Vec<(usize, Problem)>) {
        for (bar, problem) in mistakes {
            let place = self.places[bar].clone();
            self.complaints.add(Some(self.number_of(bar)), place, problem);
        }
    }
}
