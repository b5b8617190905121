//! What a style's `guitar.toml` says, checked line by line.

use std::ops::Range;

use music::time::{TICKS_PER_BEAT, Ticks};
use serde::Deserialize;
use toml::Spanned;

use super::cell::{Cell, Direction, Part, Symbol};
use super::family::Family;
use crate::style::{Error, Page};

/// Strings of one stroke follow each other this fast or slow: faster is one sound, slower is an arpeggio.
pub(super) const STRUM_MILLIS: (u32, u32) = (8, 25);
/// A two-bar pattern is a clave; longer ones are phrases, which windows make.
pub(super) const CELL_BARS_MAX: usize = 4;
/// A style with more has said everything several times over.
pub(super) const CELLS_MAX: usize = 64;
/// A cell a hundred times likelier than another is the only one.
pub(super) const WEIGHT_MAX: u32 = 100;
/// The hand likes to be no higher than this: shapes reach four frets further.
pub(super) const CENTRE_MAX: u32 = 10;

/// How a style's guitarist plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manner {
    /// Frets around which the hand likes to be, in A and in B sections.
    pub centre: (u8, u8),
    /// Milliseconds between strings, for the hardest and the softest stroke.
    pub strum_millis: (u32, u32),
    pub colour: bool,
    /// Of a hundred phrases, how many leave their section's cell for another.
    pub loose_percent: u32,
    pub cells: Vec<Cell>,
    /// What the last beats of a bar play instead, when a fill is asked for.
    pub fills: Vec<Cell>,
}

/// What plays where a style says nothing.
const DEFAULT: &str = "[[cell]]\nplay = \"D-d-d-du\"\nmore = \"---u-u--\"\n\n[[cell]]\nplay = \"D---d-du\"\n";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    centre: Option<Spanned<u32>>,
    centre_b: Option<Spanned<u32>>,
    strum_ms: Option<Spanned<[u32; 2]>>,
    #[serde(default)]
    colour: bool,
    loose_percent: Option<Spanned<u8>>,
    #[serde(default)]
    cell: Vec<Spanned<Entry>>,
    #[serde(default)]
    fill: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    part: Option<Spanned<String>>,
    meter: Option<Spanned<String>>,
    step: Option<Spanned<u32>>,
    energy: Option<Spanned<[u8; 2]>>,
    weight: Option<Spanned<u32>>,
    shapes: Option<Spanned<String>>,
    #[serde(default)]
    early: bool,
    keys: Option<bool>,
    play: Spanned<String>,
    more: Option<Spanned<String>>,
}

impl Manner {
    /// Reads a style's file; an error names the file, the line and what was expected.
    pub fn read(file: &str, text: &str) -> Result<Manner, Error> {
        let page = Page { file, text };
        let read: File = page.parse()?;
        let centre = page.centre(read.centre.as_ref(), 2)?;
        let cells = page.entries(&read.cell, false)?;
        let cells = if cells.is_empty() { default_cells()? } else { cells };
        Ok(Manner {
            centre: (centre, page.centre(read.centre_b.as_ref(), u32::from(centre))?),
            strum_millis: page.strum(read.strum_ms.as_ref())?,
            colour: read.colour,
            loose_percent: u32::from(page.number(read.loose_percent.as_ref(), 0, (0, 100))?),
            cells,
            fills: page.entries(&read.fill, true)?,
        })
    }
}

fn default_cells() -> Result<Vec<Cell>, Error> {
    let page = Page { file: "the default guitar", text: DEFAULT };
    page.entries(&page.parse::<File>()?.cell, false)
}

