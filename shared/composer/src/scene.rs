//! What every role sees: the song, what its harmony means, who plays when, the style and the brief.

use std::collections::BTreeMap;

use music::chart::song::{Bar, Song};
use music::chart::{BarId, PassId};
use music::lane::Lane;
use music::time::Ticks;

use crate::analyse::Analysis;
use crate::arrange::{self, BarPlan, Plan};
use crate::brief::Brief;
use crate::chance::{self, Address, Chance, Draw};
use crate::sketch::{Sketch, Stroke};
use crate::style::Style;

#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    pub song: &'a Song,
    pub analysis: &'a Analysis,
    pub plan: &'a Plan,
    pub style: &'a Style,
    pub brief: &'a Brief,
}

/// Beyond all that the drums ask about a song.
const TURNED: u32 = 0x90_000;

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

    /// What a bar plays where somebody decided that already: it is locked, or was not asked for.
    pub fn settled(&self, lane: Lane, bar: usize) -> Option<&'a [Stroke]> {
        let lock = self.brief.locks.get(&(lane, self.bar(bar).id)).map(Vec::as_slice);
        let is_asked_for = self.brief.bars.as_ref().is_none_or(|bars| bars.contains(&bar));
        let given = self.brief.given.get(&lane).filter(|_| !is_asked_for);
        lock.or_else(|| given.map(|given| given.bar(bar)))
    }

    /// Chance for one question of a lane about one bar; a re-roll of that bar answers anew.
    pub fn draw(&self, lane: Lane, bar: usize, slot: u32) -> Draw {
        let id = self.song.bars()[bar].id;
        let reroll = self.brief.reroll(lane, id);
        Chance::new(self.brief.seed).at(Address { lane, bar: id, reroll, slot })
    }

    /// A fade in which nobody plays while one rests lasts only as long as everybody goes on.
    pub(crate) fn fades_alone(&self, bar: usize) -> bool {
        self.plan.fading().contains(&bar) && arrange::is_lonely(self.brief)
    }

    /// Where in a landing bar everybody arrives: with its last chord.
    pub fn landing_place(&self, bar: usize) -> Ticks {
        let here = self.bar(bar);
        let last = self.analysis.in_bar(bar).iter().rev().find(|change| change.chord.is_some());
        last.map_or(Ticks::ZERO, |change| (change.start - here.start).max(Ticks::ZERO))
    }

    /// Chance that no re-roll changes: for what holds a section or the song together.
    pub fn steady_draw(&self, lane: Lane, bar: usize, slot: u32) -> Draw {
        let bar = self.song.bars()[bar].id;
        Chance::new(self.brief.seed).at(Address { lane, bar, reroll: 0, slot })
    }

    /// Which bar of a two-bar pattern stands first, for everybody and through the whole song: a clave keeps its
    /// direction, whoever plays it.
    pub fn first_of_two(&self) -> usize {
        const WHOLE_SONG: PassId = PassId { bar: BarId(u64::MAX), pass: 0, call: 0 };
        let address = Address { lane: Lane::Drums, bar: WHOLE_SONG, reroll: 0, slot: TURNED };
        let draw = Chance::new(self.brief.seed).at(address);
        usize::from(draw.percent(self.style.general.turned_percent))
    }

    /// Chance that sections of one name share (`Verse 1` and `verse 2` too), however often they come and whatever
    /// happened to their bars: a section keeps its riff while somebody edits it.
    pub fn section_draw(&self, lane: Lane, section: usize, slot: u32) -> Draw {
        let folded = chance::folded(&self.section_letters(section));
        // No bar is ever played for a 0th time, so that sections and bars draw apart.
        let bar = PassId { bar: BarId(folded), call: 0, pass: 0 };
        Chance::new(self.brief.seed).at(Address { lane, bar, reroll: 0, slot })
    }

    /// What sections of one name share of it.
    pub(crate) fn section_letters(&self, section: usize) -> String {
        let name = self.plan.sections.get(section).map_or("", |section| section.name.as_str());
        name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ').to_lowercase()
    }
}
