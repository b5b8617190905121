//! Rows of digits under a lane's notes: how loud, how late, how much they matter.

use music::clip::Note;
use music::time::TICKS_PER_BEAT;

use super::column;
use super::grid::Grid;
use crate::compose::Part;
use crate::sketch::Stroke;

/// A digit is a tenth of what velocity and importance can be.
const TENTH: i64 = 128;
/// A letter or a digit is so many microseconds early or late.
const LATE_STEP_MICROS: i64 = 3_000;
/// A digit is so much of a beat that swing moves a note: a plain triplet's second eighth is a 4.
const SWING_STEPS_PER_BEAT: i64 = 24;

type Row = Vec<Vec<char>>;

/// Of notes in one column the loudest counts, the most important, and the one furthest from the grid.
///
/// `loud` and `keep` (importance) are tenths; `late` counts steps of three milliseconds, as digits late and as letters
/// early; `swung` counts 24ths of a beat, where anything swings.
pub(super) fn rows(grid: &Grid<'_>, part: &Part) -> Vec<(&'static str, Row)> {
    let loud = |_: &Stroke, note: &Note| i64::from(note.velocity) * 10 / TENTH;
    let keep = |_: &Stroke, note: &Note| i64::from(note.importance) * 10 / TENTH;
    let late = |_: &Stroke, note: &Note| nearest(i64::from(note.offset.0), LATE_STEP_MICROS);
    let swung = |stroke: &Stroke, note: &Note| {
        nearest((note.start - stroke.at).0, TICKS_PER_BEAT / SWING_STEPS_PER_BEAT)
    };
    let mut rows = vec![
        ("loud", row(grid, part, loud)),
        ("keep", row(grid, part, keep)),
        ("late", row(grid, part, late)),
    ];
    let swings = row(grid, part, swung);
    if swings.iter().flatten().any(|place| !matches!(place, '.' | ':' | '0')) {
        rows.push(("swung", swings));
    }
    rows
}

fn row(grid: &Grid<'_>, part: &Part, measure: impl Fn(&Stroke, &Note) -> i64) -> Row {
    let mut row = grid.silence();
    for (cells, bar) in row.iter_mut().zip(grid.bars.clone()) {
        let mut measured: Vec<Option<i64>> = vec![None; cells.len()];
        let notes = part.played.get(bar).map_or(&[][..], Vec::as_slice);
        for (stroke, note) in part.sketch.bar(bar).iter().zip(notes) {
            let Some(place) = measured.get_mut(column(stroke, grid)) else { continue };
            let value = measure(stroke, note);
            *place = (*place).filter(|most| most.abs() >= value.abs()).or(Some(value));
        }
        for (cell, value) in cells.iter_mut().zip(measured) {
            *cell = value.map_or(*cell, sign);
        }
    }
    row
}

/// `0` to `9`, and `a` to `i` below zero.
fn sign(value: i64) -> char {
    let size = u8::try_from(value.abs().min(9)).unwrap_or(9);
    char::from(if value < 0 { b'a' - 1 + size } else { b'0' + size })
}

fn nearest(value: i64, step: i64) -> i64 {
    (value + step / 2 * value.signum()) / step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_late_and_letters_early() {
        for (value, expected) in [(0, '0'), (1, '1'), (9, '9'), (40, '9'), (-1, 'a'), (-9, 'i'), (-40, 'i')] {
            assert_eq!(sign(value), expected, "{value}");
        }
    }

    #[test]
    fn steps_are_rounded_the_same_on_both_sides() {
        for (micros, steps) in
            [(0, 0), (1_499, 0), (1_500, 1), (4_499, 1), (4_500, 2), (-1_500, -1), (-9_000, -3)]
        {
            assert_eq!(nearest(micros, LATE_STEP_MICROS), steps, "{micros}");
        }
    }
}
