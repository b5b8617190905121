//! Which cell a bar plays: a section keeps one, varies it, and answers it; at a phrase's end it turns.

use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};

use super::grid::{self, Force, Mark, Part};
use super::manner::{Cell, Manner, SectionPart};
use crate::arrange::{Fill, SectionRole};
use crate::brief::NEUTRAL;
use crate::chance::Slots;
use crate::scene::{Earlier, Scene};
use crate::sketch::Touch;

const SECTION: u32 = 10;
const SCHEME: u32 = 11;
const ANSWER: u32 = 12;
const OWN: u32 = 13;
const VARY: u32 = 14;
const VARY_HOW: u32 = 15;
const VARY_WHICH: u32 = 16;
const FILL: u32 = 17;
const FILL_CELL: u32 = 18;
const LOOSE: u32 = 19;
const LOOSE_THEME: u32 = 20;
const SECOND: u32 = 21;
/// For each phrase of a section.
const TURN: Slots = Slots::new(200, 100);
const THIN: u32 = 40;
const THICKEN: u32 = 80;

/// What a bar is within its phrase.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The section's cell.
    Theme,
    /// The same, with something different.
    Varied,
    /// Another cell.
    Answer,
}

use Place::{Answer, Theme, Varied};

const SCHEMES: [[Place; 4]; 5] = [
    [Theme, Varied, Theme, Answer],
    [Theme, Varied, Varied, Answer],
    [Theme, Answer, Varied, Answer],
    [Theme, Varied, Answer, Varied],
    [Theme, Theme, Varied, Answer],
];

/// Two bars at a time, for cells that take two.
const SCHEMES_IN_TWOS: [[Place; 4]; 3] =
    [[Theme, Varied, Varied, Varied], [Theme, Varied, Answer, Answer], [Theme, Theme, Varied, Varied]];

/// The marks of one bar, and how they ring.
#[derive(Clone, Debug, Default)]
pub(super) struct Chosen {
    pub(super) marks: Vec<Mark>,
    pub(super) is_pedalled: bool,
    pub(super) is_rolled: bool,
    /// The cell says nothing in this bar, on purpose: its chord passes by.
    pub(super) is_rest: bool,
}

/// What a bar plays by itself, before its chords have their say.
pub(super) fn chosen(scene: &Scene<'_>, manner: &Manner, earlier: &Earlier, bar: usize) -> Chosen {
    let plan = scene.bar_plan(bar);
    let is_fill = plan.fill != Fill::None
        && scene.draw(Lane::Keys, bar, FILL).percent(u32::from(scene.brief.knobs.fills) * 55 / 64);
    let cell = if is_fill { fill_cell(scene, manner, bar) } else { None };
    let is_own = cell.is_some();
    let cell = cell.or_else(|| turn_cell(scene, manner, bar));
    let placed = cell.map(|cell| (cell, Theme)).or_else(|| placed_cell(scene, manner, earlier, bar));
    let Some((cell, place)) = placed else { return Chosen::default() };
    let mut chosen = laid_out(scene, cell, bar);
    if !is_own {
        let percent = manner.variety_percent * u32::from(scene.brief.knobs.complexity) / u32::from(NEUTRAL);
        let is_varied = match place {
            Theme => false,
            Varied => true,
            Answer => scene.draw(Lane::Keys, bar, VARY).percent(percent / 2),
        };
        if is_varied && scene.draw(Lane::Keys, bar, VARY).percent(percent) {
            vary(scene, bar, &mut chosen.marks);
        }
        make_room(scene, bar, &mut chosen.marks);
    }
    thin(scene, bar, &mut chosen.marks);
    thicken(scene, bar, &mut chosen.marks);
    chosen
}

/// What a bar would play if a fill were asked for there; `None` where the style has none.
pub(super) fn fill(scene: &Scene<'_>, manner: &Manner, bar: usize) -> Option<Chosen> {
    fill_cell(scene, manner, bar).map(|cell| laid_out(scene, cell, bar))
}

fn laid_out(scene: &Scene<'_>, cell: &Cell, bar: usize) -> Chosen {
    let this = scene.bar(bar);
    let marks = &cell.grid.bars[of_cell(scene, cell, bar)];
    let is_pickup = this.length < this.meter.bar_ticks();
    let is_rest = marks.is_empty() && !is_pickup;
    let marks = if is_pickup {
        Vec::new()
    } else {
        grid::fitted(marks, cell.grid.beats, this.meter, this.length, this.feel)
    };
    Chosen { marks, is_pedalled: cell.is_pedalled, is_rolled: cell.is_rolled, is_rest }
}

