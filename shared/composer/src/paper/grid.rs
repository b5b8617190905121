//! The columns of a system: how fine they are, what stands above them and where strokes go.

use std::ops::Range;

use music::chart::Song;
use music::time::{TICKS_PER_BEAT, Ticks};

use crate::compose::Part;
use crate::sketch::{Stroke, Touch};

use super::column;

/// Columns of a beat, the coarsest first: sixteenths, sixteenth triplets, and what holds both.
const CELLS_PER_BEAT: [i64; 3] = [4, 6, 12];

/// The columns of a few bars.
pub(super) struct Grid<'a> {
    song: &'a Song,
    pub(super) bars: Range<usize>,
    pub(super) cell: Ticks,
}

impl Grid<'_> {
    /// The coarsest one on which every stroke stands.
    pub(super) fn of<'a>(song: &'a Song, parts: &[Part], bars: Range<usize>) -> Grid<'a> {
        let strokes = |part: &'_ Part| -> Vec<Ticks> {
            bars.clone().flat_map(|bar| part.sketch.bar(bar)).map(|stroke| stroke.at).collect()
        };
        let places: Vec<Ticks> = parts.iter().flat_map(strokes).collect();
        let fits = |cell: &Ticks| places.iter().all(|at| at.0 % cell.0 == 0);
        let cells = CELLS_PER_BEAT.map(|cells| Ticks(TICKS_PER_BEAT / cells));
        let cell = cells.into_iter().find(fits).unwrap_or(cells[cells.len() - 1]);
        Grid { song, bars, cell }
    }

    pub(super) fn width(&self) -> usize {
        self.bars.clone().map(|bar| self.cells(bar) + 1).sum()
    }

    fn cells(&self, bar: usize) -> usize {
        let ticks = self.song.bars()[bar].length.0;
        usize::try_from((ticks + self.cell.0 - 1) / self.cell.0).unwrap_or(0)
    }

    /// Cells for each bar, with the beats marked.
    pub(super) fn silence(&self) -> Vec<Vec<char>> {
        let beat = TICKS_PER_BEAT / self.cell.0;
        let cell = |index: usize| if index as i64 % beat == 0 { ':' } else { '.' };
        self.bars.clone().map(|bar| (0..self.cells(bar)).map(cell).collect()).collect()
    }

    /// The chords of a bar, each above its place, and the bar line.
    pub(super) fn chords(&self, bar: usize) -> String {
        let (width, span) = (self.cells(bar), self.song.bars()[bar].span());
        let mut line = String::new();
        for harmony in self.song.chords_in(span) {
            let column = usize::try_from((harmony.start - span.start).0 / self.cell.0).unwrap_or(0);
            let name = match harmony.chord {
                _ if harmony.start < span.start => ".".to_owned(),
                Some(chord) => chord.to_string(),
                None => "N.C.".to_owned(),
            };
            let gap = column.saturating_sub(line.chars().count()).max(usize::from(!line.is_empty()));
            line.extend(std::iter::repeat_n(' ', gap));
            line.push_str(&name);
        }
        let shown: String = line.chars().take(width).collect();
        format!("{shown:<width$}|")
    }

    /// A stroke where it stands, held on over bar lines as far as the system goes.
    pub(super) fn draw(&self, bars: &mut [Vec<char>], stroke: &Stroke, is_held: bool) {
        let first = column(stroke, self);
        let held = if is_held { (stroke.length.0 + self.cell.0 / 2) / self.cell.0 } else { 1 };
        let last = first + usize::try_from(held).unwrap_or(1).max(1);
        let head = match stroke.touch {
            Touch::Plain => 'x',
            Touch::Ghost => 'o',
            Touch::Accent => 'X',
        };
        for (index, place) in bars.iter_mut().flatten().enumerate().take(last).skip(first) {
            let is_free = matches!(*place, '.' | ':' | '-');
            if index == first {
                *place = head;
            } else if is_free {
                *place = '-';
            }
        }
    }
}
