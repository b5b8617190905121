//! From what somebody typed to a band that plays it: chart, brief, composition, piece.

mod order;
mod reading;

use anyhow::Context;
use composer::assemble::arrangement;
use composer::{Brief, Composition, Part, compose};
use music::arrangement::Arrangement;
use music::chart::{Chart, Song};
use music::clip::Library;
use music::lane::Lane;

pub use order::{Bars, Lock, Order};
pub use reading::{chart, fitting_style, style};

/// A chart with the band that was composed for it.
pub struct Take {
    pub chart: Chart,
    pub song: Song,
    pub composition: Composition,
    pub arrangement: Arrangement,
    pub library: Library,
}

/// Composes once; where bars are to be rolled anew, once more around everything that stays.
pub fn take(chart: Chart, order: &Order) -> anyhow::Result<Take> {
    let song = chart.song();
    order.check(&song)?;
    let composition = if order.reroll > 0 { rerolled(&chart, &song, order)? } else { first(&chart, order)? };
    let (arrangement, library) = arrangement(&composition).context("the song has too many parts")?;
    Ok(Take { chart, song, composition, arrangement, library })
}

fn first(chart: &Chart, order: &Order) -> anyhow::Result<Composition> {
    let mut brief = Brief::new(order.style.clone(), order.seed);
    brief.lanes = order.lanes();
    brief.bars = order.bars.map(Bars::indices);
    Ok(compose(chart, &brief)?)
}

fn rerolled(chart: &Chart, song: &Song, order: &Order) -> anyhow::Result<Composition> {
    let mut brief = Brief::new(order.style.clone(), order.seed);
    let lanes = order.lanes();
    brief.lanes.extend(lanes.iter().filter(|lane| !order.style.general.lanes.contains(lane)));
    let before = compose(chart, &brief)?;
    before.parts.iter().for_each(|part| brief.give(part, song));
    for lock in &order.locks {
        let part = part(&before, lock.lane).with_context(|| format!("nobody plays {}", lock.lane))?;
        lock.bars.indices().for_each(|bar| brief.lock(part, song, bar));
    }
    let bars = order.bars.map_or(0..song.bars().len(), Bars::indices);
    for bar in &song.bars()[bars.clone()] {
        brief.rerolls.extend(lanes.iter().map(|lane| ((*lane, bar.id), order.reroll)));
    }
    brief.bars = Some(bars);
    brief.lanes = lanes;
    let mut after = compose(chart, &brief)?;
    let stays = before.parts.into_iter().filter(|part| !brief.lanes.contains(&part.lane));
    after.parts.extend(stays);
    after.parts.sort_by_key(|part| part.lane);
    Ok(after)
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