/// Which of the cell's bars.
fn of_cell(scene: &Scene<'_>, cell: &Cell, bar: usize) -> usize {
    (place_in_window(scene, bar) + scene.first_of_two()) % cell.grid.bars.len()
}

fn place_in_window(scene: &Scene<'_>, bar: usize) -> usize {
    bar - window_start(scene, bar)
}

fn window_start(scene: &Scene<'_>, bar: usize) -> usize {
    let window = scene.plan.windows.get(scene.bar_plan(bar).window);
    window.map_or(bar, |window| window.start.min(bar))
}

fn place(scene: &Scene<'_>, bar: usize, theme: &Cell) -> Place {
    let schemes = if theme.grid.bars.len() > 1 { &SCHEMES_IN_TWOS[..] } else { &SCHEMES[..] };
    let scheme = scene.draw(Lane::Keys, window_start(scene, bar), SCHEME).below(schemes.len());
    schemes[scheme][place_in_window(scene, bar) % 4]
}

fn fill_cell<'a>(scene: &Scene<'_>, manner: &'a Manner, bar: usize) -> Option<&'a Cell> {
    let pool = pool(scene, manner, bar, SectionPart::Fill);
    let weights: Vec<u32> = pool.iter().map(|cell| cell.weight).collect();
    scene.draw(Lane::Keys, bar, FILL_CELL).weighted(&weights).map(|index| pool[index])
}

/// What a phrase of this section ends with: the same each time the section comes.
fn turn_cell<'a>(scene: &Scene<'_>, manner: &'a Manner, bar: usize) -> Option<&'a Cell> {
    let plan = scene.bar_plan(bar);
    let section = &scene.plan.sections[plan.section];
    let is_played = match section.role {
        SectionRole::Intro | SectionRole::Ending => false,
        SectionRole::Verse | SectionRole::Chorus | SectionRole::Bridge | SectionRole::Solo => true,
    };
    let is_last = scene.plan.windows.get(plan.window).is_some_and(|window| bar + 1 == window.end);
    if !is_played || !is_last || place_in_window(scene, bar) < PHRASE_BARS_MIN - 1 {
        return None;
    }
    let mut pool = pool(scene, manner, bar, SectionPart::Turn);
    let beats = beats(scene, bar);
    pool.retain(|cell| cell.grid.beats == beats);
    let weights: Vec<u32> = pool.iter().map(|cell| weight(scene, cell)).collect();
    let first = scene.plan.bars.get(section.bars.start).map_or(0, |first| first.window);
    let slot = TURN.of(plan.window.saturating_sub(first));
    let turn = scene.section_draw(Lane::Keys, plan.section, slot).weighted(&weights)?;
    if scene.brief.reroll(Lane::Keys, scene.bar(bar).id) == 0 {
        return Some(pool[turn]);
    }
    let others: Vec<u32> =
        weights.iter().enumerate().map(|(at, w)| if at == turn { 0 } else { *w }).collect();
    Some(pool[scene.draw(Lane::Keys, bar, OWN).weighted(&others).unwrap_or(turn)])
}

/// Of less there is nothing to turn from.
const PHRASE_BARS_MIN: usize = 3;

fn placed_cell<'a>(
    scene: &Scene<'_>,
    manner: &'a Manner,
    earlier: &Earlier,
    bar: usize,
) -> Option<(&'a Cell, Place)> {
    let section = &scene.plan.sections[scene.bar_plan(bar).section];
    let has_own = |part: SectionPart| manner.cells.iter().any(|cell| cell.parts.contains(&part));
    let part = match section.role {
        SectionRole::Intro | SectionRole::Ending => SectionPart::Intro,
        SectionRole::Bridge if has_own(SectionPart::Bridge) => SectionPart::Bridge,
        SectionRole::Verse | SectionRole::Chorus | SectionRole::Bridge | SectionRole::Solo => {
            if section.is_b { SectionPart::B } else { SectionPart::A }
        }
    };
    let pool = pool(scene, manner, bar, part);
    let weights: Vec<u32> = pool.iter().map(|cell| weight(scene, cell)).collect();
    let theme = theme(scene, manner, bar, &weights)?;
    let place = place(scene, bar, pool[theme]);
    let is_rerolled = scene.brief.reroll(Lane::Keys, scene.bar(bar).id) > 0;
    if place != Answer && !is_rerolled || pool.len() == 1 {
        return Some((pool[theme], place));
    }
    let slot = if is_rerolled { OWN } else { ANSWER };
    let heard = |index: usize| {
        if index == theme { 0 } else { weights[index] * drum_match(scene, earlier, bar, pool[index]) }
    };
    let others: Vec<u32> = (0..pool.len()).map(heard).collect();
    let first =
        if is_rerolled { bar } else { bar - place_in_window(scene, bar) % pool[theme].grid.bars.len() };
    let other = scene.draw(Lane::Keys, first, slot).weighted(&others);
    Some((pool[other.unwrap_or(theme)], Answer))
}

