//! A chart in the making: tokens come in, bars and sections grow, mistakes are collected, nothing stops early.

mod cell;
mod finish;

use std::mem;
use std::ops::Range;

use crate::chart::bar::{Bar, Changes, Signs, Slot, TIMES_UNLESS_WRITTEN};
use crate::chart::directive::{Directive, Pickup, name_of};
use crate::chart::error::{Complaints, Errors, Problem};
use crate::chart::limits::{BARS_WRITTEN_MAX, SECTIONS_MAX, SLOTS_PER_BAR_MAX, TIMES_MAX};
use crate::chart::sign::Sign;
use crate::chart::token::{Barline, Kind, Token};
use crate::chart::word::Word;
use crate::chart::{Chart, Header, Section};
use crate::key::Key;
use crate::meter::Meter;

pub(crate) struct Draft<'a> {
    complaints: Complaints<'a>,
    header: Header,
    sections: Vec<Section>,
    section_places: Vec<Range<usize>>,
    /// Where each bar stands in the text, in the order of the paper.
    places: Vec<Range<usize>>,
    /// What each bar plays, similes resolved.
    played: Vec<Vec<Slot>>,
    cell: Cell,
    pickups: usize,
    key: Option<Key>,
    meter: Meter,
    line: Line,
    coda_symbols: usize,
}

/// The bar that is being read.
#[derive(Default)]
struct Cell {
    range: Option<Range<usize>>,
    slots: Vec<Slot>,
    simile: Option<u8>,
    changes: Changes,
    changes_range: Range<usize>,
    pickup: Option<Pickup>,
    signs: Signs,
    /// Signs for a bar's end, read before it is known which bar.
    end_signs: Vec<(Sign, Range<usize>)>,
    is_over_full: bool,
}

