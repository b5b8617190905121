//! Which cell each bar plays: a section has one of its own, phrases of four bars vary it as a player does.

use music::chart::Feel;
use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};

use super::cell::{Cell, Direction, Gesture, Part, Symbol};
use super::fit::{self, Place};
use super::listen::Heard;
use super::manner::Manner;
use super::path::Setting;
use super::questions;
use crate::brief::NEUTRAL;
use crate::scene::{Earlier, Scene};
use crate::style::Drummer;

/// With so many in a hundred places in common the guitar plays something else than the keys.
const SHARED_MAX: u32 = 74;

/// Keys that attack oftener than once a beat are busy …
const BUSY_PER_BEAT: usize = 1;
/// … and where they attack on every eighth, so many of a hundred weak strokes are left to them.
const LEFT_TO_KEYS_PERCENT: usize = 40;
/// As often as keys are thought to attack.
const ATTACKS_PER_BEAT_MAX: usize = 2;

/// What a window plays before its bars differ.
pub(super) struct Choice<'a> {
    pub(super) setting: Setting,
    cell: &'a Cell,
    /// What the section could play instead, with the same shapes.
    others: Vec<&'a Cell>,
    heard: Heard,
    first_bar: usize,
    last_bar: usize,
}

/// A bar as it will be struck, before harmony and the plan have their say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) places: Vec<Place>,
    pub(super) step: Ticks,
    /// Where the next chord may be taken early.
    pub(super) early: bool,
    /// What the cell is made of: how a chord is said when it says nothing.
    pub(super) usual: Gesture,
}