/// The section's, or one for this phrase alone; where a long chorus goes on it is another.
fn theme(scene: &Scene<'_>, manner: &Manner, bar: usize, weights: &[u32]) -> Option<usize> {
    let start = window_start(scene, bar);
    if scene.draw(Lane::Keys, start, LOOSE).percent(manner.loose_percent) {
        return scene.draw(Lane::Keys, start, LOOSE_THEME).weighted(weights);
    }
    let section = scene.bar_plan(bar).section;
    let first = scene.section_draw(Lane::Keys, section, SECTION).weighted(weights)?;
    if !goes_on(scene, section) {
        return Some(first);
    }
    let others: Vec<u32> =
        weights.iter().enumerate().map(|(at, weight)| if at == first { 0 } else { *weight }).collect();
    Some(scene.section_draw(Lane::Keys, section, SECOND).weighted(&others).unwrap_or(first))
}

/// Every second stretch of a chorus or solo that is planned as several.
fn goes_on(scene: &Scene<'_>, section: usize) -> bool {
    let sections = &scene.plan.sections;
    let pass = |section: usize| scene.bar(sections[section].bars.start).section;
    let is_same =
        |before: &usize| pass(*before) == pass(section) && sections[*before].role == sections[section].role;
    sections[section].is_b && (0..section).rev().take_while(is_same).count() % 2 == 1
}

/// Cells for this part of the song, of this bar's beats and energy where there are such.
fn pool<'a>(scene: &Scene<'_>, manner: &'a Manner, bar: usize, part: SectionPart) -> Vec<&'a Cell> {
    let energy = scene.plan.sections[scene.bar_plan(bar).section].energy;
    let beats = beats(scene, bar);
    let meter = scene.bar(bar).meter;
    let of = |part: SectionPart| -> Vec<&Cell> {
        let fits = |cell: &&Cell| {
            cell.parts.contains(&part) && cell.weight > 0 && cell.meter.is_none_or(|own| own == meter)
        };
        manner.cells.iter().filter(fits).collect()
    };
    let narrowed = |pool: Vec<&'a Cell>, fits: &dyn Fn(&Cell) -> bool| -> Vec<&'a Cell> {
        let some: Vec<&Cell> = pool.iter().copied().filter(|cell| fits(cell)).collect();
        if some.is_empty() { pool } else { some }
    };
    let own = of(part);
    let instead = match part {
        SectionPart::Fill | SectionPart::Turn => Vec::new(),
        SectionPart::A | SectionPart::B | SectionPart::Bridge | SectionPart::Intro => of(SectionPart::A),
    };
    let all = if own.is_empty() { instead } else { own };
    let has_guitar = scene.plays(Lane::Guitar, bar);
    let all = narrowed(all, &|cell| cell.beside_guitar.is_none_or(|beside| beside == has_guitar));
    let counted = narrowed(all, &|cell| cell.grid.beats == beats);
    let counted = narrowed(counted, &|cell| cell.meter.is_some());
    narrowed(counted, &|cell| cell.energy.0 <= energy && energy <= cell.energy.1)
}

fn beats(scene: &Scene<'_>, bar: usize) -> i64 {
    let this = scene.bar(bar);
    grid::beats_in(this.meter, this.length)
}

/// As the style has it, turned by the density and syncopation knobs.
fn weight(scene: &Scene<'_>, cell: &Cell) -> u32 {
    let marks: Vec<&Mark> = cell.grid.bars.iter().flatten().collect();
    let per_bar = marks.len() as i32 / cell.grid.bars.len() as i32;
    let offbeat = marks.iter().filter(|mark| mark.at.0 % TICKS_PER_BEAT != 0).count() * 2 > marks.len();
    let turned = |knob: u8, more: bool| {
        let by = i32::from(knob) - i32::from(NEUTRAL);
        (64 + if more { by } else { -by }).max(2) as u32
    };
    let density = turned(scene.brief.knobs.density[Lane::Keys.index()], per_bar > BUSY_FROM);
    cell.weight * density * turned(scene.brief.knobs.syncopation, offbeat) / 64
}

/// Marks in a bar that people call busy.
const BUSY_FROM: i32 = 3;

