//! What a style's `bass.toml` says, checked line by line.

use music::pitch::Pitch;
use serde::Deserialize;
use toml::Spanned;

use super::cell::{self, Cell, Feel, Part, STEPS};
use crate::style::{self, Page};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manner {
    pub line: Line,
    pub memory: Memory,
    /// The register, lowest and highest.
    pub range: (Pitch, Pitch),
    /// Where the line is at home.
    pub home: Pitch,
    /// How far a walking line wanders from there, in semitones.
    pub wander: u8,
    pub velocity: u8,
    /// How often a bar has each note of its `maybe` grid, in a hundred.
    pub maybe: u32,
    pub cells: Vec<Cell>,
}

/// How degrees become pitches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Line {
    /// In whatever octave the line goes through.
    Walk,
    /// Above the bass note, under one position of the hand: a shape that moves with the chords.
    Riff,
}

/// What one bar knows of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Memory {
    /// Each bar draws its cell.
    Bar,
    /// A section has its cell, and turns round in every fourth bar.
    Phrase,
}

/// What is played where a style says nothing: roots, fifths and a way on.
const PLAIN: &str = r#"
[[cell]]
grid = "1--- 5--- "
step = 8
[[cell]]
grid = "1--- 5-a-"
step = 8
part = "turn"
"#;
/// The open E string and the G a twelfth and a third above it: what a bass with four strings does well.
const RANGE: (u8, u8) = (28, 55);
const HOME: u8 = 36;
/// More cells than any style has written; each is looked at for every bar.
const CELLS_MAX: usize = 128;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    line: Option<Line>,
    memory: Option<Memory>,
    lowest: Option<Spanned<String>>,
    highest: Option<Spanned<String>>,
    home: Option<Spanned<String>>,
    wander: Option<Spanned<u8>>,
    velocity: Option<Spanned<u8>>,
    maybe: Option<Spanned<u8>>,
    #[serde(default)]
    cell: Vec<Spanned<Written>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    grid: Spanned<String>,
    maybe: Option<Spanned<String>>,
    step: Option<Spanned<u32>>,
    meter: Option<Spanned<String>>,
    #[serde(default)]
    part: WrittenPart,
    feel: Option<WrittenFeel>,
    energy: Option<Spanned<[u8; 2]>>,
    weight: Option<u8>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WrittenPart {
    #[default]
    Main,
    Turn,
    Fill,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WrittenFeel {
    Two,
    Four,
}

impl Manner {
    /// Reads a style's file; an error names the file, the line and what was expected.
    pub fn read(file: &str, text: &str) -> Result<Manner, style::Error> {
        let page = Page { file, text };
        let written: File = page.parse()?;
        let pitch = |name: &Option<Spanned<String>>, otherwise: u8| page.pitch(name.as_ref(), otherwise);
        let range = (pitch(&written.lowest, RANGE.0)?, pitch(&written.highest, RANGE.1)?);
        let home = pitch(&written.home, HOME.clamp(range.0.key(), range.1.key().max(range.0.key())))?;
        if range.1.key() < range.0.key().saturating_add(NARROWEST) {
            let wrong = written.highest.as_ref().or(written.lowest.as_ref());
            let (low, high) = range;
            let message =
                format!("{low} to {high} is too narrow; a bass needs {NARROWEST} semitones at least");
            return Err(page.wrong_if_said(wrong, message));
        }
        if home < range.0 || home > range.1 {
            let message = format!("{home} is not between {} and {}", range.0, range.1);
            return Err(page.wrong_if_said(written.home.as_ref(), message));
        }
        let number =
            |value: &Option<Spanned<u8>>, otherwise, limits| page.number(value.as_ref(), otherwise, limits);
        let cells = written
            .cell
            .iter()
            .map(|cell| self::cell(page, cell.get_ref()))
            .collect::<Result<Vec<Cell>, _>>()?;
        if let Some(beyond) = written.cell.get(CELLS_MAX) {
            return Err(page.wrong(beyond, format!("more than {CELLS_MAX} cells")));
        }
        let mut manner = Manner {
            line: written.line.unwrap_or(Line::Walk),
            memory: written.memory.unwrap_or(Memory::Phrase),
            range,
            home,
            wander: number(&written.wander, 5, (0, 12))?,
            velocity: number(&written.velocity, 88, (1, 127))?,
            maybe: u32::from(number(&written.maybe, 20, (0, 100))?),
            cells,
        };
        if manner.cells.iter().all(|cell| cell.part != Part::Main) {
            manner.cells.extend(Manner::read(file, PLAIN)?.cells);
        }
        Ok(manner)
    }
}

impl Page<'_> {
    /// Steps to a whole note.
    pub(crate) fn step(self, step: Option<&Spanned<u32>>, otherwise: u32) -> Result<u32, style::Error> {
        let Some(step) = step else { return Ok(otherwise) };
        let number = *step.get_ref();
        let refused =
            || self.wrong(step, format!("a step of {number} to a whole note; expected one of {STEPS:?}"));
        STEPS.contains(&number).then_some(number).ok_or_else(refused)
    }
}

/// Every chord must find its bass and an octave's worth of line above or below it.
const NARROWEST: u8 = 19;

impl Default for Manner {
    fn default() -> Manner {
        Manner::read("bass.toml", "").expect("a test reads the plain file")
    }
}

fn cell(page: Page<'_>, written: &Written) -> Result<Cell, style::Error> {
    let meter = page.meter(written.meter.as_ref())?;
    let step = page.step(written.step.as_ref(), 16)?;
    let read = |grid: &Spanned<String>, is_maybe| {
        let bars = cell::read(grid.get_ref(), step, meter, is_maybe);
        bars.map_err(|message| page.wrong(grid, message))
    };
    let mut bars = read(&written.grid, false)?;
    if let Some(grid) = &written.maybe {
        let maybes = read(grid, true)?;
        if maybes.len() != bars.len() {
            let message = format!("{} bars of maybe for a cell of {}", maybes.len(), bars.len());
            return Err(page.wrong(grid, message));
        }
        bars.iter_mut().zip(maybes).for_each(|(bar, maybes)| bar.extend(maybes));
    }
    let energy = page.energy(written.energy.as_ref())?;
    Ok(Cell {
        part: match written.part {
            WrittenPart::Main => Part::Main,
            WrittenPart::Turn => Part::Turn,
            WrittenPart::Fill => Part::Fill,
        },
        feel: written.feel.map(|feel| match feel {
            WrittenFeel::Two => Feel::Two,
            WrittenFeel::Four => Feel::Four,
        }),
        meter,
        energy,
        weight: u32::from(written.weight.unwrap_or(10)),
        bars,
    })
}