impl<'a> Choice<'a> {
    /// One for each window of the plan.
    pub(super) fn of_windows(scene: &Scene<'a>, earlier: &Earlier) -> Vec<Choice<'a>> {
        scene.plan.windows.iter().map(|window| Choice::of(scene, earlier, window.clone())).collect()
    }

    fn of(scene: &Scene<'a>, earlier: &Earlier, window: std::ops::Range<usize>) -> Choice<'a> {
        let manner = &scene.style.guitar;
        let heard = Heard::in_window(scene, earlier, window.clone());
        let suited = suited(scene, manner, window.start);
        let chosen = phrase_cell(scene, &suited, window.start);
        let others = suited.iter().copied().filter(|cell| cell.family == chosen.family);
        let others: Vec<&Cell> = others.filter(|cell| cell.bars.len() == chosen.bars.len()).collect();
        let cell = out_of_the_way(scene, &heard, &window, chosen, &others);
        let is_b = section(scene, window.start).is_b;
        let centre = if is_b { manner.centre.1 } else { manner.centre.0 };
        let may_be_early = chosen.early || others.iter().any(|cell| cell.early);
        let (family, colour) = (cell.family, manner.colour);
        let (avoid, keys) = (heard.middle_key, heard.sounding.clone());
        let setting = Setting { family, centre, colour, avoid, keys, may_be_early };
        let others = others.into_iter().filter(|other| *other != cell).collect();
        Choice { setting, cell, others, heard, first_bar: window.start, last_bar: window.end - 1 }
    }

    /// What the bar plays: the cell, varied where a phrase turns.
    pub(super) fn line(&self, scene: &Scene<'_>, bar: usize) -> Line {
        let draw = |slot| scene.draw(Lane::Guitar, bar, slot);
        let into = bar - self.first_bar;
        let is_last = bar == self.last_bar && into > 0;
        let turns = draw(questions::TURN.of(0)).percent(if is_last { 60 } else { 10 });
        let other = draw(questions::OTHER.of(0)).pick(&self.others).filter(|_| turns && into > 0);
        let cell = other.copied().unwrap_or(self.cell);
        let index = (into + scene.first_of_two()) % cell.bars.len();
        let sheet = scene.bar(bar);
        let lay = |line: &[Symbol]| fit::fitted(cell, line, sheet.meter, sheet.length);
        let mut places = lay(&cell.bars[index]);
        let is_loop = scene.style.general.drummer == Drummer::Machine;
        let is_varied = is_last || (into % 2 == 1 && !is_loop);
        self.add(scene, bar, &mut places, &lay(&cell.more[index]), is_varied);
        thin(scene, bar, &mut places, is_varied);
        self.give_way(scene, bar, &mut places);
        if is_last && draw(questions::BREATH.of(0)).percent(12) {
            breathe(&mut places, sheet.length);
        }
        Line { places, step: cell.step, early: cell.early, usual: usual(cell) }
    }

    /// Strokes the cell leaves to taste; where the keys play, taste says no.
    fn add(&self, scene: &Scene<'_>, bar: usize, places: &mut [Place], more: &[Place], is_varied: bool) {
        let knobs = &scene.brief.knobs;
        let busy = (i32::from(knobs.complexity) + i32::from(knobs.density[Lane::Guitar.index()])) / 2;
        let lively = (i32::from(scene.bar_plan(bar).energy) - i32::from(NEUTRAL)) / 3;
        let usual = if is_varied { 42 } else { 5 };
        let percent = (usual + busy - i32::from(NEUTRAL) + lively).clamp(0, 95) as u32;
        let mut left = 1 + percent / 40;
        for (index, (place, extra)) in places.iter_mut().zip(more).enumerate() {
            let wanted = extra.symbol != Symbol::Ring && !self.heard.attacks_at(bar, place.at);
            if wanted && left > 0 && scene.draw(Lane::Guitar, bar, questions::MORE.of(index)).percent(percent)
            {
                place.symbol = extra.symbol;
                left -= 1;
            }
        }
    }

    /// Weak strokes that meet the attacks of busy keys are left to them: the same ones all through a section, as a
    /// part that somebody found.
    fn give_way(&self, scene: &Scene<'_>, bar: usize, places: &mut [Place]) {
        let percent = self.left_to_keys_percent(scene, bar);
        let section = scene.bar_plan(bar).section;
        for (index, place) in places.iter_mut().enumerate() {
            let is_left = is_weak(place)
                && place.symbol.gesture().is_some_and(Gesture::may_give_way)
                && self.heard.attacks_at(bar, place.at)
                && scene.section_draw(Lane::Guitar, section, questions::GIVE_WAY.of(index)).percent(percent);
            if is_left {
                place.symbol = Symbol::Ring;
            }
        }
    }

    fn left_to_keys_percent(&self, scene: &Scene<'_>, bar: usize) -> u32 {
        let beats = (scene.bar(bar).length.0 / TICKS_PER_BEAT).max(1) as usize;
        let attacks = self.heard.attack_count(bar).min(beats * ATTACKS_PER_BEAT_MAX);
        let beyond = attacks.saturating_sub(beats * BUSY_PER_BEAT);
        (beyond * LEFT_TO_KEYS_PERCENT / (beats * (ATTACKS_PER_BEAT_MAX - BUSY_PER_BEAT))) as u32
    }
}

/// Off the beat, and nothing leans on it.
fn is_weak(place: &Place) -> bool {
    let is_accent = place.symbol.gesture().is_none_or(Gesture::is_accent);
    place.at.0 % TICKS_PER_BEAT != 0 && !is_accent
}

/// A sparse part, or a square one, leaves out what is off the beat; a player now and then leaves out one stroke.
fn thin(scene: &Scene<'_>, bar: usize, places: &mut [Place], is_varied: bool) {
    let draw = |slot| scene.draw(Lane::Guitar, bar, slot);
    let below = |knob: u8| (i32::from(NEUTRAL) - i32::from(knob)).max(0);
    let knobs = &scene.brief.knobs;
    let sparse = below(knobs.density[Lane::Guitar.index()]) * 3 / 2;
    let percent = (sparse + below(knobs.syncopation) * 3 / 4).min(95) as u32;
    let weak: Vec<usize> = (0..places.len()).filter(|index| is_weak(&places[*index])).collect();
    let forgets = is_varied && draw(questions::THIN.of(0)).percent(30);
    let forgotten = draw(questions::FORGET.of(0)).pick(&weak).copied().filter(|_| forgets);
    for (order, index) in weak.into_iter().enumerate() {
        if forgotten == Some(index) || draw(questions::LESS.of(order)).percent(percent) {
            places[index].symbol = Symbol::Ring;
        }
    }
}

/// The second half of a bar falls silent after its first stroke has rung.
fn breathe(places: &mut [Place], length: Ticks) {
    let late = |place: &&mut Place| place.at.0 * 2 >= length.0;
    places.iter_mut().filter(late).for_each(|place| place.symbol = Symbol::Rest);
}

fn usual(cell: &Cell) -> Gesture {
    let gestures = cell.bars.iter().flatten().filter_map(|symbol| symbol.gesture());
    let strum = Gesture::Strum { direction: Direction::Down, accent: true };
    gestures.map(|gesture| gesture.restated(Direction::Down)).next().unwrap_or(strum)
}

fn section<'a>(scene: &Scene<'a>, bar: usize) -> &'a crate::arrange::SectionPlan {
    &scene.plan.sections[scene.bar_plan(bar).section]
}

