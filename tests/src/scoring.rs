//! The bars to clear: what the composer writes for every example chart, measured, beside what others write.

mod bar;
mod bootstrap;
mod charts;
pub mod mma;
mod table;

use std::collections::BTreeMap;

use composer::assemble::Region;
use composer::style::{Drummer, Style};
use composer::{Brief, Composition, compose};
use music::chart::{Chart, Song};
use music::clip::Note;
use music::lane::Lane;
use music::scorecard::{Card, Changes, Measure, Take, Tally, card, clashes};

pub use bar::{Aim, BARS, Bar};
pub use bootstrap::{Interval, interval};
pub use charts::{Named, examples, fitting_styles};
pub use table::{Miss, Scored, misses, table};

/// What a band plays, lane by lane; starts count from beat 0.
pub type Band = BTreeMap<Lane, Vec<Note>>;

/// A band's cards against its chart, and against the null.
pub struct Marks {
    pub style: String,
    pub drummer: Drummer,
    pub chart: String,
    pub truth: BTreeMap<Lane, Card>,
    pub null: BTreeMap<Lane, Card>,
}

/// What the composer plays.
pub fn ours(chart: &Chart, style: &Style, seed: u64) -> anyhow::Result<Band> {
    Ok(band(&compose(chart, &Brief::new(style.clone(), seed))?))
}

fn band(composition: &Composition) -> Band {
    let notes = |region: &Region| -> Vec<Note> {
        let moved = |note: &Note| Note { start: note.start + region.span.start, ..*note };
        region.main.notes().iter().map(moved).collect()
    };
    let parts = composition.parts.iter();
    parts.map(|part| (part.lane, part.regions.iter().flat_map(notes).collect())).collect()
}

/// Clashes are between lanes, so they stand on the card of the one that is heard against all others: the keys.
pub fn marks(chart: &str, style: &Style, song: &Song, band: &Band) -> Marks {
    let takes: Vec<Take<'_>> = band.iter().map(|(lane, notes)| Take { lane: *lane, notes }).collect();
    let cards = |changes: &Changes| {
        let mut cards: BTreeMap<Lane, Card> =
            takes.iter().map(|take| (take.lane, card(take, song, changes))).collect();
        let tally = clashes(&takes, song, changes);
        if tally.count() > 0 {
            cards.entry(Lane::Keys).or_default().insert(Measure::Clashes, tally);
        }
        cards
    };
    Marks {
        style: style.name.clone(),
        drummer: style.general.drummer,
        chart: chart.to_owned(),
        truth: cards(&Changes::of(song)),
        null: cards(&Changes::rotated(song)),
    }
}

/// Of one bar to clear: a value for every chart in every style, its seeds pooled.
pub fn values(bar: &Bar, marks: &[Marks], cards: impl Fn(&Marks) -> &BTreeMap<Lane, Card>) -> Vec<f64> {
    let mut pooled: BTreeMap<(&str, &str), Tally> = BTreeMap::new();
    for mark in marks.iter().filter(|mark| bar.concerns(&mark.style, mark.drummer)) {
        for (_, card) in cards(mark).iter().filter(|(lane, _)| bar.lanes.contains(lane)) {
            let tally = card.get(&bar.measure).copied().unwrap_or_default();
            let pool = pooled.entry((&mark.chart, &mark.style)).or_default();
            *pool = pool.and(tally);
        }
    }
    pooled.into_values().filter_map(Tally::mean).collect()
}
