//! Chords that come early: the drummer hits with the band, and does not mark again what was marked then.

use super::manner::Manner;
use super::pattern_book::Hits;
use super::seams;
use super::spot::Spot;
use crate::analyse::Change;
use crate::sketch::Stroke;

/// Below this energy a crash is more than a pushed chord is worth.
const CRASHES_FROM: u8 = 72;

/// The strokes of a bar with a hit on every chord that comes early in it. Who comes in with a fill hits no sooner.
pub(super) fn caught(spot: &Spot<'_>, mut strokes: Vec<Stroke>, manner: &Manner) -> Vec<Stroke> {
    let comes_in = spot.is_pickup() || spot.enters_with_fill();
    let from = strokes.iter().map(|stroke| stroke.at).min().filter(|_| comes_in);
    let here = spot.scene.bar(spot.bar);
    for push in pushed(spot).filter(|push| here.span().contains(push.start)) {
        let at = push.start - here.start;
        if from.is_none_or(|from| from <= at) {
            strokes = seams::together(strokes, &hits(spot, push, manner), at, manner.touch_percent);
        }
    }
    strokes
}

/// The bar's first chord came before it, and the drummer hit it then.
pub(super) fn came_early(spot: &Spot<'_>, manner: &Manner) -> bool {
    let start = spot.scene.bar(spot.bar).start;
    let mut early = pushed(spot).filter(|push| push.start < start && push.written == start);
    early.next().is_some() && spot.before().is_some() && !manner.push.is_empty()
}

fn pushed<'a>(spot: &Spot<'a>) -> impl Iterator<Item = &'a Change> {
    let changes = spot.scene.analysis.in_bar(spot.bar);
    changes.iter().filter(|change| change.pushed && change.chord.is_some())
}

/// As the style hits them; a section that begins early arrives early.
fn hits(spot: &Spot<'_>, push: &Change, manner: &Manner) -> Hits {
    let mut hits = manner.push.clone();
    if spot.plan().energy < CRASHES_FROM {
        hits.retain(|(piece, _)| !piece.is_crash());
    }
    let bars = spot.scene.song.bars();
    let next = bars.get(spot.bar + 1).filter(|next| next.start == push.written && spot.plays_next());
    if next.is_some() && !hits.is_empty() && Spot::new(spot.scene, spot.lane, spot.bar + 1).arrives() {
        hits.retain(|(piece, _)| !manner.arrival.iter().any(|(other, _)| other == piece));
        hits.extend(manner.arrival.iter().copied());
    }
    hits
}
