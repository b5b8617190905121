//! What a band plays as text that a musician can read: a grid for drums, a piano roll for everybody else.
//!
//! A dot is silence and a colon silence on a beat, `x` a note, `X` an accent, `o` a ghost, `-` a note held. A system has
//! as many bars as fit on a line, and columns as fine as its finest stroke.

mod grid;
mod hands;

use std::fmt::Write;
use std::ops::Range;

use music::chart::Song;
use music::lane::Lane;
use music::pitch::Pitch;

use crate::compose::Part;
use crate::drums::kit::Piece;
use crate::sketch::Stroke;
use grid::Grid;

/// What a terminal shows without breaking lines, less the names in front.
const SYSTEM_CELLS_MAX: usize = 96;
/// As people read them.
const SYSTEM_BARS: usize = 4;
/// The longest name of an instrument, `muted-triangle`.
const NAME_WIDTH: usize = 14;

/// What parts of a song look like on the stand.
#[derive(Clone, Copy, Debug)]
pub struct Paper<'a> {
    pub song: &'a Song,
    pub parts: &'a [Part],
    /// Under each lane, how its notes are played: a digit in each column that has one.
    pub shows_hands: bool,
}

impl Paper<'_> {
    /// Every section, a system after the other.
    pub fn whole(self) -> String {
        sections(self.song).into_iter().map(|bars| self.section(bars)).collect()
    }

    /// Bars of one section.
    pub fn section(self, bars: Range<usize>) -> String {
        let mut text = String::new();
        for system in self.systems(bars) {
            self.system(&mut text, &Grid::of(self.song, self.parts, system));
        }
        text
    }

    fn systems(self, section: Range<usize>) -> Vec<Range<usize>> {
        let mut systems = Vec::new();
        let mut from = section.start;
        while from < section.end {
            let mut to = (from + SYSTEM_BARS).min(section.end);
            while to > from + 1 && Grid::of(self.song, self.parts, from..to).width() > SYSTEM_CELLS_MAX {
                to -= 1;
            }
            systems.push(from..to);
            from = to;
        }
        systems
    }

    fn system(self, text: &mut String, grid: &Grid<'_>) {
        let bars = grid.bars.clone();
        let name = &self.song.sections()[self.song.bars()[bars.start].section.index];
        let to = if bars.len() > 1 { format!("-{}", bars.end) } else { String::new() };
        let title = format!("{name} {}{to}", bars.start + 1);
        writeln!(text, "\n{}", title.trim()).expect(STRING);
        push(text, "", &bars.map(|bar| grid.chords(bar)).collect::<String>());
        for part in self.parts {
            self.lane(text, grid, part);
        }
    }

    /// Highest first, of a kit in the order of its pieces, and only what is played.
    fn lane(self, text: &mut String, grid: &Grid<'_>, part: &Part) {
        let strokes = |bar: usize| part.sketch.bar(bar);
        let mut pitches: Vec<Pitch> =
            grid.bars.clone().flat_map(strokes).map(|stroke| stroke.pitch).collect();
        let is_kit = part.lane.character().is_kit;
        pitches.sort_unstable_by_key(|pitch| (Piece::of_pitch(*pitch).filter(|_| is_kit), *pitch));
        pitches.dedup();
        if pitches.is_empty() {
            return;
        }
        writeln!(text, "{}", part.lane).expect(STRING);
        for pitch in pitches.into_iter().rev() {
            let mut row = grid.silence();
            for (index, bar) in grid.bars.clone().enumerate() {
                for stroke in strokes(bar).iter().filter(|stroke| stroke.pitch == pitch) {
                    grid.draw(&mut row[index..], stroke, !is_kit);
                }
            }
            push(text, &name(part.lane, pitch), &lines(&row));
        }
        if self.shows_hands {
            hands::rows(grid, part).iter().for_each(|(name, row)| push(text, name, &lines(row)));
        }
    }
}

const STRING: &str = "a string takes everything";

/// Bars that belong to one pass through a section.
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

/// As styles write it, where it is a drum that they know.
fn name(lane: Lane, pitch: Pitch) -> String {
    let piece = Piece::of_pitch(pitch).filter(|_| lane.character().is_kit);
    piece.map_or_else(|| pitch.to_string(), |piece| piece.character().name.to_owned())
}

fn lines(row: &[Vec<char>]) -> String {
    row.iter().map(|bar| bar.iter().collect::<String>() + "|").collect()
}

fn push(text: &mut String, name: &str, row: &str) {
    writeln!(text, "{}", format!("{name:>NAME_WIDTH$} |{row}").trim_end()).expect(STRING);
}

/// In the column where it stands; a stroke ahead of its bar stands in the first.
fn column(stroke: &Stroke, grid: &Grid<'_>) -> usize {
    usize::try_from(stroke.at.0 / grid.cell.0).unwrap_or(0)
}
