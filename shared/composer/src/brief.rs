//! What is asked of the composer: style, seed, chairs, knobs, and what must stay as it is.

use std::collections::BTreeMap;
use std::ops::Range;

use music::chart::PassId;
use music::lane::Lane;

use crate::sketch::{Sketch, Stroke};
use crate::style::Style;

#[derive(Clone, Debug)]
pub struct Brief {
    pub style: Style,
    pub seed: u64,
    /// Chairs to write for; the others are heard as `given`, or silent.
    pub lanes: Vec<Lane>,
    /// Only these bars of the song (by index) are written; the rest of a lane is taken from `given`.
    pub bars: Option<Range<usize>>,
    /// How often a bar of a lane was rolled anew.
    pub rerolls: BTreeMap<(Lane, PassId), u32>,
    /// Bars that must be exactly so.
    pub locks: BTreeMap<(Lane, PassId), Vec<Stroke>>,
    /// What other lanes play already, and what a lane plays outside `bars`.
    pub given: BTreeMap<Lane, Sketch>,
    pub knobs: Knobs,
}

/// 0–127 each, 64 as the style has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Knobs {
    pub intensity: u8,
    pub complexity: u8,
    pub syncopation: u8,
    pub swing: u8,
    pub humanise: u8,
    pub fills: u8,
    /// By [`Lane::index`].
    pub density: [u8; Lane::COUNT],
}

pub const NEUTRAL: u8 = 64;

impl Default for Knobs {
    fn default() -> Knobs {
        Knobs {
            intensity: NEUTRAL,
            complexity: NEUTRAL,
            syncopation: NEUTRAL,
            swing: NEUTRAL,
            humanise: NEUTRAL,
            fills: NEUTRAL,
            density: [NEUTRAL; Lane::COUNT],
        }
    }
}

impl Brief {
    pub fn new(style: Style, seed: u64) -> Brief {
        Brief {
            lanes: style.general.lanes.clone(),
            style,
            seed,
            bars: None,
            rerolls: BTreeMap::new(),
            locks: BTreeMap::new(),
            given: BTreeMap::new(),
            knobs: Knobs::default(),
        }
    }

    pub fn reroll(&self, lane: Lane, bar: PassId) -> u32 {
        self.rerolls.get(&(lane, bar)).copied().unwrap_or(0)
    }
}
