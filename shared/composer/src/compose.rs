//! From a chart and a brief to parts: analyse, arrange, then role by role, each hearing the ones before.

mod remarks;

use std::collections::BTreeMap;

use music::chart::Chart;
use music::lane::Lane;

use crate::analyse::Analysis;
use crate::arrange::Plan;
use crate::assemble::{self, Region};
use crate::brief::Brief;
use crate::perform::{self, Played};
use crate::scene::{Earlier, Scene};
use crate::sketch::{Sketch, Written};
use crate::{bass, comping, drums, feasibility, guitar, landing, lead, pad, percussion};

/// A band's parts, and what had to be done differently than asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composition {
    pub parts: Vec<Part>,
    pub remarks: Vec<Remark>,
}

/// A lane with its regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub lane: Lane,
    pub regions: Vec<Region>,
    /// As planned, before hands: what a later brief can be given.
    pub sketch: Sketch,
    /// As played, bar by bar; starts count from the bar's.
    pub played: Played,
}

/// Something adapted, in words, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub bar: Option<u32>,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the chart has no bars; write a chord")]
    EmptyChart,
    #[error("bars {first} to {last} were asked for; the song has bars 1 to {bars}")]
    NoSuchBars { first: usize, last: usize, bars: usize },
}

/// The order in which roles are written: later ones hear earlier ones.
const ORDER: [Lane; Lane::COUNT] =
    [Lane::Drums, Lane::Percussion, Lane::Bass, Lane::Keys, Lane::Guitar, Lane::Pad, Lane::Lead, Lane::Extra];

pub fn compose(chart: &Chart, brief: &Brief) -> Result<Composition, Error> {
    let song = chart.song();
    let bars = song.bars().len();
    if bars == 0 {
        return Err(Error::EmptyChart);
    }
    if let Some(asked) = brief.bars.as_ref().filter(|asked| asked.start >= asked.end || asked.end > bars) {
        return Err(Error::NoSuchBars { first: asked.start.saturating_add(1), last: asked.end, bars });
    }
    let analysis = Analysis::of(&song);
    let plan = Plan::of(&song, &analysis, &brief.style, brief);
    let scene = Scene { song: &song, analysis: &analysis, plan: &plan, style: &brief.style, brief };
    let mut earlier = Earlier::new();
    let mut written: BTreeMap<Lane, Written> = BTreeMap::new();
    for lane in ORDER {
        if !brief.lanes.contains(&lane) {
            // A role hears those before it and nobody else, given or not: or it would play differently once all are there.
            earlier.extend(brief.given.get(&lane).map(|given| (lane, given.clone())));
            continue;
        }
        let role = playable(&scene, lane, write(lane, &scene, &earlier));
        earlier.insert(lane, role.main.clone());
        written.insert(lane, role);
    }
    let remarks = remarks::of(&scene, &written);
    let parts = written.into_iter().map(|(lane, role)| assemble::part(&scene, lane, role));
    Ok(Composition { parts: parts.collect(), remarks })
}

/// What can be played, around what must stay as it is.
fn playable(scene: &Scene<'_>, lane: Lane, role: Written) -> Written {
    let mended = |sketch: Sketch| {
        landing::landed(scene, lane, feasibility::mended(scene, lane, sketch.settled(scene.song)))
    };
    let main = held(scene, lane, mended(role.main), None);
    let fill = role.fill.map(|fill| held(scene, lane, mended(fill), Some(&main)));
    Written { main, fill }
}

/// Locked bars and those outside of what was asked for are what they were; a fill is no reason to change them.
fn held(scene: &Scene<'_>, lane: Lane, mut sketch: Sketch, main: Option<&Sketch>) -> Sketch {
    sketch.bars.resize(scene.song.bars().len(), Vec::new());
    let given = main.or_else(|| scene.brief.given.get(&lane));
    for (index, bar) in
        sketch.bars.iter_mut().enumerate().filter(|(bar, _)| perform::is_held(scene, lane, *bar))
    {
        let lock = scene.brief.locks.get(&(lane, scene.bar(index).id));
        let stays = lock.map(Vec::as_slice).or_else(|| given.map(|given| given.bar(index)));
        *bar = stays.unwrap_or(&[]).to_vec();
    }
    sketch
}

fn write(lane: Lane, scene: &Scene<'_>, earlier: &Earlier) -> Written {
    match lane {
        Lane::Drums => drums::write(scene, earlier),
        Lane::Percussion => percussion::write(scene, earlier),
        Lane::Bass => bass::write(scene, earlier),
        Lane::Keys => comping::write(scene, earlier),
        Lane::Guitar => guitar::write(scene, earlier),
        Lane::Pad => pad::write(scene, earlier),
        Lane::Lead => lead::write(scene, earlier),
        Lane::Extra => Written { main: Sketch::silent(scene.song.bars().len()), fill: None },
    }
}
