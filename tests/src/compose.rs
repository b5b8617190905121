//! From what somebody typed to a band that plays it: chart, brief, composition, piece.

mod knobs;
mod nearest;
mod order;
mod reading;
mod shelf;

use anyhow::Context;
use composer::analyse::Analysis;
use composer::assemble::arrangement;
use composer::{Brief, Composition, Part, compose, variation};
use music::arrangement::Arrangement;
use music::chart::{Chart, Song};
use music::clip::Library;
use music::lane::Lane;

pub use knobs::KnobArguments;
pub use order::{Bars, Lock, Order, Vary, lane, rolls, seed};
pub use reading::{at_a_tempo, chart, fitting_style, style};
pub use shelf::Shelf;

/// A chart with the band that was composed for it.
pub struct Take {
    pub chart: Chart,
    pub song: Song,
    pub composition: Composition,
    pub arrangement: Arrangement,
    pub library: Library,
}

/// Composes once; where bars are to be rolled anew or varied, once more around everything that stays.
pub fn take(chart: Chart, order: &Order) -> anyhow::Result<Take> {
    let song = chart.song();
    order.check(&song)?;
    let composition = match order.vary {
        Some(vary) => varied(&chart, &song, order, vary)?,
        None if order.reroll > 0 => rerolled(&chart, &song, order)?,
        None => compose(&chart, &Brief { bars: order.bars.map(Bars::indices), ..order.brief() })?,
    };
    let (arrangement, library) = arrangement(&composition).context("the song has too many parts")?;
    Ok(Take { chart, song, composition, arrangement, library })
}

/// The whole band's first take, as a brief that keeps all of it.
fn first(chart: &Chart, song: &Song, order: &Order) -> anyhow::Result<(Composition, Brief)> {
    let mut brief = order.brief();
    let chairs = &order.style.general.lanes;
    let others = chairs.iter().filter(|lane| !order.named_lanes.contains(lane));
    brief.lanes = order.named_lanes.iter().chain(others).copied().collect();
    let before = compose(chart, &brief)?;
    before.parts.iter().for_each(|part| brief.give(part, song));
    for lock in &order.locks {
        let part = part(&before, lock.lane).with_context(|| {
            let names: Vec<&str> = before.parts.iter().map(|part| part.lane.name()).collect();
            format!("nobody plays {}; there are {}", lock.lane, names.join(", "))
        })?;
        lock.bars.indices().for_each(|bar| brief.lock(part, song, bar));
    }
    brief.lanes = order.lanes();
    Ok((before, brief))
}

fn rerolled(chart: &Chart, song: &Song, order: &Order) -> anyhow::Result<Composition> {
    let (before, mut brief) = first(chart, song, order)?;
    let bars = order.bars.map_or(0..song.bars().len(), Bars::indices);
    for bar in &song.bars()[bars.clone()] {
        brief.rerolls.extend(order.lanes().into_iter().map(|lane| ((lane, bar.id), order.reroll)));
    }
    brief.bars = Some(bars);
    Ok(joined(compose(chart, &brief)?, before))
}

/// Varied bars are locked as they have become; their notes are played anew, everybody else's are not.
fn varied(chart: &Chart, song: &Song, order: &Order, vary: Vary) -> anyhow::Result<Composition> {
    let (before, mut brief) = first(chart, song, order)?;
    let analysis = Analysis::of(song);
    let bars = order.bars.map_or(0..song.bars().len(), Bars::indices);
    for part in before.parts.iter().filter(|part| brief.lanes.contains(&part.lane)) {
        let is_locked =
            |bar: usize| !bars.contains(&bar) || brief.locks.contains_key(&(part.lane, song.bars()[bar].id));
        let locked = (0..song.bars().len()).filter(|bar| is_locked(*bar)).map(|bar| song.bars()[bar].id);
        let Vary { keep, amount } = vary;
        let seed = variation::nth_seed(order.seed, 1);
        let wish = variation::Wish { lane: part.lane, keep, amount, seed, locked: &locked.collect() };
        let ground = variation::Ground { song, analysis: &analysis };
        let sketch = variation::of_sketch(ground, &wish, &part.sketch);
        for (bar, strokes) in song.bars().iter().zip(sketch.bars) {
            if !wish.locked.contains(&bar.id) {
                brief.locks.insert((part.lane, bar.id), strokes);
                brief.kept.remove(&(part.lane, bar.id));
            }
        }
    }
    brief.bars = Some(bars);
    Ok(joined(compose(chart, &brief)?, before))
}

/// What was written anew, among everybody who was not asked.
fn joined(mut after: Composition, before: Composition) -> Composition {
    let is_new = |lane: Lane| after.parts.iter().any(|part| part.lane == lane);
    let stays: Vec<Part> = before.parts.into_iter().filter(|part| !is_new(part.lane)).collect();
    after.parts.extend(stays);
    after.parts.sort_by_key(|part| part.lane);
    after
}

fn part(composition: &Composition, lane: Lane) -> Option<&Part> {
    composition.parts.iter().find(|part| part.lane == lane)
}

/// What was done differently than asked, a line each.
pub fn remarks(composition: &Composition) -> String {
    let line = |remark: &composer::Remark| match remark.bar {
        Some(bar) => format!("  bar {bar}: {}\n", remark.text),
        None => format!("  {}\n", remark.text),
    };
    composition.remarks.iter().map(line).collect()
}
