//! Chords that stand at positions instead of in bars: snapped to the units of their meter and written as bars.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::chart::limits::BARS_WRITTEN_MAX;
use crate::chart::slots;
use crate::chart::token::{Barline, Kind, Token};
use crate::meter::{self, Meter};
use crate::tempo;
use crate::time::Ticks;

/// A chord or the beginning of a section at a place.
pub(super) struct Placed {
    pub(super) at: Ticks,
    pub(super) range: Range<usize>,
    pub(super) what: What,
}

pub(super) enum What {
    Chord(String),
    Section(String),
}

/// The bar and unit of a position, and what came there last.
type Snapped<'a> = BTreeMap<(i64, usize), &'a Placed>;

/// Bars from beat 0 to the last chord. Of two chords at one unit the later is kept; before the first is N.C.
pub(super) fn tokens(placed: &[Placed], meter: &meter::Map, tempo: Option<&tempo::Map>) -> Vec<Token> {
    let (mut chords, mut sections) = (Snapped::new(), Snapped::new());
    for one in placed {
        let place = snap(one.at, meter);
        match one.what {
            What::Chord(_) => chords.insert(place, one),
            What::Section(_) => sections.insert((place.0, 0), one),
        };
    }
    let last = chords.keys().next_back().map_or(-1, |(bar, _)| *bar).min(BARS_WRITTEN_MAX as i64);
    let mut writer = Writer { tokens: Vec::new(), sounding: false, range: 0..0 };
    let (mut meter_before, mut tempo_before) = (Meter::COMMON, None);
    for bar in 0..=last {
        if let Some(section) = sections.get(&(bar, 0)) {
            writer.section(section);
        }
        let now = meter.at_bar(bar);
        if std::mem::replace(&mut meter_before, now) != now {
            writer.directive("meter", now.to_string());
        }
        let tempo = tempo.map(|map| map.at(meter.bar_start(bar)));
        if std::mem::replace(&mut tempo_before, tempo) != tempo {
            tempo.iter().for_each(|tempo| writer.directive("tempo", tempo.to_string()));
        }
        let events: Vec<(usize, &Placed)> =
            chords.range((bar, 0)..(bar + 1, 0)).map(|((_, unit), placed)| (*unit, *placed)).collect();
        writer.bar(&events, now);
    }
    writer.tokens
}

fn snap(at: Ticks, meter: &meter::Map) -> (i64, usize) {
    let at = at.max(Ticks::ZERO);
    let unit = meter.at(at).unit_ticks();
    let place = meter.bar_at(at);
    let units = (place.into.0 + unit.0 / 2) / unit.0;
    let numerator = i64::from(meter.at(at).numerator());
    if units == numerator { (place.bar + 1, 0) } else { (place.bar, units as usize) }
}

struct Writer {
    tokens: Vec<Token>,
    /// A chord was written, so that a hold has something to hold.
    sounding: bool,
    /// Where the last chord came from: bars that only hold it come from there too.
    range: Range<usize>,
}

impl Writer {
    fn section(&mut self, placed: &Placed) {
        let What::Section(name) = &placed.what else { return };
        let kind = Kind::Section { name: name.clone(), times: None };
        self.tokens.push(Token { kind, range: placed.range.clone() });
    }

    fn directive(&mut self, name: &str, value: String) {
        self.tokens.push(Token { kind: Kind::Directive { name: name.to_owned(), value }, range: 0..0 });
    }

    fn bar(&mut self, events: &[(usize, &Placed)], meter: Meter) {
        let starts: Vec<usize> = events.iter().map(|(unit, _)| *unit).collect();
        for start in boundaries(&starts, meter) {
            let event = events.iter().find(|(unit, _)| *unit == start);
            let word = match event {
                Some((_, Placed { what: What::Chord(chord), range: place, .. })) => {
                    self.range = place.clone();
                    self.sounding = true;
                    chord.clone()
                }
                Some((_, Placed { what: What::Section(_), .. })) | None if self.sounding => ".".to_owned(),
                Some(_) | None => "N.C.".to_owned(),
            };
            self.sounding = true;
            self.tokens.push(Token { kind: Kind::Word(word), range: self.range.clone() });
        }
        let end = self.range.end;
        self.tokens.push(Token { kind: Kind::Barline(Barline::PLAIN), range: end..end });
    }
}

/// The units at which slots begin, so that each of `starts` is one of them: as few as need no hold, else all.
pub(super) fn boundaries(starts: &[usize], meter: Meter) -> Vec<usize> {
    let units = usize::from(meter.numerator());
    let cut = |count| {
        let lengths = slots::lengths(count, meter).unwrap_or_default();
        let begins = lengths.iter().scan(0, |at, length| {
            let begin = *at;
            *at += (length.0 / meter.unit_ticks().0) as usize;
            Some(begin)
        });
        begins.collect::<Vec<_>>()
    };
    let inside: Vec<usize> = starts.iter().copied().filter(|start| *start > 0).collect();
    let fewest = cut(inside.len() + 1);
    if fewest.get(1..) == Some(inside.as_slice()) { fewest } else { (0..units).collect() }
}

#[cfg(test)]
mod tests;