/// The line that is being read.
#[derive(Default)]
struct Line {
    /// Section and bar where its bars begin.
    first_bar: Option<(usize, usize)>,
    /// The token before was a bar line with nothing to say.
    after_plain_barline: bool,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(complaints: Complaints<'a>) -> Draft<'a> {
        Draft {
            complaints,
            header: Header::default(),
            sections: Vec::new(),
            section_places: Vec::new(),
            places: Vec::new(),
            played: Vec::new(),
            cell: Cell::default(),
            pickups: 0,
            key: None,
            meter: Meter::COMMON,
            line: Line::default(),
            coda_symbols: 0,
        }
    }

    pub(crate) fn read(mut self, tokens: impl IntoIterator<Item = Token>) -> Result<Chart, Errors> {
        for token in tokens {
            self.token(token);
            if self.places.len() > BARS_WRITTEN_MAX {
                let last = self.places.len() - 1;
                self.complaints.add(None, self.places[last].clone(), Problem::ManyBars);
                break;
            }
        }
        self.finish()
    }

    fn token(&mut self, token: Token) {
        let Token { kind, range } = token;
        let was_plain = mem::take(&mut self.line.after_plain_barline);
        match kind {
            Kind::Word(word) => self.word(&word, range),
            Kind::Barline(barline) => self.barline(barline, range, was_plain),
            Kind::Section { name, times } => self.section(&name, times, range),
            Kind::Ending(numbers) => self.ending(numbers, range),
            Kind::Sign(sign) => self.sign(sign, range),
            Kind::Directive { name, value } => self.directive(&name, &value, range),
            Kind::Times(times) => self.line_times(times, range),
            Kind::Newline => {
                self.end_cell();
                self.line = Line::default();
            }
        }
    }

    /// The bar that is being read, as the musician counts.
    fn bar_number(&self) -> u32 {
        if self.cell.pickup.is_some() { 0 } else { self.number_of(self.places.len()) }
    }

    fn number_of(&self, bar: usize) -> u32 {
        (bar + 1).saturating_sub(self.pickups) as u32
    }

    fn complain(&mut self, range: Range<usize>, problem: Problem) {
        let bar = self.bar_number();
        self.complaints.add(Some(bar), range, problem);
    }

    fn word(&mut self, text: &str, range: Range<usize>) {
        let start = self.cell.range.as_ref().map_or(range.start, |so_far| so_far.start);
        let is_first = self.cell.range.is_none();
        self.cell.range = Some(start..range.end);
        if self.cell.is_over_full {
            // Told already; a bar of a million words is not read word by word.
            return;
        }
        match Word::read(text, self.key.as_ref()) {
            Ok(Word::Slots(slots)) => {
                if self.cell.simile.is_some() {
                    return self.complain(range, Problem::NotAlone { sign: "%".to_owned() });
                }
                self.slots(slots, range);
            }
            Ok(Word::Simile { back, bars }) => {
                if !is_first {
                    return self.complain(range, Problem::NotAlone { sign: text.to_owned() });
                }
                for _ in 1..bars {
                    self.cell.simile = Some(back);
                    self.finish_bar(range.clone());
                    self.cell.range = Some(range.clone());
                }
                self.cell.simile = Some(back);
            }
            Err((offset, problem)) => {
                self.complain(range.start + offset..range.end, problem);
                self.slots(vec![Slot::Silence], range);
            }
        }
    }

    fn slots(&mut self, slots: Vec<Slot>, range: Range<usize>) {
        let room = SLOTS_PER_BAR_MAX - self.cell.slots.len();
        if slots.len() > room && !mem::replace(&mut self.cell.is_over_full, true) {
            self.complain(range, Problem::ManySlots);
        }
        self.cell.slots.extend(slots.into_iter().take(room));
    }

    fn barline(&mut self, barline: Barline, range: Range<usize>, was_plain: bool) {
        let is_empty = self.end_cell();
        if is_empty && was_plain && barline.is_plain() {
            self.complain(range.clone(), Problem::EmptyBar);
            self.cell.slots.push(Slot::Silence);
            self.finish_bar(range.clone());
        }
        if barline.closes {
            let times = self.times(barline.times.unwrap_or(TIMES_UNLESS_WRITTEN.into()), &range);
            match self.last_bar() {
                Some(bar) => bar.signs.closes.push(times),
                None => self.complaints.add(None, range, Problem::NothingClosed),
            }
        }
        if barline.is_double
            && let Some(bar) = self.last_bar()
        {
            bar.signs.ends_ending = true;
        }
        self.cell.signs.opens = self.cell.signs.opens.saturating_add(u8::from(barline.opens));
        self.line.after_plain_barline = barline.is_plain();
    }

    /// The last bar of this section: a sign at a section's beginning never reaches into the one before.
    fn last_bar(&mut self) -> Option<&mut Bar> {
        self.sections.last_mut()?.bars.last_mut()
    }

    fn times(&mut self, times: u64, range: &Range<usize>) -> u32 {
        let known = u32::try_from(times).ok().filter(|times| (1..=TIMES_MAX).contains(times));
        if known.is_none() {
            self.complaints.add(None, range.clone(), Problem::Times { times });
        }
        known.unwrap_or(1)
    }

    fn section(&mut self, name: &str, times: Option<u64>, range: Range<usize>) {
        self.end_cell();
        self.end_section(&range);
        let times = self.times(times.unwrap_or(1), &range);
        let name = name_of(name).unwrap_or_else(|problem| {
            self.complaints.add(None, range.clone(), problem);
            String::new()
        });
        if name.is_empty() {
            self.complaints.add(None, range.clone(), Problem::Nameless);
        }
        if self.sections.len() == SECTIONS_MAX {
            self.complaints.add(None, range.clone(), Problem::ManySections);
        }
        if self.sections.len() <= SECTIONS_MAX {
            self.sections.push(Section { name, times, bars: Vec::new() });
            self.section_places.push(range);
            self.line.first_bar = None;
        }
    }

    /// A repeat that opened without a bar would leak into the next section.
    fn end_section(&mut self, range: &Range<usize>) {
        if mem::take(&mut self.cell.signs.opens) > 0 {
            self.complaints.add(None, range.clone(), Problem::OpenRepeat);
        }
        self.cell.signs.ending.clear();
    }

    fn ending(&mut self, numbers: Vec<u8>, range: Range<usize>) {
        if self.cell.range.is_some() || !self.cell.signs.ending.is_empty() {
            return self.complain(range, Problem::MidBarEnding);
        }
        if self.cell.signs.opens > 0 {
            return self.complain(range, Problem::EndingFirst);
        }
        self.cell.signs.ending = numbers;
    }

    fn sign(&mut self, sign: Sign, range: Range<usize>) {
        let sign = match sign {
            Sign::CodaSymbol => {
                self.coda_symbols += 1;
                if self.coda_symbols == 1 { Sign::ToCoda } else { Sign::Coda }
            }
            Sign::Segno | Sign::Coda | Sign::ToCoda | Sign::Fine | Sign::Jump(_) => sign,
        };
        if !sign.is_at_start() {
            return self.cell.end_signs.push((sign, range));
        }
        let signs = &mut self.cell.signs;
        let place = if sign == Sign::Segno { &mut signs.segno } else { &mut signs.coda };
        if mem::replace(place, true) {
            let sign = if sign == Sign::Segno { "segno" } else { "coda" };
            self.complain(range, Problem::SecondSign { sign });
        }
    }

    fn directive(&mut self, name: &str, value: &str, range: Range<usize>) {
        let read = Directive::read(name, value).and_then(|known| known.into_header(&mut self.header));
        match read {
            Ok(Some(directive)) => self.change(directive, range),
            Ok(None) => {}
            Err(problem @ (Problem::Twice { .. } | Problem::LongName)) => {
                self.complaints.add(None, range, problem);
            }
            Err(problem) => self.complain(range, problem),
        }
    }

    fn change(&mut self, directive: Directive, range: Range<usize>) {
        let changes = &mut self.cell.changes;
        let (name, is_second) = match directive {
            Directive::Key(key) => ("key", changes.key.replace(key).is_some()),
            Directive::Meter(meter) => ("meter", changes.meter.replace(meter).is_some()),
            Directive::Tempo(tempo) => ("tempo", changes.tempo.replace(tempo).is_some()),
            Directive::Feel(feel) => ("feel", changes.feel.replace(feel).is_some()),
            Directive::Pickup(pickup) => ("pickup", self.cell.pickup.replace(pickup).is_some()),
            Directive::Title(_)
            | Directive::Composer(_)
            | Directive::Style(_)
            | Directive::Ending(_)
            | Directive::Ritard(_) => {
                return;
            }
        };
        if let Directive::Key(key) = directive {
            self.key = Some(key);
        }
        self.cell.changes_range = range.clone();
        if is_second {
            self.complain(range, Problem::Twice { name });
        } else if self.cell.range.is_some() {
            self.complain(range, Problem::MidBar { name });
        }
    }

    /// `| C | G | x4`: the line's bars, four times.
    fn line_times(&mut self, written: u64, range: Range<usize>) {
        self.end_cell();
        let times = self.times(written, &range);
        let Some((section, bar)) = self.line.first_bar else {
            return self.complaints.add(None, range, Problem::LooseTimes { times: written });
        };
        let bars = &mut self.sections[section].bars;
        bars[bar].signs.opens = bars[bar].signs.opens.saturating_add(1);
        if let Some(last) = bars.last_mut() {
            last.signs.closes.push(times);
        }
    }
}
