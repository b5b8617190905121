//! The end of a bar: what was read since the last bar line becomes a bar, with its signs, or is complained about.

use std::mem;
use std::ops::Range;

use crate::chart::bar::{Bar, Content, Slot};
use crate::chart::directive::Pickup;
use crate::chart::draft::Draft;
use crate::chart::error::Problem;
use crate::chart::ids::BarId;
use crate::chart::sign::Sign;
use crate::chart::{Section, slots};
use crate::meter::Meter;

impl Draft<'_> {
    /// Makes a bar of what was read since the last bar line; says whether there was nothing at all.
    pub(super) fn end_cell(&mut self) -> bool {
        if let Some(range) = self.cell.range.take() {
            self.finish_bar(range);
            return false;
        }
        let signs = mem::take(&mut self.cell.end_signs);
        let is_empty = signs.is_empty();
        for (sign, range) in signs {
            if self.last_bar().is_none() {
                self.complaints.add(None, range, Problem::LooseSign { sign: sign.to_string() });
            } else {
                self.end_sign(sign, range);
            }
        }
        is_empty
    }

    fn end_sign(&mut self, sign: Sign, range: Range<usize>) {
        let Some(bar) = self.last_bar() else { return };
        let problem = match sign {
            Sign::ToCoda => {
                mem::replace(&mut bar.signs.to_coda, true).then_some(Problem::SecondSign { sign: "to coda" })
            }
            Sign::Fine => {
                mem::replace(&mut bar.signs.fine, true).then_some(Problem::SecondSign { sign: "fine" })
            }
            Sign::Jump(jump) => bar.signs.jump.replace(jump).map(|_| Problem::TwoJumps),
            Sign::Segno | Sign::Coda | Sign::CodaSymbol => None,
        };
        if let Some(problem) = problem {
            let bar = self.number_of(self.places.len().saturating_sub(1));
            self.complaints.add(Some(bar), range, problem);
        }
    }

    pub(super) fn finish_bar(&mut self, range: Range<usize>) {
        let pickup = self.pickup(&range);
        if let Some(meter) = self.cell.changes.meter {
            self.meter = meter;
        }
        self.check_slots(pickup.unwrap_or(self.meter), &range);
        let cell = mem::take(&mut self.cell);
        let content = match cell.simile {
            Some(back) => Content::Simile { back },
            None => Content::Slots(cell.slots),
        };
        if self.sections.is_empty() {
            self.sections.push(Section { name: String::new(), times: 1, bars: Vec::new() });
            self.section_places.push(range.clone());
        }
        let id = BarId(self.places.len() as u64);
        let bar = Bar { id, content, changes: cell.changes, signs: cell.signs, pickup };
        let section = self.sections.len() - 1;
        let bars = &mut self.sections[section].bars;
        self.line.first_bar.get_or_insert((section, bars.len()));
        bars.push(bar);
        self.pickups += usize::from(pickup.is_some());
        self.places.push(range);
        for (sign, range) in cell.end_signs {
            self.end_sign(sign, range);
        }
    }

    fn pickup(&mut self, range: &Range<usize>) -> Option<Meter> {
        let changed = self.cell.changes.meter;
        let meter = changed.unwrap_or(self.meter);
        let length = match self.cell.pickup? {
            Pickup::FullBar => meter,
            Pickup::Of(length) => length,
        };
        let is_first = self.places.is_empty();
        let problem = if self.pickups < self.places.len() {
            Some(Problem::LatePickup)
        } else if length.bar_ticks() > meter.bar_ticks() {
            Some(Problem::LongPickup { meter })
        } else if !is_first && changed.is_some_and(|changed| changed != self.meter) {
            Some(Problem::PickupMeter)
        } else if !is_first && length.bar_ticks() < meter.bar_ticks() {
            Some(Problem::ShortPickup { meter })
        } else {
            None
        };
        match problem {
            None => Some(length),
            Some(problem) => {
                self.complain(range.clone(), problem);
                self.cell.pickup = None;
                None
            }
        }
    }

    /// Notes what the bar plays and complains where that does not fit its meter.
    fn check_slots(&mut self, meter: Meter, range: &Range<usize>) {
        let played = match self.cell.simile {
            None => Some(self.cell.slots.clone()),
            Some(back) => self.places.len().checked_sub(back.into()).map(|bar| self.played[bar].clone()),
        };
        let Some(played) = played else {
            let sign = if self.cell.simile == Some(1) { "%" } else { "%%" }.to_owned();
            self.played.push(vec![Slot::Silence]);
            return self.complain(range.clone(), Problem::NothingToRepeat { sign });
        };
        if self.places.is_empty() && played.first() == Some(&Slot::Hold) {
            self.complain(range.clone(), Problem::NothingToHold);
        }
        let count = played.len();
        if slots::lengths(count, meter).is_none() && !self.cell.is_over_full {
            let units = meter.numerator();
            let problem = Problem::Slots { count, meter, units };
            self.complain(range.clone(), problem);
        }
        self.played.push(played);
    }
}
