//! What a composer is asked for on a command line.

use std::ops::Range;
use std::str::FromStr;

use anyhow::{Context, anyhow, bail, ensure};
use composer::style::Style;
use composer::variation::{AMOUNT_MAX, Keep};
use composer::{Brief, Knobs};
use music::chart::Song;
use music::lane::Lane;

use super::nearest::suggested;

/// A style, a seed, and what is to be different from the first take.
#[derive(Clone, Debug)]
pub struct Order {
    pub style: Style,
    pub seed: u64,
    /// Whom to write for; the style's own chairs when nobody is named.
    pub named_lanes: Vec<Lane>,
    pub bars: Option<Bars>,
    /// How often the bars are rolled anew; everything else stays.
    pub reroll: u32,
    pub locks: Vec<Lock>,
    /// What is written is then varied.
    pub vary: Option<Vary>,
    pub knobs: Knobs,
    /// Another one plays the same notes with other hands.
    pub hands: Option<u64>,
}

/// What of a part stays while the rest changes, and how much changes: `rhythm:64`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vary {
    pub keep: Keep,
    pub amount: u8,
}

/// Bars as they are played, counted from 1: `5-8`, or `5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bars {
    first: usize,
    last: usize,
}

/// Bars of a lane that stay as they are, whatever is rolled: `bass:5-8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lock {
    pub lane: Lane,
    pub bars: Bars,
}

impl Order {
    pub fn new(style: Style, seed: u64) -> Order {
        Order {
            style,
            seed,
            named_lanes: Vec::new(),
            bars: None,
            reroll: 0,
            locks: Vec::new(),
            vary: None,
            knobs: Knobs::default(),
            hands: None,
        }
    }

    pub fn lanes(&self) -> Vec<Lane> {
        let named = &self.named_lanes;
        if named.is_empty() { self.style.general.lanes.clone() } else { named.clone() }
    }

    /// The brief for its first take.
    pub(super) fn brief(&self) -> Brief {
        let mut brief = Brief::new(self.style.clone(), self.seed);
        brief.lanes = self.lanes();
        brief.knobs = self.knobs;
        brief.hands_seed = self.hands;
        brief
    }

    pub(super) fn check(&self, song: &Song) -> anyhow::Result<()> {
        let bars = song.bars().len();
        for asked in self.bars.iter().chain(self.locks.iter().map(|lock| &lock.bars)) {
            let Bars { first, last } = asked;
            let bar_or_bars = if first == last {
                format!("bar {first} was")
            } else {
                format!("bars {first} to {last} were")
            };
            ensure!(*last <= bars, "{bar_or_bars} asked for; the song has bars 1 to {bars}");
        }
        let is_idle = self.reroll == 0 && self.vary.is_none() && !self.locks.is_empty();
        ensure!(
            !is_idle,
            "a lock keeps bars of the first take; say with --reroll 1 or --vary that there is another"
        );
        let is_both = self.reroll > 0 && self.vary.is_some();
        ensure!(!is_both, "bars are rolled anew or varied; take --reroll or --vary");
        Ok(())
    }
}

impl Bars {
    pub fn indices(self) -> Range<usize> {
        self.first - 1..self.last
    }
}

impl FromStr for Bars {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Bars> {
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let number = |text: &str| text.trim().parse::<usize>().ok().filter(|number| *number > 0);
        let refusal = || anyhow!("\"{text}\" is no stretch of bars; count from 1, as in 5-8 or 5");
        let (first, last) = (number(first).with_context(refusal)?, number(last).with_context(refusal)?);
        if first > last {
            bail!("\"{text}\" ends before it begins; did you mean {last}-{first}?");
        }
        Ok(Bars { first, last })
    }
}

impl FromStr for Lock {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Lock> {
        let parts = text.split_once(':');
        let (name, bars) =
            parts.with_context(|| format!("\"{text}\" locks nothing; write it as in bass:5-8"))?;
        Ok(Lock { lane: lane(name)?, bars: bars.parse()? })
    }
}

/// A chair that the composer writes for.
pub fn lane(name: &str) -> anyhow::Result<Lane> {
    let lane = Lane::named(name).filter(|lane| *lane != Lane::Extra);
    lane.with_context(|| {
        let written = Lane::ALL.into_iter().filter(|lane| *lane != Lane::Extra);
        let names: Vec<&str> = written.map(Lane::name).collect();
        format!("nobody writes for \"{name}\"; {}", suggested(name, &names))
    })
}

pub fn seed(text: &str) -> anyhow::Result<u64> {
    text.trim().parse().ok().with_context(|| {
        format!("\"{text}\" is not a seed; write a whole number from 0 to {}, as in 7", u64::MAX)
    })
}

/// How often bars are rolled anew.
pub fn rolls(text: &str) -> anyhow::Result<u32> {
    text.trim().parse().ok().with_context(|| format!("\"{text}\" is no number of rolls; write 1, 2, 3 …"))
}

/// As much as is left as it is.
const USUAL_AMOUNT: u8 = 64;

impl FromStr for Vary {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Vary> {
        let (what, amount) = text.split_once(':').map_or((text, None), |(what, amount)| (what, Some(amount)));
        let keep = match what.trim() {
            "rhythm" => Keep::Rhythm,
            "pitches" => Keep::Pitches,
            "contour" => Keep::Contour,
            other => bail!("\"{other}\" is nothing to keep; there are rhythm, pitches, contour"),
        };
        let amount = amount.map_or(Some(USUAL_AMOUNT), |amount| amount.trim().parse().ok());
        let amount = amount.filter(|amount| *amount <= AMOUNT_MAX);
        let refusal = || format!("\"{text}\" names no amount from 0 to {AMOUNT_MAX}, as in rhythm:64");
        Ok(Vary { keep, amount: amount.with_context(refusal)? })
    }
}
