//! What concerns the whole band: meters, tempi, swing, who sits in and when, how it ends, and the hands' timing.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use music::lane::Lane;
use music::meter::Meter;
use music::tempo::{BPM_MAX, BPM_MIN};
use serde::Deserialize;
use toml::Spanned;

use super::bands::{self, Band};
use super::{ENERGY_MAX, Error, Page};
use crate::arrange::{Landing, SectionRole};

/// What a style's `style.toml` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct General {
    /// Meters it is written for, the first being its own; another one is adapted, and said so.
    pub meters: Vec<Meter>,
    /// What the chart's tempo should lie in, slowest and fastest, and what is played when it names none.
    pub tempo_bpm: (u32, u32),
    pub tempo_default_bpm: u32,
    pub swing: Swing,
    /// Of the usual swing at a tempo.
    pub swing_percent: u32,
    pub drummer: Drummer,
    /// How many of a hundred songs begin two-bar patterns with their second bar.
    pub turned_percent: u32,
    /// Who sits in when nobody says otherwise.
    pub lanes: Vec<Lane>,
    /// By [`SectionRole::index`]: how hard the band plays there, 0–127.
    pub energy: [u8; SectionRole::COUNT],
    /// By [`Lane::index`]: the energy from which a chair plays.
    pub enters: [u8; Lane::COUNT],
    /// Who rests when it breaks down, and how often a bridge begins so.
    pub breakdown: Vec<Lane>,
    pub breakdown_percent: u32,
    pub ending: Landing,
    /// By [`Lane::index`].
    pub hands: [Hand; Lane::COUNT],
    /// What people play, in numbers; nothing is decided by it.
    pub bands: Vec<Band>,
}

/// Which pairs of notes are long–short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Swing {
    Straight,
    Eighths,
    Sixteenths,
}

/// Repetition is right for a machine and wrong for a human.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Drummer {
    Human,
    Machine,
}

/// How one chair is with the beat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Hand {
    /// Late is positive.
    pub lean_ms: i32,
    /// Standard deviation of what no player means.
    pub spread_ms: u32,
}

impl Default for Hand {
    fn default() -> Hand {
        Hand { lean_ms: 0, spread_ms: 7 }
    }
}

/// The only layout of `style.toml` so far.
const VERSION: u32 = 1;
/// A lean beyond this is another rhythm.
const LEAN_MAX_MS: i32 = 40;
/// Hands that are further off are not hired.
const SPREAD_MAX_MS: u32 = 20;
const SWING_PERCENT_MAX: u32 = 200;