impl Page<'_> {
    fn refuse<T>(self, span: Range<usize>, message: String) -> Result<T, Error> {
        Err(self.wrong_at(span, message))
    }

    fn centre(&self, said: Option<&Spanned<u32>>, usual: u32) -> Result<u8, Error> {
        let fret = said.map_or(usual, |fret| *fret.get_ref());
        match said {
            Some(said) if fret > CENTRE_MAX => self.refuse(
                said.span(),
                format!("{fret} is too high for the hand; write a fret from 0 to {CENTRE_MAX}"),
            ),
            Some(_) | None => Ok(fret.min(CENTRE_MAX) as u8),
        }
    }

    fn strum(&self, said: Option<&Spanned<[u32; 2]>>) -> Result<(u32, u32), Error> {
        let (least, most) = STRUM_MILLIS;
        let Some(said) = said else { return Ok((least + 2, least + 8)) };
        let [fast, slow] = *said.get_ref();
        if least <= fast && fast <= slow && slow <= most {
            return Ok((fast, slow));
        }
        let expected = format!("two numbers from {least} to {most}, the faster stroke first, as in [10, 16]");
        self.refuse(said.span(), format!("[{fast}, {slow}] is no strum; write {expected}"))
    }

    fn entries(&self, entries: &[Spanned<Entry>], is_fill: bool) -> Result<Vec<Cell>, Error> {
        if let Some(entry) = entries.get(CELLS_MAX) {
            return self.refuse(entry.span(), format!("more than {CELLS_MAX} of these; leave some out"));
        }
        entries.iter().map(|entry| self.entry(entry.get_ref(), is_fill)).collect()
    }

    fn entry(&self, entry: &Entry, is_fill: bool) -> Result<Cell, Error> {
        let meter = self.meter(entry.meter.as_ref())?;
        let step = self.hand_step(entry.step.as_ref())?;
        let steps = meter.bar_ticks().0.checked_div(step.0).unwrap_or(0);
        let bars = self.lines(&entry.play, steps as usize, is_fill)?;
        let more = match &entry.more {
            Some(more) => self.lines(more, steps as usize, is_fill)?,
            None => bars.iter().map(|line| vec![Symbol::Ring; line.len()]).collect(),
        };
        self.same_size(entry, &bars, &more)?;
        self.strokes(&entry.play, &bars)?;
        if let Some(said) = &entry.more {
            self.strokes(said, &more)?;
        }
        Ok(Cell {
            part: self.part(entry.part.as_ref())?,
            meter,
            step,
            energy: self.energy(entry.energy.as_ref())?,
            weight: self.weight(entry.weight.as_ref())?,
            family: self.family(entry.shapes.as_ref())?,
            early: entry.early,
            beside_keys: entry.keys,
            bars,
            more,
        })
    }

    fn hand_step(&self, said: Option<&Spanned<u32>>) -> Result<Ticks, Error> {
        match said.map(|said| (*said.get_ref(), said.span())) {
            None | Some((8, _)) => Ok(Ticks(TICKS_PER_BEAT / 2)),
            Some((12, _)) => Ok(Ticks(TICKS_PER_BEAT / 3)),
            Some((16, _)) => Ok(Ticks(TICKS_PER_BEAT / 4)),
            Some((other, span)) => self.refuse(
                span,
                format!("{other} is no step; write 8 for eighths, 12 for triplets or 16 for sixteenths"),
            ),
        }
    }

    fn part(&self, said: Option<&Spanned<String>>) -> Result<Part, Error> {
        let Some(said) = said else { return Ok(Part::Any) };
        match said.get_ref().as_str() {
            "a" => Ok(Part::A),
            "b" => Ok(Part::B),
            "any" => Ok(Part::Any),
            other => self.refuse(said.span(), format!("\"{other}\" is no part; write a, b or any")),
        }
    }

    fn weight(&self, said: Option<&Spanned<u32>>) -> Result<u32, Error> {
        let Some(said) = said else { return Ok(1) };
        let weight = *said.get_ref();
        if weight <= WEIGHT_MAX {
            return Ok(weight);
        }
        self.refuse(said.span(), format!("{weight} is too heavy; write a weight from 0 to {WEIGHT_MAX}"))
    }

    fn family(&self, said: Option<&Spanned<String>>) -> Result<Family, Error> {
        let Some(said) = said else { return Ok(Family::Open) };
        let name = said.get_ref();
        let known = || Family::ALL.map(Family::name).join(", ");
        let refuse = || {
            self.refuse(said.span(), format!("\"{name}\" is no family of shapes; write one of {}", known()))
        };
        Family::named(name).map_or_else(refuse, Ok)
    }

    fn lines(&self, said: &Spanned<String>, steps: usize, is_fill: bool) -> Result<Vec<Vec<Symbol>>, Error> {
        let lines: Vec<&str> = said.get_ref().split('|').collect();
        if lines.len() > if is_fill { 1 } else { CELL_BARS_MAX } {
            let allowed = if is_fill { "is one bar's end" } else { "has four bars at most" };
            return self.refuse(said.span(), format!("{} bars are too many; this {allowed}", lines.len()));
        }
        lines.into_iter().map(|line| self.line(said, line, steps, is_fill)).collect()
    }

    fn line(
        &self,
        said: &Spanned<String>,
        line: &str,
        steps: usize,
        is_fill: bool,
    ) -> Result<Vec<Symbol>, Error> {
        let letters = || line.chars().filter(|letter| !letter.is_whitespace());
        let symbol = |letter: char| match Symbol::read(letter) {
            Some(symbol) => Ok(symbol),
            None => {
                self.refuse(said.span(), format!("'{letter}' is no stroke; write one of {}", Symbol::ALL))
            }
        };
        let symbols: Vec<Symbol> = letters().map(symbol).collect::<Result<_, _>>()?;
        let fits = if is_fill { (1..=steps).contains(&symbols.len()) } else { symbols.len() == steps };
        if fits {
            return Ok(symbols);
        }
        let found = symbols.len();
        let expected = if is_fill { format!("1 to {steps}") } else { steps.to_string() };
        self.refuse(said.span(), format!("\"{line}\" has {found} steps; a bar of this meter has {expected}"))
    }

    fn same_size(&self, entry: &Entry, bars: &[Vec<Symbol>], more: &[Vec<Symbol>]) -> Result<(), Error> {
        let sizes = |lines: &[Vec<Symbol>]| lines.iter().map(Vec::len).collect::<Vec<_>>();
        match &entry.more {
            Some(said) if sizes(bars) != sizes(more) => {
                self.refuse(said.span(), "more must have as many bars and steps as play".to_owned())
            }
            Some(_) | None => Ok(()),
        }
    }

    /// A strumming hand never stops swinging: down on even steps, up between them.
    fn strokes(&self, said: &Spanned<String>, bars: &[Vec<Symbol>]) -> Result<(), Error> {
        let directions = || {
            let places = bars.iter().flat_map(|line| line.iter().enumerate());
            places.filter_map(|(at, symbol)| Some((at, symbol.gesture()?.direction()?)))
        };
        let is_all_down = directions().all(|(_, direction)| direction == Direction::Down);
        let wrong = |(at, direction): &(usize, Direction)| (*direction == Direction::Down) != (at % 2 == 0);
        match directions().find(wrong) {
            Some((at, _)) if !is_all_down => self.refuse(
                said.span(),
                format!(
                    "step {}: the hand goes down on steps 1, 3, 5 … and up between; write d or u so",
                    at + 1
                ),
            ),
            Some(_) | None => Ok(()),
        }
    }
}
