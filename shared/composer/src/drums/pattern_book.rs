//! A style's grooves, fills and set-ups, read from TOML and checked line by line.

use std::collections::BTreeMap;

use music::chart::Feel;
use music::meter::Meter;
use serde::Deserialize;
use toml::Spanned;

use super::beats;
use super::grid::{self, Level, Pattern, Row};
use super::kit::Piece;
use crate::style::{Error, Page};

/// Where in a song a groove belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    A,
    B,
    Bridge,
    Intro,
    /// The first bar of an intro.
    Count,
}

/// One way to play a bar, or two bars that alternate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groove {
    pub name: String,
    pub place: Place,
    pub feel: Feel,
    pub meter: Meter,
    /// Least and most energy it is right for.
    pub energy: (u8, u8),
    pub weight: u32,
    pub pattern: Pattern,
}

/// What is played at the end of a bar instead of the groove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fill {
    pub name: String,
    pub beats: usize,
    pub energy: (u8, u8),
    pub pattern: Pattern,
}

/// Hits on one beat, together.
pub type Hits = Vec<(Piece, Level)>;

/// More patterns than a drummer knows; keeps a stranger's file from filling the memory.
pub const PATTERNS_MAX: usize = 128;
/// A fill is at most a bar of 8/4.
pub const FILL_BEATS_MAX: usize = 8;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GrooveEntry {
    name: String,
    #[serde(default = "place_a")]
    place: Place,
    feel: Option<Spanned<String>>,
    meter: Option<Spanned<String>>,
    energy: Option<Spanned<[u8; 2]>>,
    #[serde(default = "one")]
    weight: u8,
    #[serde(default = "sixteenths")]
    grid: Spanned<u8>,
    rows: BTreeMap<String, Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FillEntry {
    name: String,
    beats: Spanned<usize>,
    energy: Option<Spanned<[u8; 2]>>,
    #[serde(default = "sixteenths")]
    grid: Spanned<u8>,
    rows: BTreeMap<String, Spanned<String>>,
}

fn place_a() -> Place {
    Place::A
}

fn one() -> u8 {
    1
}

fn sixteenths() -> Spanned<u8> {
    Spanned::new(0..0, 4)
}

impl Page<'_> {
    pub(crate) fn grooves(self, entries: Vec<Spanned<GrooveEntry>>) -> Result<Vec<Groove>, Error> {
        self.not_too_many("grooves", &entries)?;
        entries.into_iter().map(|entry| self.groove(entry)).collect()
    }

    pub(crate) fn fills(self, entries: Vec<Spanned<FillEntry>>) -> Result<Vec<Fill>, Error> {
        self.not_too_many("fills", &entries)?;
        entries.into_iter().map(|entry| self.fill(entry)).collect()
    }

    fn not_too_many<T>(self, what: &str, entries: &[Spanned<T>]) -> Result<(), Error> {
        let count = entries.len();
        match entries.get(PATTERNS_MAX) {
            None => Ok(()),
            Some(entry) => {
                Err(self.wrong(entry, format!("{count} {what}; a style has {PATTERNS_MAX} at most")))
            }
        }
    }

    fn groove(self, entry: Spanned<GrooveEntry>) -> Result<Groove, Error> {
        let place = entry.span();
        let entry = entry.into_inner();
        let meter = match &entry.meter {
            None => Meter::COMMON,
            Some(text) => {
                text.get_ref().parse().map_err(|error| self.wrong(text, format!("meter: {error}")))?
            }
        };
        let feel = match &entry.feel {
            None => Feel::Normal,
            Some(text) => Feel::from_name(text.get_ref()).ok_or_else(|| self.unknown_feel(text))?,
        };
        let bar = i128::from(meter.bar_ticks().0);
        let pattern = self.pattern(&entry.grid, &entry.rows, bar, &format!("a bar of {meter}"))?;
        if pattern.rows.is_empty() {
            return Err(Error::at(self.file, self.text, place.start, "a groove has at least one row"));
        }
        let energy = self.energy(entry.energy.as_ref())?;
        let weight = u32::from(entry.weight);
        Ok(Groove { name: entry.name, place: entry.place, feel, meter, energy, weight, pattern })
    }

    fn fill(self, entry: Spanned<FillEntry>) -> Result<Fill, Error> {
        let entry = entry.into_inner();
        let beats = *entry.beats.get_ref();
        if !(1..=FILL_BEATS_MAX).contains(&beats) {
            return Err(
                self.wrong(&entry.beats, format!("beats = {beats}; a fill has 1 to {FILL_BEATS_MAX}"))
            );
        }
        let length = beats as i128 * i128::from(beats::source_beat(Meter::COMMON));
        let pattern = self.pattern(&entry.grid, &entry.rows, length, &format!("{beats} beats"))?;
        Ok(Fill { name: entry.name, beats, energy: self.energy(entry.energy.as_ref())?, pattern })
    }

    fn unknown_feel(self, text: &Spanned<String>) -> Error {
        let known = Feel::ALL.map(Feel::name).join(", ");
        self.wrong(text, format!("\"{}\" is not a feel; write one of {known}", text.get_ref()))
    }

    fn pattern(
        self,
        grid: &Spanned<u8>,
        rows: &BTreeMap<String, Spanned<String>>,
        length: i128,
        what: &str,
    ) -> Result<Pattern, Error> {
        let steps = *grid.get_ref();
        if !grid::GRIDS.contains(&steps) {
            let message = format!("grid = {steps}; steps in a quarter note are one of {:?}", grid::GRIDS);
            return Err(self.wrong(grid, message));
        }
        let mut pattern = Pattern { grid: steps, rows: Vec::with_capacity(rows.len()) };
        let expected = length / i128::from(pattern.step_ticks());
        if expected == 0 || length % i128::from(pattern.step_ticks()) != 0 {
            return Err(self.wrong(grid, format!("grid = {steps} does not divide {what}; try 4 or 8")));
        }
        for (name, text) in rows {
            let steps = self.row(name, text, expected as usize, what)?;
            pattern.rows.push(Row { piece: self.piece(name, text)?, steps });
        }
        Ok(pattern)
    }

    fn row(
        self,
        name: &str,
        text: &Spanned<String>,
        expected: usize,
        what: &str,
    ) -> Result<Vec<Option<Level>>, Error> {
        let steps = grid::steps(text.get_ref()).map_err(|sign| {
            let message = format!("{name}: '{sign}' is not a step; write X, x, o, ?, - or a dot");
            self.wrong(text, message)
        })?;
        if steps.is_empty() || !steps.len().is_multiple_of(expected) || steps.len() > grid::STEPS_MAX {
            let count = steps.len();
            let message = format!("{name}: {count} steps; {what} has {expected} on this grid");
            return Err(self.wrong(text, message));
        }
        Ok(steps)
    }

    fn piece<T>(self, name: &str, place: &Spanned<T>) -> Result<Piece, Error> {
        Piece::named(name).ok_or_else(|| {
            let known = Piece::names().collect::<Vec<_>>().join(", ");
            self.wrong(place, format!("\"{name}\" is not in the kit; write one of {known}"))
        })
    }

    /// `{ kick = "X", crash = "x" }`: together on one beat.
    pub(crate) fn hits(self, written: BTreeMap<String, Spanned<String>>) -> Result<Hits, Error> {
        let hits = written.iter().map(|(name, text)| {
            let sign = text.get_ref().chars().next().filter(|_| text.get_ref().chars().count() == 1);
            let level = sign.and_then(|sign| Level::of_sign(sign).ok()).flatten();
            let level = level.filter(|level| !level.is_perhaps()).ok_or_else(|| {
                self.wrong(text, format!("{name}: \"{}\" is not a hit; write X, x or o", text.get_ref()))
            })?;
            Ok((self.piece(name, text)?, level))
        });
        hits.collect()
    }
}
