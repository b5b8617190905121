//! What every role sees: the song, what its harmony means, who plays when, the style and the brief.

use std::collections::BTreeMap;

use music::chart::song::{Bar, Song};
use music::lane::Lane;

use crate::analyse::Analysis;
use crate::arrange::{BarPlan, Plan};
use crate::brief::Brief;
use crate::chance::{Address, Chance, Draw};
use crate::sketch::Sketch;
use crate::style::Style;

#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    pub song: &'a Song,
    pub analysis: &'a Analysis,
    pub plan: &'a Plan,
    pub style: &'a Style,
    pub brief: &'a Brief,
}

/// What lanes planned before this one play, and what was given.
pub type Earlier = BTreeMap<Lane, Sketch>;

impl<'a> Scene<'a> {
    pub fn bar(&self, index: usize) -> &'a Bar {
        &self.song.bars()[index]
    }

    pub fn bar_plan(&self, index: usize) -> &'a BarPlan {
        &self.plan.bars[index]
    }

    pub fn plays(&self, lane: Lane, bar: usize) -> bool {
        self.plan.bars[bar].plays[lane.index()]
    }

    /// Chance for one question of a lane about one bar; a re-roll of that bar answers anew.
    pub fn draw(&self, lane: Lane, bar: usize, slot: u32) -> Draw {
        let id = self.song.bars()[bar].id;
        let reroll = self.brief.reroll(lane, id);
        Chance::new(self.brief.seed).at(Address { lane, bar: id, reroll, slot })
    }

    /// Chance that no re-roll changes: for what holds a section or the song together.
    pub fn steady_draw(&self, lane: Lane, bar: usize, slot: u32) -> Draw {
        let bar = self.song.bars()[bar].id;
        Chance::new(self.brief.seed).at(Address { lane, bar, reroll: 0, slot })
    }
}
