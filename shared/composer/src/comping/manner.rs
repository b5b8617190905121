//! Reads `comping.toml`: how the keys of a style voice and what rhythms they play.

use music::meter::Meter;
use music::pitch::Pitch;
use serde::Deserialize;
use toml::Spanned;

use super::grid::Grid;
use crate::style::{Error, Page};
use crate::voicing::{Colour, Form, Policy};

/// What a style's `comping.toml` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manner {
    pub(crate) policy: Policy,
    pub(crate) cells: Vec<Cell>,
    /// At no energy and at full.
    pub(crate) velocity: (u8, u8),
    /// How many of a hundred downbeats are played an eighth early.
    pub(crate) early_percent: u32,
    /// How many of a hundred repeated bars are varied.
    pub(crate) variety_percent: u32,
    /// How many of a hundred phrases leave their section's theme for another.
    pub(crate) loose_percent: u32,
}

/// A rhythm of a bar or a few.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) grid: Grid,
    pub(crate) parts: Vec<SectionPart>,
    pub(crate) weight: u32,
    pub(crate) energy: (u8, u8),
    /// Only in bars of this meter.
    pub(crate) meter: Option<Meter>,
    /// Only where a guitar plays too, or only where none does.
    pub(crate) beside_guitar: Option<bool>,
    /// Notes ring on until the chord changes, as under a pedal.
    pub(crate) is_pedalled: bool,
    /// The chord's notes come one after the other, lowest first.
    pub(crate) is_rolled: bool,
}

/// Where in a song a cell belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SectionPart {
    A,
    B,
    /// Where a style has none for them, bridges play what their letter plays.
    Bridge,
    /// Intros and codas.
    Intro,
    /// The last bar of a phrase, which breathes or leads on.
    Turn,
    /// The bar that leads into a new section.
    Fill,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    #[serde(default)]
    voicing: Voicing,
    #[serde(default)]
    touch: Touch,
    #[serde(default)]
    cell: Vec<CellText>,
}