/// More where the cell falls on what the drums accent. The last beat is not looked at: it belongs to what follows.
fn drum_match(scene: &Scene<'_>, earlier: &Earlier, bar: usize, cell: &Cell) -> u32 {
    const NEAR: i64 = 60;
    const KICK_AND_SNARE: std::ops::RangeInclusive<u8> = 35..=40;
    let Some(drums) = earlier.get(&Lane::Drums).filter(|_| scene.bar_plan(bar).fill == Fill::None) else {
        return 2;
    };
    let until = scene.bar(bar).length - Ticks(TICKS_PER_BEAT);
    let accents: Vec<Ticks> = drums
        .bar(bar)
        .iter()
        .filter(|stroke| KICK_AND_SNARE.contains(&stroke.pitch.key()) && stroke.touch != Touch::Ghost)
        .map(|stroke| stroke.at)
        .filter(|at| *at < until && at.0 > 0)
        .collect();
    let marks = &cell.grid.bars[of_cell(scene, cell, bar)];
    let hits = marks.iter().filter(|mark| accents.iter().any(|at| (at.0 - mark.at.0).abs() <= NEAR)).count();
    2 + hits.min(3) as u32
}

/// One thing differently: a light echo, a stroke left out, a stroke moved by an eighth, a long one cut short.
fn vary(scene: &Scene<'_>, bar: usize, marks: &mut Vec<Mark>) {
    let which = scene.draw(Lane::Keys, bar, VARY_WHICH);
    let Some(at) = (marks.len() > 1).then(|| 1 + which.below(marks.len() - 1)) else { return };
    match scene.draw(Lane::Keys, bar, VARY_HOW).below(4) {
        0 => echo(scene.bar(bar).length, marks, at),
        1 if marks.len() > 2 => drop(marks.remove(at)),
        2 => move_by_eighth(marks, at),
        _ => marks[at].length = Ticks((marks[at].length.0 / 2).max(SHORTEST)),
    }
}

const EIGHTH: i64 = TICKS_PER_BEAT / 2;
const SHORTEST: i64 = TICKS_PER_BEAT / 4;

fn echo(length: Ticks, marks: &mut Vec<Mark>, at: usize) {
    let end = marks.get(at + 1).map_or(length, |next| next.at);
    let place = marks[at].at + Ticks(EIGHTH);
    if place + Ticks(EIGHTH) <= end {
        marks[at].length = marks[at].length.min(Ticks(EIGHTH));
        let part = marks[at].part;
        marks.insert(at + 1, Mark { at: place, length: Ticks(EIGHTH), part, force: Force::Light });
    }
}

fn move_by_eighth(marks: &mut [Mark], at: usize) {
    let before = marks[at - 1].at.0;
    let earlier = marks[at].at.0 - EIGHTH;
    if earlier - before >= EIGHTH {
        marks[at].at = Ticks(earlier);
        marks[at - 1].length = marks[at - 1].length.min(Ticks(earlier - before));
    }
}

/// While the drums fill, the keys say less.
fn make_room(scene: &Scene<'_>, bar: usize, marks: &mut Vec<Mark>) {
    let this = scene.bar(bar);
    let beat = grid::beat_ticks(this.meter);
    let from = match scene.bar_plan(bar).fill {
        Fill::None => return,
        Fill::Short => this.length - beat,
        Fill::Half => this.length - beat * 2,
        Fill::Whole => beat,
    };
    marks.retain(|mark| mark.at < from || mark.force == Force::Accent || matches!(mark.part, Part::Note(_)));
}

/// The density knob below the middle leaves out strokes, the light ones first.
fn thin(scene: &Scene<'_>, bar: usize, marks: &mut Vec<Mark>) {
    let density = u32::from(scene.brief.knobs.density[Lane::Keys.index()]);
    let less = u32::from(NEUTRAL).saturating_sub(density);
    let mut index = 0;
    marks.retain(|mark| {
        index += 1;
        let percent = match mark.force {
            Force::Light => less * 3 / 2,
            Force::Plain => less * 3 / 4,
            Force::Accent => less / 4,
        };
        mark.at == Ticks::ZERO || less == 0 || !scene.draw(Lane::Keys, bar, THIN + index).percent(percent)
    });
}

/// Above the middle strokes find light echoes.
fn thicken(scene: &Scene<'_>, bar: usize, marks: &mut Vec<Mark>) {
    let density = u32::from(scene.brief.knobs.density[Lane::Keys.index()]);
    let more = density.saturating_sub(u32::from(NEUTRAL));
    for index in (0..marks.len()).rev() {
        if scene.draw(Lane::Keys, bar, THICKEN + index as u32).percent(more) {
            echo(scene.bar(bar).length, marks, index);
        }
    }
}

#[cfg(test)]
mod tests;
