//! Whether bars repeat, and how much they keep of the bar before.

use std::collections::BTreeSet;

use super::changes::Changes;
use super::heard::{Heard, Onset};
use super::tally::Tally;
use crate::lane::Lane;

pub(super) fn distinct_bars(heard: &Heard<'_>, changes: &Changes) -> Tally {
    let pattern = |onset: &Onset| match heard.lane {
        Lane::Drums | Lane::Percussion => (onset.place, onset.pitch.key()),
        Lane::Bass => {
            let place = heard.song.bars()[onset.bar].start + heard.grid * onset.place;
            let root = changes.at(place).map(|chord| chord.root().class());
            (onset.place, root.map_or(0, |root| root.up_to(onset.pitch.class())))
        }
        Lane::Keys | Lane::Guitar | Lane::Pad | Lane::Lead | Lane::Extra => (onset.place, 0),
    };
    let played = heard.bars().into_iter().filter(|bar| !bar.is_empty());
    let patterns: Vec<BTreeSet<_>> = played.map(|bar| bar.iter().map(pattern).collect()).collect();
    let distinct: BTreeSet<_> = patterns.iter().collect();
    Tally::share(distinct.len() as f64, patterns.len() as u32)
}

pub(super) fn consistency(heard: &Heard<'_>) -> Tally {
    let (bars, places) = (heard.bars(), heard.song.bars());
    let pairs = (1..bars.len()).filter(|index| {
        let same_length = places[index - 1].length == places[*index].length;
        same_length && !bars[index - 1].is_empty() && !bars[*index].is_empty()
    });
    let agreement = |index: usize| {
        let rhythm = |bar: &[Onset]| bar.iter().map(|onset| onset.place).collect::<BTreeSet<_>>();
        let (before, now) = (rhythm(bars[index - 1]), rhythm(bars[index]));
        let differ = before.symmetric_difference(&now).count();
        1.0 - differ as f64 / (places[index].length.0 as f64 / heard.grid.0 as f64).max(1.0)
    };
    Tally::of_values(pairs.map(agreement))
}
