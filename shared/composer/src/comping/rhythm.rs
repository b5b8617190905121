//! When the hands strike: the cell, and what chords, pushes, stops and endings make of it.

use music::chart::Feel;
use music::lane::Lane;
use music::pitch::Class;
use music::time::{TICKS_PER_BEAT, Ticks};

use super::choice::{self, Chosen};
use super::grid::{Force, Mark, Part};
use super::manner::Manner;
use crate::analyse::Change;
use crate::arrange::Landing;
use crate::brief::NEUTRAL;
use crate::scene::{Earlier, Scene};
use crate::voicing::Voiced;

/// One stroke of the hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// From the bar's start; negative when it is played before it.
    pub(super) at: Ticks,
    pub(super) length: Ticks,
    pub(super) part: Part,
    pub(super) force: Force,
    /// Which change it sounds, as an index into the analysis.
    pub(super) change: usize,
    /// A change begins with it, or it lands: what must not be left out.
    pub(super) is_bone: bool,
    pub(super) is_pedalled: bool,
    pub(super) is_rolled: bool,
}

const EARLY: u32 = 30;
const EIGHTH: Ticks = Ticks(TICKS_PER_BEAT / 2);
/// A stab: what a stop or a button leaves of a chord.
const STAB: Ticks = Ticks(TICKS_PER_BEAT / 3);

/// Players anticipate a downbeat where they feel like it, whatever the chords are.
pub(super) fn is_drawn_early(scene: &Scene<'_>, manner: &Manner, bar: usize) -> bool {
    let percent = manner.early_percent * u32::from(scene.brief.knobs.syncopation) / u32::from(NEUTRAL);
    scene.draw(Lane::Keys, bar, EARLY).percent(percent)
}

/// All that decides a bar's hits.
#[derive(Clone, Copy)]
pub(super) struct Player<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) manner: &'a Manner,
    pub(super) earlier: &'a Earlier,
    pub(super) voiced: &'a Voiced,
}

