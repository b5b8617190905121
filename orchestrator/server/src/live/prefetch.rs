//! Clips that will be needed soon: told before they are due, each once.

use std::collections::BTreeSet;

use domain::session::Session;
use domain::time::Beat;
use music::arrangement::RegionId;
use music::clip::Hash;
use music::time::Ticks;

/// Half a minute at 128 BPM: time to fetch a clip over a slow network, and to try again.
pub(super) const AHEAD: Ticks = Ticks::from_beats(64);
/// At a time; the next ones come a moment later.
pub(super) const ROUND_MAX: usize = 8;

/// What a client was told of.
pub(super) type Told = BTreeSet<(RegionId, Hash)>;

/// What it is to be told of now, with the playhead at `at`: nearest first.
pub(super) fn due(session: &Session, at: Beat, told: &mut Told) -> Vec<(RegionId, Hash)> {
    let arrangement = session.arrangement();
    told.retain(|(region, _)| arrangement.region(*region).is_some());
    let here = at.to_ticks();
    let looped = session.transport().looped().map(|looped| looped.start.to_ticks());
    let mut ahead: Vec<_> = arrangement
        .regions()
        .iter()
        .filter(|region| {
            let is_ahead = |from: Ticks| region.span.end > from && region.span.start < from + AHEAD;
            is_ahead(here) || looped.is_some_and(is_ahead)
        })
        .collect();
    ahead.sort_by_key(|region| (region.span.start - here).0.max(0));
    let clips = ahead.into_iter().flat_map(|region| region.clips.hashes().map(|hash| (region.id, hash)));
    let new: Vec<_> = clips.filter(|clip| !told.contains(clip)).take(ROUND_MAX).collect();
    told.extend(new.iter().copied());
    new
}
