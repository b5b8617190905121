//! Which cell a bar plays, and where its notes fall: by section, phrase, energy, feel, kick and knobs.

use music::chart::{self, song};
use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};

use super::beats::{self, Pace};
use super::cell::{Cell, Feel, Note, Part, Sign};
use super::manner::{Manner, Memory};
use crate::arrange::{Fill, Landing};
use crate::brief::NEUTRAL;
use crate::scene::{Earlier, Scene};
use crate::sketch::Stroke;

/// Questions of the bass about a bar; each has its number.
const CELL: u32 = 1;
const TURN: u32 = 2;
const FILL: u32 = 3;
/// And one for every place of an ornament.
const MAYBE: u32 = 64;
/// And one for every place where the kick was not heard.
const KICK: u32 = 512;

/// General MIDI's two bass drums.
const KICKS: [u8; 2] = [35, 36];
/// A kick this near is on the same step.
const TOGETHER: Ticks = Ticks(60);
/// Phrases are four bars long: A A A B.
const PHRASE: usize = 4;

/// The notes of a bar as the style has them, whatever the chords.
pub(super) fn of(scene: &Scene<'_>, earlier: &Earlier, bar: usize) -> Vec<Note> {
    if let Some(strokes) = scene.settled(Lane::Bass, bar) {
        return strokes.iter().map(fixed).collect();
    }
    if !scene.plays(Lane::Bass, bar) {
        return Vec::new();
    }
    let plan = scene.bar_plan(bar);
    match plan.ending {
        Some(Landing::Button) => return landed(scene, bar, true),
        Some(Landing::Ring) => return landed(scene, bar, false),
        Some(Landing::Fade) | None => {}
    }
    if plan.is_stop {
        return vec![note(Ticks::ZERO, SHORT.min(scene.bar(bar).length), Sign::Bass)];
    }
    let (cell, index) = chosen(scene, bar);
    let notes = laid_out(scene, bar, cell, index);
    let notes = with_kick(scene, earlier, bar, with_ornaments(scene, bar, notes));
    match plan.fill {
        Fill::None => notes,
        fill @ (Fill::Short | Fill::Half | Fill::Whole) => filled(scene, bar, notes, fill),
    }
}

/// How short a note is that stops.
const SHORT: Ticks = Ticks(480);

fn fixed(stroke: &Stroke) -> Note {
    Note { at: stroke.at, length: stroke.length, sign: Sign::Fixed(stroke.pitch), is_maybe: false }
}

fn note(at: Ticks, length: Ticks, sign: Sign) -> Note {
    Note { at, length, sign, is_maybe: false }
}

/// A note for each chord of the last bar, the last of them for good.
fn landed(scene: &Scene<'_>, bar: usize, is_short: bool) -> Vec<Note> {
    let here = scene.bar(bar);
    let starts = scene.analysis.in_bar(bar).iter().filter(|change| change.chord.is_some());
    let starts = starts.map(|change| (change.start - here.start).max(Ticks::ZERO));
    let starts: Vec<Ticks> = starts.filter(|at| *at < here.length).collect();
    let last = starts.len().saturating_sub(1);
    let ends = starts.iter().skip(1).copied().chain([here.length]);
    let notes = starts.iter().zip(ends).enumerate().map(|(index, (at, end))| {
        let length = if index == last && is_short { SHORT.min(end - *at) } else { end - *at };
        note(*at, length, Sign::Bass)
    });
    notes.collect()
}

/// The cell of a bar, and which of the cell's bars.
fn chosen<'a>(scene: &Scene<'a>, bar: usize) -> (&'a Cell, usize) {
    let manner = &scene.style.bass;
    let plan = scene.bar_plan(bar);
    let window = scene.plan.windows.get(plan.window).cloned().unwrap_or(bar..bar + 1);
    let into = bar.saturating_sub(window.start);
    let is_turn = into + 1 == PHRASE;
    let is_rerolled = scene.brief.reroll(Lane::Bass, scene.bar(bar).id) > 0;
    let mains = fitting(scene, bar, Part::Main);
    let draw = match manner.memory {
        Memory::Phrase if !is_rerolled => scene.section_draw(Lane::Bass, plan.section, CELL),
        Memory::Phrase | Memory::Bar => scene.draw(Lane::Bass, bar, CELL),
    };
    let cell = drawn(scene, &mains, |weights| draw.weighted(weights));
    let cell = cell.unwrap_or_else(|| plainest(manner));
    if is_turn {
        let turns = fitting(scene, bar, Part::Turn).into_iter().filter(|turn| turn.bars != cell.bars);
        let draw = scene.draw(Lane::Bass, bar, TURN);
        if let Some(turn) = drawn(scene, &turns.collect::<Vec<_>>(), |weights| draw.weighted(weights)) {
            return (turn, into % turn.bars.len());
        }
    }
    (cell, answer(scene, bar, cell, into))
}