impl Player<'_> {
    pub(super) fn hits(&self, bar: usize) -> Vec<Hit> {
        self.hits_of(bar, || choice::chosen(self.scene, self.manner, self.earlier, bar))
    }

    /// As if a fill were asked for in this bar.
    pub(super) fn fill_hits(&self, bar: usize) -> Vec<Hit> {
        let usual = || choice::chosen(self.scene, self.manner, self.earlier, bar);
        self.hits_of(bar, || choice::fill(self.scene, self.manner, bar).unwrap_or_else(usual))
    }

    fn hits_of(&self, bar: usize, chosen: impl Fn() -> Chosen) -> Vec<Hit> {
        if !self.scene.plays(Lane::Keys, bar) {
            return Vec::new();
        }
        let plan = self.scene.bar_plan(bar);
        let mut hits = match plan.ending {
            Some(Landing::Button) => self.button(bar),
            Some(Landing::Ring) => self.ring(bar),
            Some(Landing::Fade) | None if plan.is_stop || self.scene.bar(bar).feel == Feel::StopTime => {
                self.stop(bar)
            }
            Some(Landing::Fade) | None => self.played(bar, chosen()),
        };
        self.enter(bar, &mut hits);
        self.cut(bar, &mut hits);
        hits
    }

    fn played(&self, bar: usize, chosen: Chosen) -> Vec<Hit> {
        let start = self.scene.bar(bar).start;
        let mut hits: Vec<Hit> = Vec::new();
        for mark in &chosen.marks {
            if let Some(change) = self.sounding(bar, start + mark.at) {
                let Mark { at, length, part, force } = *mark;
                let (is_pedalled, is_rolled) = (chosen.is_pedalled, chosen.is_rolled);
                hits.push(Hit { at, length, part, force, change, is_bone: false, is_pedalled, is_rolled });
            }
        }
        self.cover_changes(bar, &mut hits, chosen.is_rest);
        if self.scene.bar_plan(bar).is_arrival {
            self.arrive(bar, &mut hits);
        }
        hits
    }

    /// Every change is heard while it lasts, a pushed one where it is pushed to; but a bar with one chord may rest.
    fn cover_changes(&self, bar: usize, hits: &mut Vec<Hit>, is_rest: bool) {
        let lets_pass = is_rest && self.own_changes(bar).count() <= 1;
        for (index, change) in self.own_changes(bar).filter(|(_, change)| change.pushed || !lets_pass) {
            let at = change.start.max(self.scene.bar(bar).start) - self.scene.bar(bar).start;
            if change.pushed {
                let written = change.written - self.scene.bar(bar).start;
                hits.retain(|hit| hit.at <= at || hit.at > written);
            }
            let is_heard = |hit: &&mut Hit| hit.change == index && (!change.pushed || hit.at == at);
            let first = hits.iter_mut().find(is_heard);
            match first {
                Some(hit) => {
                    hit.is_bone = true;
                    // The whole band comes early: nobody under his breath.
                    hit.force = if change.pushed { hit.force.max(Force::Plain) } else { hit.force };
                }
                None => {
                    let next = hits.iter().map(|hit| hit.at).filter(|other| *other > at).min();
                    let until = next.unwrap_or(self.scene.bar(bar).length).min(at + Ticks(TICKS_PER_BEAT));
                    let place = hits.partition_point(|hit| hit.at < at);
                    hits.insert(place, Hit { is_bone: true, ..self.stroke(at, until - at, index) });
                }
            }
        }
    }

    /// A section begins: the chord stands on its first beat.
    fn arrive(&self, bar: usize, hits: &mut Vec<Hit>) {
        match hits.first_mut() {
            Some(first) if first.at == Ticks::ZERO => {
                (first.is_bone, first.force) = (true, first.force.max(Force::Accent));
            }
            Some(_) | None => {
                let Some(change) = self.sounding(bar, self.scene.bar(bar).start) else { return };
                let length = Ticks(TICKS_PER_BEAT);
                let stroke = self.stroke(Ticks::ZERO, length, change);
                hits.insert(0, Hit { is_bone: true, force: Force::Accent, ..stroke });
            }
        }
    }

    fn stop(&self, bar: usize) -> Vec<Hit> {
        let change = self.sounding(bar, self.scene.bar(bar).start);
        let stab =
            |change| Hit { is_bone: true, force: Force::Accent, ..self.stroke(Ticks::ZERO, STAB, change) };
        change.map(stab).into_iter().collect()
    }

    /// Changes on the way are struck; the last one is short.
    fn button(&self, bar: usize) -> Vec<Hit> {
        let mut hits = self.ring(bar);
        if let Some(last) = hits.last_mut() {
            (last.length, last.is_rolled) = (STAB, false);
        }
        hits
    }

    fn ring(&self, bar: usize) -> Vec<Hit> {
        let this = self.scene.bar(bar);
        let changes = self.scene.analysis.by_bar.get(bar).cloned().unwrap_or(0..0);
        let sounding = changes.filter_map(|index| {
            let change = self.scene.analysis.changes.get(index)?;
            self.voiced.of(bar, index)?;
            let at = change.start.max(this.start) - this.start;
            let length = change.end.min(this.span().end) - this.start - at;
            let stroke = self.stroke(at, length, index);
            (length > Ticks::ZERO).then_some(Hit { is_bone: true, force: Force::Accent, ..stroke })
        });
        sounding.collect()
    }

    /// The downbeat comes an eighth early: because the chord is pushed, or because players do that.
    fn enter(&self, bar: usize, hits: &mut Vec<Hit>) {
        if !self.enters_early(bar) {
            return;
        }
        let Some(change) = self.sounding(bar, self.scene.bar(bar).start) else { return };
        let early = self.early(bar, change);
        let on_downbeat = hits.iter().find(|hit| hit.at < EIGHTH).copied();
        hits.retain(|hit| hit.at >= EIGHTH);
        let next = hits.first().map_or(self.scene.bar(bar).length, |hit| hit.at);
        let stroke = on_downbeat.unwrap_or(self.stroke(Ticks::ZERO, EIGHTH, change));
        let length = (stroke.length + early).min(next + early);
        let part = if matches!(stroke.part, Part::Note(_)) { Part::Whole } else { stroke.part };
        let force = stroke.force.max(Force::Plain);
        hits.insert(0, Hit { at: -early, length, part, force, change, is_bone: true, ..stroke });
    }

    /// Known to the bar before, which makes room: so over a window's edge only what the chart itself
    /// pushes comes early.
    fn enters_early(&self, bar: usize) -> bool {
        let scene = self.scene;
        let Some(before) = bar.checked_sub(1) else { return false };
        if !scene.plays(Lane::Keys, bar) || !scene.plays(Lane::Keys, before) || self.is_closed(before) {
            return false;
        }
        let Some(first) = self.sounding(bar, scene.bar(bar).start) else { return false };
        let change = &scene.analysis.changes[first];
        if change.pushed && change.written == scene.bar(bar).start {
            return true;
        }
        let plan = scene.bar_plan(bar);
        if plan.is_arrival || plan.is_stop || plan.ending.is_some() || scene.bar(bar).feel == Feel::StopTime {
            return false;
        }
        // Whether it rubs hangs on the chord before, and what was edited there must not be heard in this window.
        if scene.bar_plan(before).window != plan.window {
            return false;
        }
        is_drawn_early(scene, self.manner, bar) && self.may_anticipate(bar, first)
    }

    /// By an eighth, or by as much as a pushed chord finds room.
    fn early(&self, bar: usize, change: usize) -> Ticks {
        let change = &self.scene.analysis.changes[change];
        let pushed = self.scene.bar(bar).start - change.start;
        if change.pushed && change.written == self.scene.bar(bar).start { pushed.min(EIGHTH) } else { EIGHTH }
    }

    /// Nothing sounds after the first beat of this bar.
    fn is_closed(&self, bar: usize) -> bool {
        let plan = self.scene.bar_plan(bar);
        plan.is_stop || plan.ending.is_some() || self.scene.bar(bar).feel == Feel::StopTime
    }

    /// No note of the coming chord rubs against the bass that still sounds.
    fn may_anticipate(&self, bar: usize, change: usize) -> bool {
        let before = self.scene.analysis.at(self.scene.bar(bar).start - Ticks(1));
        let Some(chord) = before.and_then(|change| change.chord) else { return false };
        let Some(voicing) = self.voiced.of(bar, change) else { return false };
        let rubs = |class: Class| {
            let own = chord.classes();
            !own.contains(class) && own.iter().any(|own| matches!(own.up_to(class), 1 | 11))
        };
        !voicing.pitches().any(|pitch| rubs(pitch.class()))
    }

    /// Nobody holds into the next chord, the next stroke or the next bar's early entrance.
    fn cut(&self, bar: usize, hits: &mut Vec<Hit>) {
        let this = self.scene.bar(bar);
        let after = bar + 1;
        let is_cut = after < self.scene.song.bars().len() && self.enters_early(after);
        let change = self.scene.bar(bar).span().end;
        let early = self.sounding(after, change).filter(|_| is_cut).map(|change| self.early(after, change));
        let end = this.length - early.unwrap_or(Ticks::ZERO);
        hits.retain(|hit| hit.at < end);
        for index in 0..hits.len() {
            let change = &self.scene.analysis.changes[hits[index].change];
            let until = end.min(change.end - this.start);
            let next = hits.get(index + 1).filter(|_| !hits[index].is_pedalled).map_or(end, |next| next.at);
            let hit = &mut hits[index];
            let held = if hit.is_pedalled { until } else { hit.at + hit.length };
            hit.length = (held.min(until).min(next) - hit.at).max(Ticks(1));
        }
    }

    fn stroke(&self, at: Ticks, length: Ticks, change: usize) -> Hit {
        let (part, force) = (Part::Whole, Force::Plain);
        Hit { at, length, part, force, change, is_bone: false, is_pedalled: false, is_rolled: false }
    }

    /// The change that sounds at a position, if it has a chord and hands for it.
    fn sounding(&self, bar: usize, at: Ticks) -> Option<usize> {
        let mut changes = self.scene.analysis.by_bar.get(bar)?.clone();
        let sounds = |index: &usize| {
            let change = self.scene.analysis.changes.get(*index);
            change.is_some_and(|change| change.start <= at && at < change.end)
        };
        changes.find(sounds).filter(|index| self.voiced.of(bar, *index).is_some())
    }

    /// Changes written in this bar that have hands.
    fn own_changes(&self, bar: usize) -> impl Iterator<Item = (usize, &Change)> {
        let span = self.scene.bar(bar).span();
        let range = self.scene.analysis.by_bar.get(bar).cloned().unwrap_or(0..0);
        range.filter_map(move |index| {
            let change = self.scene.analysis.changes.get(index)?;
            (span.contains(change.written) && self.voiced.of(bar, index).is_some()).then_some((index, change))
        })
    }
}
