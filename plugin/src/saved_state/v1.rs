//! The first format: JSON, its parts read one by one, so that damage in one does not cost the others.
//!
//! Never edited again once it is released: another format is another file beside this one.

mod arranged;
mod ask;
mod by_lane;
mod clips;
mod few;
mod seats;
mod surroundings;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::problem::{Problem, TEXT_BYTES_MAX};
use super::saved::{Opened, Saved};
use crate::band::Band;

pub const VERSION: u64 = 1;

/// As it stands in the project.
#[derive(Serialize)]
struct Written<'a> {
    version: u64,
    chart: ask::Chart<'a>,
    ask: ask::Ask,
    arrangement: arranged::Arrangement,
    clips: clips::Packs,
    locks: arranged::Locks,
    rerolls: arranged::Rerolls,
    lanes: seats::Seats,
    place: surroundings::Surroundings,
    link: surroundings::Link,
    #[serde(skip_serializing_if = "Option::is_none")]
    newer: Option<&'a str>,
}

/// As it comes back: each part is looked into by itself.
#[derive(Deserialize)]
struct Page<'a> {
    #[serde(borrow)]
    chart: Option<&'a RawValue>,
    #[serde(borrow)]
    ask: Option<&'a RawValue>,
    #[serde(borrow)]
    arrangement: Option<&'a RawValue>,
    #[serde(borrow)]
    clips: Option<&'a RawValue>,
    #[serde(borrow)]
    locks: Option<&'a RawValue>,
    #[serde(borrow)]
    rerolls: Option<&'a RawValue>,
    #[serde(borrow)]
    lanes: Option<&'a RawValue>,
    #[serde(borrow)]
    place: Option<&'a RawValue>,
    #[serde(borrow)]
    link: Option<&'a RawValue>,
    #[serde(borrow)]
    newer: Option<&'a RawValue>,
}

/// What could not be kept, in words.
#[derive(Default)]
struct Mended(Vec<String>);

pub fn write(saved: &Saved) -> String {
    let clips = clips::Shelf::of(&saved.arrangement);
    let written = Written {
        version: VERSION,
        chart: ask::Chart::of(saved),
        ask: ask::Ask::of(saved),
        arrangement: arranged::Arrangement::of(saved, &clips),
        clips: clips.packed(&saved.library),
        locks: arranged::locks(&saved.locks),
        rerolls: arranged::rerolls(&saved.rerolls),
        lanes: seats::written(&saved.chairs),
        place: surroundings::Surroundings::of(saved),
        link: surroundings::Link::of(&saved.link),
        newer: saved.newer.as_deref(),
    };
    serde_json::to_string(&written).expect("all keys are texts and all numbers finite")
}

/// Mends what can be mended and says so; `Err` leaves nothing to open.
pub fn read(text: &str) -> Result<Opened, Problem> {
    let page = page(text)?;
    let mut mended = Mended::default();
    let mut saved = Band::new(0).saved();
    if let Some(chart) = mended.part::<ask::ReadChart>(page.chart, "the chart", "it is empty") {
        chart.into_saved(&mut saved, &mut mended);
    }
    if let Some(ask) = mended.part::<ask::Ask>(page.ask, "what was asked for", "it is as new") {
        ask.into_saved(&mut saved, &mut mended);
    }
    let packs = mended.part::<clips::Packs>(page.clips, "the clips", "nothing can be played");
    let clips = clips::Unpacked::of(&packs.unwrap_or_default(), &mut mended);
    if let Some(music) =
        mended.part::<arranged::Arrangement>(page.arrangement, "what was arranged", "nothing is")
    {
        music.into_saved(&clips, &mut saved, &mut mended);
    }
    if let Some(locks) = mended.part::<arranged::Locks>(page.locks, "the locks", "nothing is locked") {
        saved.locks = arranged::read_locks(&locks);
    }
    if let Some(rerolls) = mended.part::<arranged::Rerolls>(page.rerolls, "the re-rolls", "they begin anew") {
        saved.rerolls = arranged::read_rerolls(&rerolls);
    }
    if let Some(lanes) = mended.part::<seats::Seats>(page.lanes, "the lanes' settings", "they are as new") {
        seats::read(&lanes, &mut saved.chairs, &mut mended);
    }
    if let Some(place) =
        mended.part::<surroundings::Surroundings>(page.place, "folder, bank and window", "they are as new")
    {
        place.into_saved(&mut saved, &mut mended);
    }
    let link =
        mended.part::<surroundings::Link>(page.link, "the session it was linked to", "it is not linked");
    saved.link = link.unwrap_or_default().into_link();
    saved.newer = mended.part(page.newer, "what a newer version had saved", "it is lost");
    Ok(Opened { saved, mended: mended.0 })
}

fn page(text: &str) -> Result<Page<'_>, Problem> {
    if text.len() > TEXT_BYTES_MAX {
        return Err(Problem::TooLong { bytes: text.len() });
    }
    let damaged = |error: serde_json::Error| Problem::Damaged { reason: error.to_string() };
    // Also a list of one number could be taken for one of a version's fields.
    if !text.trim_start().starts_with('{') {
        return Err(Problem::Damaged { reason: "it does not begin with a brace".to_owned() });
    }
    /// What every format has; the rest of a newer one may be anything.
    #[derive(Deserialize)]
    struct Head {
        version: u64,
    }
    let Head { version } = serde_json::from_str(text).map_err(damaged)?;
    match version {
        0 => Err(Problem::Damaged { reason: "there is no format 0".to_owned() }),
        VERSION => serde_json::from_str(text).map_err(damaged),
        newer => Err(Problem::Newer { version: newer }),
    }
}

impl Mended {
    fn say(&mut self, words: impl Into<String>) {
        self.0.push(words.into());
    }

    /// A part that is not there is as new, without a word: an earlier build may not have had it.
    fn part<'a, T: Deserialize<'a>>(
        &mut self,
        raw: Option<&'a RawValue>,
        what: &str,
        consequence: &str,
    ) -> Option<T> {
        let raw = raw.filter(|raw| raw.get() != "null")?;
        match serde_json::from_str(raw.get()) {
            Ok(part) => Some(part),
            Err(error) => {
                self.say(format!("{what}: could not be read ({error}), so {consequence}"));
                None
            }
        }
    }
}
