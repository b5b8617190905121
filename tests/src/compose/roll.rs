//! What a band plays as text: a grid for drums, a piano roll for everybody else, a system for every few bars.

use std::fmt::Write;
use std::ops::Range;

use composer::sketch::{Stroke, Touch};
use composer::{Composition, Part};
use music::chart::Song;
use music::pitch::Pitch;
use music::time::{TICKS_PER_BEAT, Ticks};

use super::kit;

/// What a terminal shows without breaking lines, less the names in front.
const SYSTEM_CELLS_MAX: usize = 96;
/// As people read them.
const SYSTEM_BARS: usize = 4;
/// Cells of a beat, the coarsest first: sixteenths, sixteenth triplets, and what holds both.
const CELLS_PER_BEAT: [i64; 3] = [4, 6, 12];

/// As planned, before hands: a dot is silence and a colon silence on a beat, `x` a note, `X` an accent, `o` a ghost,
/// `-` a note held.
pub fn roll(song: &Song, composition: &Composition) -> String {
    let mut text = String::new();
    let sections = sections(song);
    for bars in sections.into_iter().flat_map(|section| systems(song, composition, section)) {
        system(&mut text, song, composition, bars);
    }
    text
}

fn sections(song: &Song) -> Vec<Range<usize>> {
    let mut from = 0;
    let passes = song.bars().chunk_by(|bar, next| bar.section == next.section);
    let range = |bars: &[_]| {
        let start = from;
        from += bars.len();
        start..from
    };
    passes.map(range).collect()
}

/// As many bars as fit on a line.
fn systems(song: &Song, composition: &Composition, section: Range<usize>) -> Vec<Range<usize>> {
    let mut systems = Vec::new();
    let mut from = section.start;
    while from < section.end {
        let mut to = (from + SYSTEM_BARS).min(section.end);
        while to > from + 1 && Grid::of(song, composition, from..to).width() > SYSTEM_CELLS_MAX {
            to -= 1;
        }
        systems.push(from..to);
        from = to;
    }
    systems
}

/// The cells of a few bars.
struct Grid<'a> {
    song: &'a Song,
    bars: Range<usize>,
    cell: Ticks,
}

impl Grid<'_> {
    /// The coarsest one on which every stroke stands.
    fn of<'a>(song: &'a Song, composition: &Composition, bars: Range<usize>) -> Grid<'a> {
        let strokes = |part: &'_ Part| -> Vec<Ticks> {
            bars.clone().flat_map(|bar| part.sketch.bar(bar)).map(|stroke| stroke.at).collect()
        };
        let places: Vec<Ticks> = composition.parts.iter().flat_map(strokes).collect();
        let fits = |cell: &Ticks| places.iter().all(|at| at.0 % cell.0 == 0);
        let cells = CELLS_PER_BEAT.map(|cells| Ticks(TICKS_PER_BEAT / cells));
        let cell = cells.into_iter().find(fits).unwrap_or(cells[cells.len() - 1]);
        Grid { song, bars, cell }
    }

    fn cells(&self, bar: usize) -> usize {
        let ticks = self.song.bars()[bar].length.0;
        usize::try_from((ticks + self.cell.0 - 1) / self.cell.0).unwrap_or(0)
    }

    fn width(&self) -> usize {
        self.bars.clone().map(|bar| self.cells(bar) + 1).sum()
    }

    fn silence(&self) -> Vec<Vec<char>> {
        let beat = TICKS_PER_BEAT / self.cell.0;
        let cell = |index: usize| if index as i64 % beat == 0 { ':' } else { '.' };
        self.bars.clone().map(|bar| (0..self.cells(bar)).map(cell).collect()).collect()
    }
}

fn system(text: &mut String, song: &Song, composition: &Composition, bars: Range<usize>) {
    let grid = Grid::of(song, composition, bars.clone());
    let name = &song.sections()[song.bars()[bars.start].section.index];
    let to = if bars.len() > 1 { format!("-{}", bars.end) } else { String::new() };
    let title = format!("{name} {}{to}", bars.start + 1);
    push(text, &format!("\n{}", title.trim()));
    push(text, &format!("{:>10} |{}", "", bars.map(|bar| chords(&grid, bar)).collect::<String>()));
    for part in &composition.parts {
        lane(text, &grid, part);
    }
}

fn push(text: &mut String, line: &str) {
    writeln!(text, "{}", line.trim_end()).expect("a string takes everything");
}

/// The chords of a bar, each above its place, and the bar line.
fn chords(grid: &Grid<'_>, bar: usize) -> String {
    let (width, span) = (grid.cells(bar), grid.song.bars()[bar].span());
    let mut line = String::new();
    for harmony in grid.song.chords_in(span) {
        let column = ((harmony.start - span.start).0.max(0) / grid.cell.0) as usize;
        let is_held = harmony.start < span.start;
        let name = harmony.chord.map_or("N.C.".to_owned(), |chord| chord.to_string());
        let name = if is_held { ".".to_owned() } else { name };
        let gap = column.saturating_sub(line.chars().count()).max(usize::from(!line.is_empty()));
        line.extend(std::iter::repeat_n(' ', gap));
        line.push_str(&name);
    }
    let shown: String = line.chars().take(width).collect();
    format!("{shown:<width$}|")
}

/// Highest first, and only what is played.
fn lane(text: &mut String, grid: &Grid<'_>, part: &Part) {
    let strokes = |bar: usize| part.sketch.bar(bar);
    let mut pitches: Vec<Pitch> = grid.bars.clone().flat_map(strokes).map(|stroke| stroke.pitch).collect();
    pitches.sort_unstable();
    pitches.dedup();
    if !pitches.is_empty() {
        push(text, part.lane.name());
    }
    for pitch in pitches.into_iter().rev() {
        let is_kit = part.lane.character().is_kit;
        let name = kit::name(pitch.key()).filter(|_| is_kit).map_or(pitch.to_string(), str::to_owned);
        let mut cells = grid.silence();
        for (index, bar) in grid.bars.clone().enumerate() {
            for stroke in strokes(bar).iter().filter(|stroke| stroke.pitch == pitch) {
                draw(&mut cells[index..], grid.cell, stroke, !is_kit);
            }
        }
        let line: String = cells.iter().map(|bar| bar.iter().collect::<String>() + "|").collect();
        push(text, &format!("{name:>10} |{line}"));
    }
}

/// A stroke where it stands, held on over bar lines as far as the system goes.
fn draw(bars: &mut [Vec<char>], cell: Ticks, stroke: &Stroke, is_held: bool) {
    let first = usize::try_from(stroke.at.0 / cell.0).unwrap_or(0);
    let held = if is_held { (stroke.length.0 + cell.0 / 2) / cell.0 } else { 1 };
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
