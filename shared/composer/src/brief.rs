//! What is asked of the composer: style, seed, chairs, knobs, and what must stay as it is.

use std::collections::BTreeMap;
use std::ops::Range;

use music::chart::PassId;
use music::chart::song::Song;
use music::clip::Note;
use music::lane::Lane;

use crate::compose::Part;
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
    /// How bars were played that stay (locked, or outside `bars`), as [`Part::played`](crate::Part::played) has them:
    /// taken note by note. What stays and is not here is played anew.
    pub kept: BTreeMap<(Lane, PassId), Vec<Note>>,
    /// Another one plays the same notes with other hands; `None` follows `seed`.
    pub hands_seed: Option<u64>,
    /// The session sets the tempo and slows down itself where the chart asks for a ritard; a host does not, and then the
    /// notes come later.
    pub owns_tempo: bool,
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
            kept: BTreeMap::new(),
            hands_seed: None,
            owns_tempo: false,
            knobs: Knobs::default(),
        }
    }

    pub fn reroll(&self, lane: Lane, bar: PassId) -> u32 {
        self.rerolls.get(&(lane, bar)).copied().unwrap_or(0)
    }

    /// A bar of a part stays as it is, to the note and to the hand.
    pub fn lock(&mut self, part: &Part, song: &Song, bar: usize) {
        let Some(id) = song.bars().get(bar).map(|bar| bar.id) else { return };
        self.locks.insert((part.lane, id), part.sketch.bar(bar).to_vec());
        self.kept.insert((part.lane, id), part.played.get(bar).cloned().unwrap_or_default());
    }

    /// A part is what its lane plays already: context for others, and what stays outside of `bars`.
    pub fn give(&mut self, part: &Part, song: &Song) {
        self.given.insert(part.lane, part.sketch.clone());
        for (bar, notes) in song.bars().iter().zip(&part.played) {
            self.kept.insert((part.lane, bar.id), notes.clone());
        }
    }
}