/// Which bar of a cell: one that does not begin on its root is for a chord that stays.
fn answer(scene: &Scene<'_>, bar: usize, cell: &Cell, into: usize) -> usize {
    let index = into % cell.bars.len();
    let begins_elsewhere = cell.bars[index].first().is_some_and(|note| note.sign != Sign::Bass);
    let start = scene.bar(bar).start;
    let is_new = scene.analysis.in_bar(bar).iter().any(|change| change.written == start);
    if begins_elsewhere && is_new { 0 } else { index }
}

/// A manner always has a main cell: its reader sees to it.
fn plainest(manner: &Manner) -> &Cell {
    let main = manner.cells.iter().find(|cell| cell.part == Part::Main);
    main.or(manner.cells.first()).expect("a manner is read with a main cell")
}

/// Cells of a part for the bar's feel and meter and its section's energy; the nearest energy where none has it.
fn fitting<'a>(scene: &Scene<'a>, bar: usize, part: Part) -> Vec<&'a Cell> {
    let here = scene.bar(bar);
    let feel = match here.feel {
        chart::Feel::InTwo => Some(Feel::Two),
        chart::Feel::InFour => Some(Feel::Four),
        chart::Feel::Normal
        | chart::Feel::HalfTime
        | chart::Feel::DoubleTime
        | chart::Feel::Straight
        | chart::Feel::Swing
        | chart::Feel::StopTime => None,
    };
    let cells: Vec<&Cell> = scene.style.bass.cells.iter().filter(|cell| cell.part == part).collect();
    let cells = preferred(cells, |cell| cell.meter == here.meter);
    let level = level(scene, bar);
    match feel {
        Some(feel) if cells.iter().any(|cell| cell.feel == Some(feel)) => {
            cells.into_iter().filter(|cell| cell.feel == Some(feel)).collect()
        }
        Some(_) | None => {
            let nearest = cells.iter().map(|cell| away(cell, level)).min().unwrap_or(0);
            let is_near = |cell: &&Cell| away(cell, level) == nearest;
            let near = cells.into_iter().filter(is_near);
            // A turn that is meant for another energy is no turn for this one.
            near.filter(|cell| part == Part::Main || away(cell, level) == 0).collect()
        }
    }
}

fn preferred(cells: Vec<&Cell>, is_better: impl Fn(&Cell) -> bool) -> Vec<&Cell> {
    let better: Vec<&Cell> = cells.iter().copied().filter(|cell| is_better(cell)).collect();
    if better.is_empty() { cells } else { better }
}

fn away(cell: &Cell, level: u8) -> u8 {
    cell.energy.0.saturating_sub(level).max(level.saturating_sub(cell.energy.1))
}

/// The section's energy as the knobs have it.
fn level(scene: &Scene<'_>, bar: usize) -> u8 {
    let section = scene.plan.sections.get(scene.bar_plan(bar).section);
    let energy = section.map_or(scene.bar_plan(bar).energy, |section| section.energy);
    let knobs = &scene.brief.knobs;
    let density = i32::from(knobs.density[Lane::Bass.index()]) - i32::from(NEUTRAL);
    let complexity = i32::from(knobs.complexity) - i32::from(NEUTRAL);
    (i32::from(energy) + density / 2 + complexity / 4).clamp(0, 127) as u8
}

/// One of the cells by weight, off-beats counting as the syncopation knob has it.
fn drawn<'a>(
    scene: &Scene<'_>,
    cells: &[&'a Cell],
    draw: impl Fn(&[u32]) -> Option<usize>,
) -> Option<&'a Cell> {
    let lean = i64::from(scene.brief.knobs.syncopation) - i64::from(NEUTRAL);
    let weight = |cell: &&Cell| {
        let off_beats = cell.off_beats().min(8) as i64;
        // From nothing to about three times its weight: the knob leans, it does not forbid.
        let leaning = (64 + lean * (off_beats - 2)).clamp(8, 192);
        (i64::from(cell.weight) * leaning) as u32
    };
    let weights: Vec<u32> = cells.iter().map(weight).collect();
    cells.get(draw(&weights)?).copied()
}

fn laid_out(scene: &Scene<'_>, bar: usize, cell: &Cell, index: usize) -> Vec<Note> {
    let here = scene.bar(bar);
    let pace = match here.feel {
        chart::Feel::HalfTime => Pace::Half { second: here.number.is_multiple_of(2) },
        chart::Feel::DoubleTime => Pace::Double,
        chart::Feel::Normal
        | chart::Feel::Straight
        | chart::Feel::Swing
        | chart::Feel::InTwo
        | chart::Feel::InFour
        | chart::Feel::StopTime => Pace::Plain,
    };
    let notes = cell.bars.get(index).map_or(&[][..], Vec::as_slice);
    let mut notes = beats::fitted(notes, cell.meter, here.meter, pace);
    if here.feel == chart::Feel::StopTime {
        notes.retain(|note| note.at == Ticks::ZERO);
        notes.iter_mut().for_each(|note| note.length = note.length.min(SHORT));
    }
    as_pickup(here, notes)
}