/// Cells for the meter, the part and the energy, as many of these as can be had.
fn suited<'a>(scene: &Scene<'a>, manner: &'a Manner, bar: usize) -> Vec<&'a Cell> {
    let section = section(scene, bar);
    let sheet = scene.bar(bar);
    let part = if section.is_b { Part::B } else { Part::A };
    let energy = i32::from(section.energy)
        + match sheet.feel {
            Feel::HalfTime | Feel::InTwo | Feel::StopTime => -30,
            Feel::DoubleTime => 30,
            Feel::Normal | Feel::Straight | Feel::Swing | Feel::InFour => 0,
        };
    let energy = energy.clamp(0, 127) as u8;
    let in_meter = |cell: &&Cell| cell.meter == sheet.meter;
    let in_part = |cell: &&Cell| cell.part == part || cell.part == Part::Any;
    let in_energy = |cell: &&Cell| (cell.energy.0..=cell.energy.1).contains(&energy);
    let written = narrowed(manner.cells.iter().collect(), in_meter);
    let first_meter = written.first().map(|cell| cell.meter);
    let one_meter = narrowed(written, |cell| Some(cell.meter) == first_meter);
    let has_keys = scene.plays(Lane::Keys, bar);
    let in_company = |cell: &&Cell| cell.beside_keys.is_none_or(|beside| beside == has_keys);
    narrowed(narrowed(narrowed(one_meter, in_company), in_part), in_energy)
}

/// Those that pass, or all when none does.
fn narrowed<'a>(cells: Vec<&'a Cell>, passes: impl Fn(&&'a Cell) -> bool) -> Vec<&'a Cell> {
    let some: Vec<&Cell> = cells.iter().copied().filter(|cell| passes(cell)).collect();
    if some.is_empty() { cells } else { some }
}

/// The section's, or now and then one that this phrase has to itself. Beside keys the guitar keeps the time, and stays
/// with what it found for that.
fn phrase_cell<'a>(scene: &Scene<'a>, suited: &[&'a Cell], first_bar: usize) -> &'a Cell {
    let usual = section_cell(scene, suited, first_bar);
    let draw = |slot| scene.steady_draw(Lane::Guitar, first_bar, slot);
    let is_loose = draw(questions::LOOSE.of(0)).percent(scene.style.guitar.loose_percent);
    if scene.plays(Lane::Keys, first_bar) || !is_loose {
        return usual;
    }
    let weights: Vec<u32> =
        suited.iter().map(|cell| if std::ptr::eq(*cell, usual) { 0 } else { cell.weight }).collect();
    draw(questions::LOOSE_CELL.of(0)).weighted(&weights).map_or(usual, |index| suited[index])
}

/// The same for every section of that name, so that a verse is known when it comes again.
fn section_cell<'a>(scene: &Scene<'a>, suited: &[&'a Cell], bar: usize) -> &'a Cell {
    let draw = |slot| scene.section_draw(Lane::Guitar, scene.bar_plan(bar).section, slot);
    let drawn = |cells: &[&'a Cell], slot| {
        let weights: Vec<u32> = cells.iter().map(|cell| cell.weight * 100).collect();
        draw(slot).weighted(&weights).map(|index| cells[index])
    };
    let usual = drawn(suited, questions::SECTION.of(0)).unwrap_or(suited[0]);
    // The further the knob is turned, the likelier another one takes its place: one that is more so, or less.
    let turned = i32::from(scene.brief.knobs.syncopation) - i32::from(NEUTRAL);
    let is_further = |cell: &&&Cell| match turned.signum() {
        -1 => cell.syncopation() < usual.syncopation(),
        1 => cell.syncopation() > usual.syncopation(),
        _ => false,
    };
    let further: Vec<&Cell> = suited.iter().filter(is_further).copied().collect();
    let gives_way = draw(questions::LEAN.of(0)).percent(turned.unsigned_abs() * 100 / u32::from(NEUTRAL));
    drawn(&further, questions::LEANT.of(0)).filter(|_| gives_way).unwrap_or(usual)
}

/// The section's cell, unless the keys play just that rhythm and another is further from it.
fn out_of_the_way<'a>(
    scene: &Scene<'_>,
    heard: &Heard,
    window: &std::ops::Range<usize>,
    chosen: &'a Cell,
    others: &[&'a Cell],
) -> &'a Cell {
    let shared = |cell: &Cell| {
        let in_bar = |bar: usize| {
            let sheet = scene.bar(bar);
            let line = &cell.bars[(bar - window.start + scene.first_of_two()) % cell.bars.len()];
            let places = fit::fitted(cell, line, sheet.meter, sheet.length).into_iter();
            let struck: Vec<Ticks> =
                places.filter(|place| place.symbol.is_heard()).map(|place| place.at).collect();
            heard.shared(bar, &struck)
        };
        window.clone().map(in_bar).sum::<u32>() / window.len() as u32
    };
    if shared(chosen) <= SHARED_MAX {
        return chosen;
    }
    others.iter().copied().min_by_key(|cell| shared(cell)).unwrap_or(chosen)
}
