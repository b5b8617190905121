//! A bar in its phrase, and chance as its player asks for it.

use std::ops::Range;

use music::chart::{BarId, PassId};
use music::lane::Lane;
use music::meter::Meter;

use crate::arrange::{BarPlan, Fill, SectionPlan};
use crate::brief::NEUTRAL;
use crate::chance::{Address, Chance, Draw};
use crate::scene::Scene;

/// One bar as its player sees it.
#[derive(Clone)]
pub(crate) struct Spot<'a> {
    pub(crate) scene: &'a Scene<'a>,
    pub(crate) lane: Lane,
    pub(crate) bar: usize,
    /// The four bars it belongs to.
    phrase: Range<usize>,
}

/// What a player asks chance. Each question has room for a number of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Question {
    Groove = 0,
    Perhaps = 0x10_000,
    SetUp = 0x20_000,
    WhichSetUp = 0x30_000,
    WhichFill = 0x40_000,
    Crash = 0x50_000,
    SetUpPerhaps = 0x60_000,
    WhichAlternate = 0x70_000,
    Version = 0x80_000,
    Ghost = 0xA0_000,
}

/// No chart ever gives this number to a bar: what it answers holds for the whole song.
const WHOLE_SONG: PassId = PassId { bar: BarId(u64::MAX), call: 0, pass: 0 };

impl<'a> Spot<'a> {
    pub(crate) fn new(scene: &'a Scene<'a>, lane: Lane, bar: usize) -> Spot<'a> {
        let window = scene.plan.windows.get(scene.bar_plan(bar).window).cloned();
        let phrase = window.filter(|window| window.contains(&bar)).unwrap_or(bar..bar + 1);
        Spot { scene, lane, bar, phrase }
    }

    pub(crate) fn plan(&self) -> &'a BarPlan {
        self.scene.bar_plan(self.bar)
    }

    pub(crate) fn section(&self) -> Option<&'a SectionPlan> {
        self.scene.plan.sections.get(self.plan().section)
    }

    pub(crate) fn meter(&self) -> Meter {
        self.scene.bar(self.bar).meter
    }

    /// From 0.
    pub(crate) fn in_phrase(&self) -> usize {
        self.bar - self.phrase.start
    }

    /// From 0, every other phrase of a section from 4: a pattern of eight bars says something else in it.
    pub(crate) fn in_pair_of_phrases(&self) -> usize {
        const PHRASE: usize = 4;
        let start = self.section().map_or(0, |section| section.bars.start);
        let is_second = self.phrase.start.saturating_sub(start) / PHRASE % 2 == 1;
        self.in_phrase() + if is_second { PHRASE } else { 0 }
    }

    pub(crate) fn ends_phrase(&self) -> bool {
        self.bar + 1 == self.phrase.end
    }

    pub(crate) fn is_pickup(&self) -> bool {
        let bar = self.scene.bar(self.bar);
        bar.length < bar.meter.bar_ticks()
    }

    /// What the whole section is played with: a groove does not change halfway.
    pub(crate) fn section_energy(&self) -> u8 {
        self.section().map_or(self.plan().energy, |section| section.energy)
    }

    /// The bar before, where this player plays it.
    pub(crate) fn before(&self) -> Option<Spot<'a>> {
        let bar = self.bar.checked_sub(1).filter(|bar| self.scene.plays(self.lane, *bar))?;
        Some(Spot::new(self.scene, self.lane, bar))
    }

    /// The player comes in with the fill that leads to the next section: nothing is played before it.
    pub(crate) fn enters_with_fill(&self) -> bool {
        let fills = match self.plan().fill {
            Fill::Short | Fill::Half | Fill::Whole => true,
            Fill::None => false,
        };
        let rested = self.bar > 0 && !self.scene.plays(self.lane, self.bar - 1);
        fills && rested && self.plays_next()
    }

    pub(crate) fn plays_next(&self) -> bool {
        self.bar + 1 < self.scene.plan.bars.len() && self.scene.plays(self.lane, self.bar + 1)
    }

    /// The player comes in here, or a section begins after a real fill.
    pub(crate) fn arrives(&self) -> bool {
        let filled = self.before().is_some_and(|before| match before.plan().fill {
            Fill::Half | Fill::Whole => true,
            Fill::None | Fill::Short => false,
        });
        self.plan().is_arrival || filled
    }

    pub(crate) fn rerolls(&self) -> u32 {
        self.scene.brief.reroll(self.lane, self.scene.bar(self.bar).id)
    }

    /// This bar's own.
    pub(crate) fn own(&self, question: Question, slot: u32) -> Draw {
        self.scene.draw(self.lane, self.bar, question as u32 + slot)
    }

    /// Shared by the bars of a phrase that were rolled equally often: what makes A A A B of four bars.
    pub(crate) fn shared(&self, question: Question, slot: u32) -> Draw {
        let bar = self.scene.bar(self.phrase.start).id;
        self.at(bar, self.rerolls(), question as u32 + slot)
    }

    /// One answer for the song, unless this bar was rolled anew.
    pub(crate) fn whole_song(&self, question: Question, slot: u32) -> Draw {
        match self.rerolls() {
            0 => self.at(WHOLE_SONG, 0, question as u32 + slot),
            _ => self.shared(question, slot),
        }
    }

    fn at(&self, bar: PassId, reroll: u32, slot: u32) -> Draw {
        Chance::new(self.scene.brief.seed).at(Address { lane: self.lane, bar, reroll, slot })
    }

    /// How far complexity and the lane's density stand from neutral, together.
    pub(crate) fn business(&self) -> i32 {
        let knobs = &self.scene.brief.knobs;
        let from_neutral = |value: u8| i32::from(value.min(127)) - i32::from(NEUTRAL);
        from_neutral(knobs.complexity) + from_neutral(knobs.density[self.lane.index()])
    }

    pub(crate) fn syncopation(&self) -> i32 {
        i32::from(self.scene.brief.knobs.syncopation.min(127)) - i32::from(NEUTRAL)
    }
}
