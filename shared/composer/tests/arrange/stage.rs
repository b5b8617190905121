//! A chart, a brief and what comes of them.

use std::ops::Range;

use ai_band_composer::analyse::Analysis;
use ai_band_composer::arrange::Plan;
use ai_band_composer::style::Style;
use ai_band_composer::{Brief, Composition, compose};
use music::chart::Chart;
use music::clip::Note;
use music::lane::Lane;

use crate::charts::CHARTS;

pub(crate) const SEEDS: Range<u64> = 0..12;
const BANDS: [&[Lane]; 6] = [
    &[Lane::Drums, Lane::Bass],
    &[Lane::Drums, Lane::Bass, Lane::Keys],
    &[Lane::Bass, Lane::Guitar],
    &[Lane::Drums, Lane::Bass, Lane::Guitar, Lane::Lead],
    &[Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar, Lane::Pad, Lane::Lead, Lane::Percussion],
    &[Lane::Keys, Lane::Pad],
];

pub(crate) struct Take {
    pub(crate) plan: Plan,
    pub(crate) brief: Brief,
    pub(crate) composition: Composition,
}

pub(crate) fn brief(style: &str, seed: u64) -> Brief {
    Brief::new(Style::built_in(style).unwrap(), seed)
}

pub(crate) fn plan(text: &str, brief: &Brief) -> Plan {
    let song = Chart::parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).song();
    Plan::of(&song, &Analysis::of(&song), &brief.style, brief)
}

impl Take {
    pub(crate) fn new(text: &str, brief: Brief) -> Take {
        let chart = Chart::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let plan = plan(text, &brief);
        let composition = compose(&chart, &brief).unwrap();
        Take { plan, brief, composition }
    }

    /// The notes of a lane that begin in these bars, as played.
    pub(crate) fn notes(&self, lane: Lane, bars: Range<usize>) -> Vec<Note> {
        let part = self.composition.parts.iter().find(|part| part.lane == lane);
        part.map_or(Vec::new(), |part| part.played[bars].concat())
    }
}

/// Every style's own band and six others over every chart.
pub(crate) fn everywhere(check: impl Fn(&str, &Brief, &Plan)) {
    let songs = CHARTS.map(|(name, chart)| {
        let song = Chart::parse(chart).unwrap().song();
        (name, Analysis::of(&song), song)
    });
    for style in Style::BUILT_IN {
        let own = brief(style, 0);
        for lanes in BANDS.iter().map(|lanes| lanes.to_vec()).chain([own.lanes.clone()]) {
            let mut brief = Brief { lanes, ..own.clone() };
            for seed in SEEDS {
                brief.seed = seed;
                for (name, analysis, song) in &songs {
                    let place = format!("{style}, seed {seed}, {:?}, {name}", brief.lanes);
                    check(&place, &brief, &Plan::of(song, analysis, &brief.style, &brief));
                }
            }
        }
    }
}