/// Shared with the pad.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Voicing {
    low: Option<Spanned<String>>,
    high: Option<Spanned<String>>,
    top: Option<Spanned<String>>,
    middle: Option<Spanned<String>>,
    voices: Option<Spanned<[usize; 2]>>,
    colour: Option<Spanned<String>>,
    restless_percent: Option<Spanned<u32>>,
    melody: Option<Spanned<u8>>,
    lift: Option<Spanned<u8>>,
    wander: Option<Spanned<u8>>,
    forms: Option<Forms>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Forms {
    shell: Option<Spanned<u8>>,
    rootless_a: Option<Spanned<u8>>,
    rootless_b: Option<Spanned<u8>>,
    close: Option<Spanned<u8>>,
    #[serde(rename = "drop-2")]
    drop_2: Option<Spanned<u8>>,
    #[serde(rename = "drop-3")]
    drop_3: Option<Spanned<u8>>,
    spread: Option<Spanned<u8>>,
    quartal: Option<Spanned<u8>>,
    triad: Option<Spanned<u8>>,
    upper: Option<Spanned<u8>>,
    power: Option<Spanned<u8>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Touch {
    velocity: Option<Spanned<[u8; 2]>>,
    early_percent: Option<Spanned<u32>>,
    variety_percent: Option<Spanned<u32>>,
    loose_percent: Option<Spanned<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct CellText {
    grid: Spanned<String>,
    parts: Option<Vec<SectionPart>>,
    weight: Option<Spanned<u32>>,
    energy: Option<Spanned<[u8; 2]>>,
    meter: Option<Spanned<String>>,
    guitar: Option<bool>,
    #[serde(default)]
    pedal: bool,
    #[serde(default)]
    roll: bool,
}

/// Weights and likings are counted like this everywhere.
const WEIGHT_MAX: u8 = 9;
const WEIGHT_EXPECTED: &str = "a weight is 0 (never) to 9 (most)";
const PERCENT_EXPECTED: &str = "a percentage is 0 to 100";
const VELOCITY_EXPECTED: &str = "velocities are 1 to 127, as [at no energy, at full energy]";
/// A whole bar held: what anyone can play to anything.
const DEFAULT_GRID: &str = "x---|----|----|---.";

impl Manner {
    /// Reads a style's file; an error names the file, the line and what was expected.
    pub fn read(file: &str, text: &str) -> Result<Manner, Error> {
        let page = Page { file, text };
        let read: File = page.parse()?;
        let percent = |value: Option<Spanned<u32>>, instead| {
            page.checked(value, instead, |percent| *percent <= 100, PERCENT_EXPECTED)
        };
        let velocity = velocities(page, read.touch.velocity, [56, 96])?;
        let cells: Vec<Cell> =
            read.cell.into_iter().map(|cell| self::cell(page, cell)).collect::<Result<_, _>>()?;
        Ok(Manner {
            policy: policy(page, read.voicing, Policy::default())?,
            cells: if cells.is_empty() { vec![default_cell()] } else { cells },
            velocity,
            early_percent: percent(read.touch.early_percent, 0)?,
            variety_percent: percent(read.touch.variety_percent, 40)?,
            loose_percent: percent(read.touch.loose_percent, 0)?,
        })
    }
}

impl Default for Manner {
    fn default() -> Manner {
        Manner::read("", "").expect("an empty file has no mistakes")
    }
}

pub(crate) fn velocities(
    page: Page<'_>,
    value: Option<Spanned<[u8; 2]>>,
    instead: [u8; 2],
) -> Result<(u8, u8), Error> {
    let fits = |pair: &[u8; 2]| pair[0] >= 1 && pair[0] <= pair[1] && pair[1] <= 127;
    page.checked(value, instead, fits, VELOCITY_EXPECTED).map(|pair| (pair[0], pair[1]))
}

fn cell(page: Page<'_>, cell: CellText) -> Result<Cell, Error> {
    let grid = Grid::read(cell.grid.get_ref()).map_err(|message| page.wrong_at(cell.grid.span(), message))?;
    let is_weight = |weight: &u32| *weight <= u32::from(WEIGHT_MAX);
    Ok(Cell {
        grid,
        parts: cell.parts.unwrap_or_else(|| vec![SectionPart::A, SectionPart::B]),
        weight: page.checked(cell.weight, 5, is_weight, WEIGHT_EXPECTED)?,
        energy: page.energy(cell.energy.as_ref())?,
        meter: cell.meter.map(|meter| page.parsed(&meter)).transpose()?,
        beside_guitar: cell.guitar,
        is_pedalled: cell.pedal,
        is_rolled: cell.roll,
    })
}

fn default_cell() -> Cell {
    Cell {
        grid: Grid::read(DEFAULT_GRID).expect("the default is a grid"),
        parts: vec![SectionPart::A, SectionPart::B, SectionPart::Intro],
        weight: 5,
        energy: (0, 127),
        meter: None,
        beside_guitar: None,
        is_pedalled: false,
        is_rolled: false,
    }
}

/// A `[voicing]` table; what it does not say is as in `instead`.
pub(crate) fn policy(page: Page<'_>, read: Voicing, instead: Policy) -> Result<Policy, Error> {
    let pitch = |value: Option<Spanned<String>>, instead: u8| match value {
        None => Ok(instead),
        Some(value) => match value.get_ref().parse::<Pitch>() {
            Ok(pitch) => Ok(pitch.key()),
            Err(error) => Err(page.wrong_at(value.span(), error.to_string())),
        },
    };
    let high_place = read.high.as_ref().map_or(0..0, Spanned::span);
    let (low, high) = (pitch(read.low, instead.low)?, pitch(read.high, instead.high)?);
    let top = pitch(read.top, instead.top)?;
    let middle = pitch(read.middle, top.saturating_sub(MIDDLE_BELOW_TOP))?;
    if high < low.saturating_add(REGISTER_MIN)
        || !(low..=high).contains(&top)
        || !(low..=top).contains(&middle)
    {
        let expected =
            "from low to high 20 semitones are needed, with middle and top in this order between them";
        return Err(page.wrong_at(high_place, expected));
    }
    let is_voices =
        |pair: &[usize; 2]| 1 <= pair[0] && pair[0] <= pair[1] && pair[1] <= crate::voicing::NOTES_MAX;
    let voices = [instead.voices.0, instead.voices.1];
    let voices = page.checked(read.voices, voices, is_voices, "voices are 1 to 6, as [fewest, most]")?;
    let restless =
        page.checked(read.restless_percent, instead.restless_percent, |p| *p <= 100, PERCENT_EXPECTED)?;
    let wander = page.checked(
        read.wander,
        instead.wander,
        |semitones| *semitones <= WANDER_MAX,
        "wander is 0 to 6 semitones",
    )?;
    let colour = match read.colour {
        None => instead.colour,
        Some(name) => Colour::ALL
            .into_iter()
            .find(|(known, _)| known == name.get_ref())
            .map(|(_, colour)| colour)
            .ok_or_else(|| page.wrong_at(name.span(), "colour is plain, warm or rich"))?,
    };
    let melody = page.checked(
        read.melody,
        instead.melody,
        |melody| *melody <= WEIGHT_MAX,
        "the melody of the top line is 0 (it stays) to 9 (it sings)",
    )?;
    let is_lift = |lift: &u8| *lift <= LIFT_MAX;
    let lift = page.checked(read.lift, instead.lift, is_lift, "a lift is 0 to 7 semitones")?;
    let forms = read.forms.map_or(Ok(instead.forms), |forms| self::forms(page, forms))?;
    Ok(Policy {
        forms,
        low,
        high,
        top,
        middle,
        voices: (voices[0], voices[1]),
        span_max: instead.span_max,
        colour,
        restless_percent: restless,
        melody,
        lift,
        wander,
    })
}

/// Further, and hands cross the bass or the lead.
const WANDER_MAX: u8 = 6;
/// Where the middle of four close notes lies under their top.
const MIDDLE_BELOW_TOP: u8 = 5;
/// A fifth: from further up the hands would not find back within a window.
const LIFT_MAX: u8 = 7;
/// Less than this leaves some chord without any inversion.
const REGISTER_MIN: u8 = 20;

fn forms(page: Page<'_>, read: Forms) -> Result<Vec<(Form, u8)>, Error> {
    let all = [
        (Form::Shell, read.shell),
        (Form::RootlessA, read.rootless_a),
        (Form::RootlessB, read.rootless_b),
        (Form::Close, read.close),
        (Form::Drop2, read.drop_2),
        (Form::Drop3, read.drop_3),
        (Form::Spread, read.spread),
        (Form::Quartal, read.quartal),
        (Form::Triad, read.triad),
        (Form::Upper, read.upper),
        (Form::Power, read.power),
    ];
    let mut forms = Vec::new();
    for (form, liking) in all {
        let liking = page.checked(liking, 0, |liking| *liking <= WEIGHT_MAX, WEIGHT_EXPECTED)?;
        if liking > 0 {
            forms.push((form, liking));
        }
    }
    Ok(forms)
}