/// As it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    version: Spanned<u32>,
    /// Taken care of by whoever reads the folder.
    #[allow(dead_code)]
    inherits: Option<String>,
    meters: Spanned<Vec<Spanned<String>>>,
    tempo: Spanned<TempoRange>,
    swing: Swing,
    swing_percent: Spanned<u32>,
    drummer: Drummer,
    turned_percent: Spanned<u32>,
    lanes: Spanned<Vec<Spanned<String>>>,
    energy: BTreeMap<Spanned<String>, Spanned<u8>>,
    enters: BTreeMap<Spanned<String>, Spanned<u8>>,
    breakdown: Vec<Spanned<String>>,
    breakdown_percent: Spanned<u32>,
    ending: LandingName,
    hands: BTreeMap<Spanned<String>, Spanned<Hand>>,
    bands: bands::Written,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct TempoRange {
    from: u32,
    to: u32,
    usual: u32,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum LandingName {
    Button,
    Ring,
    Fade,
}

impl Default for Written {
    fn default() -> Written {
        let lanes = ["drums", "bass", "keys", "guitar"];
        Written {
            version: spanless(VERSION),
            inherits: None,
            meters: spanless(vec![spanless("4/4".to_owned())]),
            tempo: spanless(TempoRange { from: 60, to: 200, usual: 120 }),
            swing: Swing::Straight,
            swing_percent: spanless(100),
            drummer: Drummer::Human,
            turned_percent: spanless(0),
            lanes: spanless(lanes.map(|lane| spanless(lane.to_owned())).to_vec()),
            energy: BTreeMap::new(),
            enters: BTreeMap::new(),
            breakdown: vec![spanless("drums".to_owned())],
            breakdown_percent: spanless(30),
            ending: LandingName::Ring,
            hands: BTreeMap::new(),
            bands: bands::Written::new(),
        }
    }
}

fn spanless<T>(value: T) -> Spanned<T> {
    Spanned::new(0..0, value)
}

impl General {
    /// Reads a style's file; an error names the file, the line and what was expected.
    pub fn read(file: &str, text: &str) -> Result<General, Error> {
        let page = Page { file, text };
        let written: Written = page.parse()?;
        page.within(&written.version, VERSION..=VERSION, "version")?;
        let TempoRange { from, to, usual } = *written.tempo.get_ref();
        if !(from <= usual && usual <= to && from > 0) {
            let message = format!("the usual tempo, {usual}, should lie between {from} and {to}");
            return Err(page.wrong(&written.tempo, message));
        }
        if from < BPM_MIN || to > BPM_MAX {
            let message = format!("tempi go from {BPM_MIN} to {BPM_MAX} BPM, not from {from} to {to}");
            return Err(page.wrong(&written.tempo, message));
        }
        let (meters, lanes) =
            (page.parsed_all(&written.meters, "meter")?, page.lanes(written.lanes.get_ref())?);
        if lanes.is_empty() {
            return Err(page.wrong(&written.lanes, "a band needs somebody; name a lane, as in [\"drums\"]"));
        }
        Ok(General {
            meters,
            tempo_bpm: (from, to),
            tempo_default_bpm: usual,
            swing: written.swing,
            swing_percent: page.within(&written.swing_percent, 0..=SWING_PERCENT_MAX, "swing_percent")?,
            drummer: written.drummer,
            turned_percent: page.within(&written.turned_percent, 0..=100, "turned_percent")?,
            lanes,
            energy: page.energies(&written.energy)?,
            enters: page.entrances(&written.enters)?,
            breakdown: page.lanes(&written.breakdown)?,
            breakdown_percent: page.within(&written.breakdown_percent, 0..=100, "breakdown_percent")?,
            ending: match written.ending {
                LandingName::Button => Landing::Button,
                LandingName::Ring => Landing::Ring,
                LandingName::Fade => Landing::Fade,
            },
            hands: page.hands(&written.hands)?,
            bands: bands::read(file, text, &written.bands)?,
        })
    }
}

/// By [`SectionRole::index`].
const ENERGY: [u8; SectionRole::COUNT] = [50, 62, 92, 70, 84, 66];
/// By [`Lane::index`]: drums, bass, keys, guitar, pad, lead, percussion, extra.
const ENTERS: [u8; Lane::COUNT] = [42, 38, 20, 68, 78, 84, 80, 100];

impl Page<'_> {
    fn within<T: Copy + PartialOrd + Display>(
        &self,
        value: &Spanned<T>,
        range: std::ops::RangeInclusive<T>,
        name: &str,
    ) -> Result<T, Error> {
        let number = *value.get_ref();
        if range.contains(&number) {
            return Ok(number);
        }
        let (from, to) = range.into_inner();
        Err(self.wrong(value, format!("{name} is {number}; {from} to {to} was expected")))
    }

    fn parsed_all<T: FromStr<Err: Display>>(
        &self,
        texts: &Spanned<Vec<Spanned<String>>>,
        what: &str,
    ) -> Result<Vec<T>, Error> {
        if texts.get_ref().is_empty() {
            return Err(self.wrong(texts, format!("name at least one {what}")));
        }
        texts.get_ref().iter().map(|text| self.parsed(text)).collect()
    }

    fn lane(&self, name: &Spanned<String>) -> Result<Lane, Error> {
        let known = Lane::named(name.get_ref());
        known.ok_or_else(|| {
            let names = Lane::ALL.map(Lane::name).join(", ");
            self.wrong(name, format!("\"{}\" is not a lane; there are {names}", name.get_ref()))
        })
    }

    fn lanes(&self, names: &[Spanned<String>]) -> Result<Vec<Lane>, Error> {
        names.iter().map(|name| self.lane(name)).collect()
    }

    fn energies(
        &self,
        written: &BTreeMap<Spanned<String>, Spanned<u8>>,
    ) -> Result<[u8; SectionRole::COUNT], Error> {
        let mut energy = ENERGY;
        for (name, value) in written {
            let role = SectionRole::ALL.into_iter().find(|role| role.name() == name.get_ref());
            let role = role.ok_or_else(|| {
                let names = SectionRole::ALL.map(SectionRole::name).join(", ");
                self.wrong(name, format!("\"{}\" is no part of a song; there are {names}", name.get_ref()))
            })?;
            energy[role.index()] = self.within(value, 0..=ENERGY_MAX, "energy")?;
        }
        Ok(energy)
    }

    fn entrances(
        &self,
        written: &BTreeMap<Spanned<String>, Spanned<u8>>,
    ) -> Result<[u8; Lane::COUNT], Error> {
        let mut enters = ENTERS;
        for (name, value) in written {
            enters[self.lane(name)?.index()] = self.within(value, 0..=ENERGY_MAX, "energy")?;
        }
        Ok(enters)
    }

    fn hands(
        &self,
        written: &BTreeMap<Spanned<String>, Spanned<Hand>>,
    ) -> Result<[Hand; Lane::COUNT], Error> {
        let mut hands = [Hand::default(); Lane::COUNT];
        for (name, value) in written {
            let hand = *value.get_ref();
            if hand.lean_ms.abs() > LEAN_MAX_MS || hand.spread_ms > SPREAD_MAX_MS {
                let message = format!(
                    "lean_ms goes from -{LEAN_MAX_MS} to {LEAN_MAX_MS}, spread_ms from 0 to {SPREAD_MAX_MS}"
                );
                return Err(self.wrong(value, message));
            }
            hands[self.lane(name)?.index()] = hand;
        }
        Ok(hands)
    }
}