/// A bar shorter than its meter is the end of one.
fn as_pickup(here: &song::Bar, notes: Vec<Note>) -> Vec<Note> {
    let missing = here.meter.bar_ticks() - here.length;
    let inside = notes.into_iter().filter(|note| note.at >= missing);
    inside.map(|note| Note { at: note.at - missing, ..note }).collect()
}

/// Ornaments come and go; one that comes takes its place from what sounded there.
fn with_ornaments(scene: &Scene<'_>, bar: usize, notes: Vec<Note>) -> Vec<Note> {
    let percent = scene.style.bass.maybe * u32::from(scene.brief.knobs.complexity) / u32::from(NEUTRAL);
    let comes = |note: &Note| scene.draw(Lane::Bass, bar, MAYBE + step_of(note)).percent(percent.min(95));
    let (maybes, mut notes): (Vec<Note>, Vec<Note>) = notes.into_iter().partition(|note| note.is_maybe);
    for ornament in maybes.into_iter().filter(|note| comes(note)) {
        notes = overlaid(notes, ornament);
    }
    notes
}

/// Every place of a grid has a number of its own, those of the finest one in double time too.
fn step_of(note: &Note) -> u32 {
    (note.at.0 / FINEST_STEP.0).clamp(0, STEP_MAX) as u32
}

/// Half of a sixteenth triplet.
const FINEST_STEP: Ticks = Ticks(TICKS_PER_BEAT / 12);
/// So many steps are told apart: thirty-three beats, more than fit between two questions.
const STEP_MAX: i64 = 400;

/// The ornament sounds for as long as the note that it cuts off would have.
fn overlaid(notes: Vec<Note>, mut ornament: Note) -> Vec<Note> {
    let mut overlaid: Vec<Note> = notes.into_iter().filter(|note| note.at != ornament.at).collect();
    if let Some(cut) = overlaid.iter_mut().find(|note| note.at < ornament.at && note.end() > ornament.at) {
        if ornament.sign != Sign::Dead {
            ornament.length = cut.end() - ornament.at;
        }
        cut.length = ornament.at - cut.at;
    }
    let after = overlaid.partition_point(|note| note.at < ornament.at);
    overlaid.insert(after, ornament);
    overlaid
}

/// `k` becomes a note where the kick plays, and goes on with the note before where it does not.
fn with_kick(scene: &Scene<'_>, earlier: &Earlier, bar: usize, notes: Vec<Note>) -> Vec<Note> {
    let drums = earlier.get(&Lane::Drums).map_or(&[][..], |drums| drums.bar(bar));
    let kicks: Vec<Ticks> =
        drums.iter().filter(|stroke| KICKS.contains(&stroke.pitch.key())).map(|stroke| stroke.at).collect();
    let mut played: Vec<Note> = Vec::with_capacity(notes.len());
    for note in notes {
        let is_heard = match kicks.is_empty() {
            true => scene.draw(Lane::Bass, bar, KICK + step_of(&note)).percent(50),
            false => kicks.iter().any(|kick| (kick.0 - note.at.0).abs() <= TOGETHER.0),
        };
        match (note.sign, is_heard) {
            (Sign::Kick, true) => played.push(Note { sign: Sign::Bass, ..note }),
            (Sign::Kick, false) => {
                if let Some(last) = played.last_mut().filter(|last| last.end() == note.at) {
                    last.length += note.length;
                }
            }
            _ => played.push(note),
        }
    }
    played
}

/// The bar with its end replaced by a fill; as it was where the style has none.
pub(super) fn filled(scene: &Scene<'_>, bar: usize, notes: Vec<Note>, fill: Fill) -> Vec<Note> {
    let fills = fitting(scene, bar, Part::Fill);
    let draw = scene.draw(Lane::Bass, bar, FILL);
    let Some(cell) = drawn(scene, &fills, |weights| draw.weighted(weights)) else { return notes };
    let from = fill_start(scene.bar(bar), fill);
    let mut notes: Vec<Note> = notes.into_iter().filter(|note| note.at < from).collect();
    notes.iter_mut().for_each(|note| note.length = note.length.min(from - note.at));
    let end = laid_out(scene, bar, cell, 0).into_iter().filter(|note| note.at >= from && !note.is_maybe);
    notes.extend(end);
    notes
}

/// Where in the bar a fill begins.
pub(super) fn fill_start(bar: &song::Bar, fill: Fill) -> Ticks {
    let groups = beats::groups(bar.meter);
    let taken = match fill {
        Fill::None => 0,
        Fill::Short => 1,
        Fill::Half => (groups.len() / 2).max(1),
        Fill::Whole => groups.len(),
    };
    let length: Ticks = groups.iter().rev().take(taken).copied().sum();
    (bar.length - length).max(Ticks::ZERO)
}
