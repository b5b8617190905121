//! The bars to clear: what the composer writes for every example chart, measured, beside what others write.

mod bar;
mod bootstrap;
mod by_style;
mod charts;
pub mod mma;
mod table;

use std::collections::BTreeMap;

use composer::analyse::Analysis;
use composer::arrange::Plan;
use composer::assemble::Region;
use composer::style::{Drummer, Style};
use composer::{Brief, Composition, compose};
use music::chart::{Chart, Song};
use music::clip::Note;
use music::lane::Lane;
use music::scorecard::{Card, Changes, Measure, Take, Tally, card, clashes, follows, walking_card};

pub use bar::{Aim, BARS, Bar, Whose};
pub use bootstrap::{Interval, interval};
pub use by_style::{InStyle, style_summary, style_table};
pub use charts::{Named, examples, fitting_styles};
pub use table::{Miss, Scored, misses, table};

/// What a band plays, lane by lane; starts count from beat 0.
pub type Band = BTreeMap<Lane, Vec<Note>>;

/// Everything measured about one band, against one chart.
pub struct Cards {
    pub lanes: BTreeMap<Lane, Card>,
    /// The bass, where it walks.
    pub walking: Card,
    /// What is between lanes.
    pub band: Card,
}

/// A band's cards against its chart, and against the null.
pub struct Marks {
    pub style: String,
    pub drummer: Drummer,
    pub chart: String,
    pub truth: Cards,
    pub null: Cards,
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

/// How hard the composer means each bar to be played.
pub fn planned_energy(song: &Song, style: &Style, seed: u64) -> Vec<u8> {
    let plan = Plan::of(song, &Analysis::of(song), style, &Brief::new(style.clone(), seed));
    plan.bars.iter().map(|bar| bar.energy).collect()
}

/// Measures a band; one that was told no energies is not asked for them.
pub fn marks(chart: &str, style: &Style, song: &Song, band: &Band, energy: Option<&[u8]>) -> Marks {
    let takes: Vec<Take<'_>> = band.iter().map(|(lane, notes)| Take { lane: *lane, notes }).collect();
    let cards = |changes: &Changes, energy: Option<&[u8]>| {
        let bass = takes.iter().find(|take| take.lane == Lane::Bass);
        let energy = energy.map(|energy| follows(&takes, song, energy)).unwrap_or_default();
        let between = [(Measure::Clashes, clashes(&takes, song, changes)), (Measure::Energy, energy)];
        Cards {
            lanes: takes.iter().map(|take| (take.lane, card(take, song, changes))).collect(),
            walking: bass.map(|bass| walking_card(bass, song, changes)).unwrap_or_default(),
            band: between.into_iter().filter(|(_, tally)| tally.count() > 0).collect(),
        }
    };
    Marks {
        style: style.name.clone(),
        drummer: style.general.drummer,
        chart: chart.to_owned(),
        truth: cards(&Changes::of(song), energy),
        null: cards(
            &Changes::rotated(song),
            energy.map(|energy| moved_by_a_section(song, energy)).as_deref(),
        ),
    }
}

/// The null of a plan: what was meant for the next section.
fn moved_by_a_section(song: &Song, energy: &[u8]) -> Vec<u8> {
    let first = song.bars().chunk_by(|bar, next| bar.section == next.section).next().map_or(0, <[_]>::len);
    let mut moved = energy.to_vec();
    moved.rotate_left(first.min(energy.len()));
    moved
}

impl Cards {
    fn of(&self, whose: Whose) -> Vec<&Card> {
        match whose {
            Whose::Lanes(lanes) => lanes.iter().filter_map(|lane| self.lanes.get(lane)).collect(),
            Whose::WalkingBass => vec![&self.walking],
            Whose::Band => vec![&self.band],
        }
    }
}

/// Of one measure: a value for every chart in every style, its seeds pooled.
pub fn values<'a>(
    measure: Measure,
    whose: Whose,
    marks: impl Iterator<Item = &'a Marks>,
    cards: impl Fn(&Marks) -> &Cards,
) -> Vec<f64> {
    let mut pooled: BTreeMap<(&str, &str), Tally> = BTreeMap::new();
    for mark in marks {
        for card in cards(mark).of(whose) {
            let tally = card.get(&measure).copied().unwrap_or_default();
            let pool = pooled.entry((&mark.chart, &mark.style)).or_default();
            *pool = pool.and(tally);
        }
    }
    pooled.into_values().filter_map(Tally::mean).collect()
}
