//! A cell's line in a bar of whatever meter: beat by beat, cut where the bar is shorter, repeated where it is longer.

use music::meter::Meter;
use music::time::{TICKS_PER_BEAT, Ticks};

use super::cell::{Cell, Symbol};
use crate::drums::beats::pitched_sources;

/// A symbol at its place in a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) at: Ticks,
    pub(super) symbol: Symbol,
}

/// A line of a cell, laid into a bar of `meter` of which only `length` is there.
pub(super) fn fitted(cell: &Cell, line: &[Symbol], meter: Meter, length: Ticks) -> Vec<Place> {
    if cell.meter == meter && length == meter.bar_ticks() {
        return placed(line, Ticks::ZERO, cell.step, length).collect();
    }
    let own = beats(cell.meter, cell.meter.bar_ticks());
    let mut places = Vec::new();
    let mut start = Ticks::ZERO;
    let whole = beats(meter, meter.bar_ticks());
    let likened = pitched_sources(whole.len(), own.len());
    for (beat, source) in beats(meter, length).into_iter().zip(likened) {
        let from = own[..source].iter().copied().sum::<Ticks>().0 / cell.step.0;
        let to = from + own[source].0 / cell.step.0;
        let symbols = line.get(from as usize..to as usize).unwrap_or(&[]);
        places.extend(placed(symbols, start, cell.step, beat));
        start += beat;
    }
    places
}

fn placed(line: &[Symbol], start: Ticks, step: Ticks, length: Ticks) -> impl Iterator<Item = Place> {
    let places = line.iter().zip(0..).map(move |(symbol, index)| (step * index, *symbol));
    places.take_while(move |(at, _)| *at < length).map(move |(at, symbol)| Place { at: start + at, symbol })
}

/// An odd eighth joins the last beat of a bar that has no more than these; longer ones are cut short, as drums cut them.
const BEATS_WITH_A_LONG_LAST_MAX: usize = 2;

/// How a bar is counted: threes of eighths where the meter has them, else quarters.
fn beats(meter: Meter, length: Ticks) -> Vec<Ticks> {
    let is_compound =
        meter.numerator() > 3 && meter.numerator().is_multiple_of(3) && meter.denominator() >= 8;
    let beat = if is_compound { meter.unit_ticks().0 * 3 } else { TICKS_PER_BEAT };
    let mut beats = vec![Ticks(beat); (length.0 / beat) as usize];
    let rest = Ticks(length.0 % beat);
    let may_join = beats.len() <= BEATS_WITH_A_LONG_LAST_MAX && rest.0 * 2 <= beat;
    match beats.last_mut() {
        _ if rest == Ticks::ZERO => {}
        Some(last) if may_join => *last += rest,
        Some(_) | None => beats.push(rest),
    }
    beats
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(meter: &str, line: &str) -> Cell {
        let text = format!("[[cell]]\nmeter = \"{meter}\"\nplay = \"{line}\"");
        super::super::Manner::read("test", &text).unwrap().cells.remove(0)
    }

    fn shown(cell: &Cell, meter: &str, length_eighths: i64) -> String {
        let meter: Meter = meter.parse().unwrap();
        let places = fitted(cell, &cell.bars[0], meter, Ticks(480 * length_eighths));
        let letter = |at: i64| {
            let found = places.iter().find(|place| place.at == Ticks(480 * at));
            found.map_or(' ', |place| {
                Symbol::ALL.chars().find(|c| Symbol::read(*c) == Some(place.symbol)).unwrap()
            })
        };
        (0..length_eighths).map(letter).collect()
    }

    #[test]
    fn a_line_is_cut_repeated_and_stretched_by_beats() {
        let common = cell("4/4", "D-d.m-c.");
        let compound = cell("6/8", "D-dM-m");
        for (cell, meter, eighths, fitted) in [
            (&common, "4/4", 8, "D-d.m-c."),
            (&common, "3/4", 6, "D-d.c."),
            (&common, "5/4", 10, "D-d.m-D-c."),
            (&common, "7/4", 14, "D-d.m-c.D-d.c."),
            (&common, "7/8", 7, "D-d.m-c"),
            (&common, "5/8", 5, "D-c. "),
            (&common, "6/8", 6, "D- c. "),
            (&common, "4/4", 2, "D-"),
            (&common, "3/8", 3, "D- "),
            (&common, "1/8", 1, "D"),
            (&compound, "12/8", 12, "D-dM-mD-dM-m"),
            (&compound, "4/4", 8, "D-M-D-M-"),
        ] {
            assert_eq!(shown(cell, meter, eighths), fitted, "{meter}, {eighths} eighths");
        }
    }
}
