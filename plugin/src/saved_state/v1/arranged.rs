//! What is arranged, on which bars, and what of it is locked or was rolled anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use music::arrangement::{self, Clips, REGIONS_MAX, Region, RegionId, Revision};
use music::chart::limits::BARS_PLAYED_MAX;
use music::chart::{BarId, PassId};
use music::clip::Library;
use music::lane::Lane;
use music::time::{Span, Ticks};
use serde::{Deserialize, Serialize};

use super::Mended;
use super::by_lane::ByLane;
use super::clips::{Shelf, Unpacked};
use super::few::Few;
use crate::band::LaidBar;
use crate::saved_state::saved::Saved;

/// Bar, call, pass: what names a bar as it is played.
type Name = (u64, u32, u32);

pub(super) type Locks = ByLane<Few<Name, BARS_PLAYED_MAX>>;
pub(super) type Rerolls = ByLane<Few<(Name, u32), BARS_PLAYED_MAX>>;

#[derive(Serialize, Deserialize)]
pub(super) struct Arrangement {
    revision: u64,
    last_id: u64,
    /// Name, start and length of each bar that it was laid on.
    bars: Few<(Name, i64, i64), BARS_PLAYED_MAX>,
    regions: Few<Row, REGIONS_MAX>,
}

/// A region; clips by their places in the lane's pack.
#[derive(Serialize, Deserialize)]
struct Row {
    id: u64,
    lane: String,
    start: i64,
    end: i64,
    #[serde(default, skip_serializing_if = "is_zero")]
    into: i64,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    looped: bool,
    main: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    b: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fill: Option<usize>,
}

fn is_zero(ticks: &i64) -> bool {
    *ticks == 0
}

/// Far below the revisions that auditions have, and more than anybody gets to.
const REVISION_MAX: u64 = 1 << 48;

impl Arrangement {
    pub(super) fn of(saved: &Saved, clips: &Shelf) -> Arrangement {
        let row = |region: &Region| Row {
            id: region.id.0,
            lane: region.lane.name().to_owned(),
            start: region.span.start.0,
            end: region.span.end.0,
            into: region.into.0,
            looped: region.looped,
            main: clips.place(region.lane, region.clips.main).unwrap_or_default(),
            b: region.clips.b.and_then(|hash| clips.place(region.lane, hash)),
            fill: region.clips.fill.and_then(|hash| clips.place(region.lane, hash)),
        };
        let bar = |place: &LaidBar| (name(place.id), place.start.0, place.length.0);
        Arrangement {
            revision: saved.arrangement.revision().0,
            last_id: saved.arrangement.last_id().0,
            bars: Few(saved.layout.iter().map(bar).collect()),
            regions: Few(saved.arrangement.regions().iter().map(row).collect()),
        }
    }

    pub(super) fn into_saved(self, clips: &Unpacked, saved: &mut Saved, mended: &mut Mended) {
        let place = |(name, start, length): &(Name, i64, i64)| LaidBar {
            id: pass(*name),
            start: Ticks(*start),
            length: Ticks(*length),
        };
        saved.layout = self.bars.0.iter().map(place).collect();
        let count = self.regions.0.len();
        let read = self.regions.0.iter().filter_map(|row| region(row, clips)).collect();
        let regions = without_overlaps(read);
        if regions.len() < count {
            let lost = count - regions.len();
            mended.say(format!(
                "{lost} of {count} regions: overlap others or lack their clips, so they are left out"
            ));
        }
        let last_id = regions.iter().map(|region| region.id.0).fold(self.last_id.min(REVISION_MAX), u64::max);
        let revision = Revision(self.revision.min(REVISION_MAX));
        match arrangement::Arrangement::from_regions(revision, RegionId(last_id), regions) {
            Ok(arrangement) => {
                let needed: BTreeSet<_> =
                    arrangement.regions().iter().flat_map(|region| region.clips.hashes()).collect();
                let kept = needed.iter().filter_map(|hash| clips.library.get(hash));
                saved.library = Library::new();
                for clip in kept {
                    saved.library.insert(Arc::clone(clip));
                }
                saved.arrangement = arrangement;
            }
            Err(refusal) => mended.say(format!("what was arranged: {refusal}, so nothing is")),
        }
    }
}

fn region(row: &Row, unpacked: &Unpacked) -> Option<Region> {
    let lane = Lane::ALL.into_iter().find(|lane| lane.name() == row.lane)?;
    let named = |place: usize| unpacked.get(lane, place);
    let main = named(row.main)?;
    // Without its B or its fill a region would play something else: it is whole or not there.
    let b = row.b.map_or(Some(None), |place| named(place).map(Some))?;
    let fill = row.fill.map_or(Some(None), |place| named(place).map(Some))?;
    let clips = Clips { main, b, fill };
    clips.length(&unpacked.library).ok()?;
    let span = Span::new(Ticks(row.start), Ticks(row.end))?;
    let region =
        Region { id: RegionId(row.id), lane, span, clips, into: Ticks(row.into), looped: row.looped };
    // Alone, so that one impossible region does not cost the others.
    let alone = arrangement::Arrangement::from_regions(Revision(0), region.id, vec![region]);
    alone.is_ok_and(|_| row.id <= REVISION_MAX).then_some(region)
}

/// Of regions that overlap or have one name, the first stays.
fn without_overlaps(mut regions: Vec<Region>) -> Vec<Region> {
    regions.sort_by_key(|region| (region.lane, region.span.start));
    let mut kept: Vec<Region> = Vec::with_capacity(regions.len());
    let mut ids = BTreeSet::new();
    for region in regions {
        let is_free =
            kept.last().is_none_or(|last| last.lane != region.lane || !last.span.overlaps(region.span));
        if is_free && ids.insert(region.id) {
            kept.push(region);
        }
    }
    kept
}

fn name(id: PassId) -> Name {
    (id.bar.0, id.call, id.pass)
}

fn pass((bar, call, pass): Name) -> PassId {
    PassId { bar: BarId(bar), call, pass }
}

pub(super) fn locks(locks: &BTreeSet<(Lane, PassId)>) -> Locks {
    ByLane::of(|lane| {
        let names = locks.iter().filter(|(locked, _)| *locked == lane).map(|(_, id)| name(*id));
        some(names.collect())
    })
}

pub(super) fn read_locks(locks: &Locks) -> BTreeSet<(Lane, PassId)> {
    let of = |lane: Lane| locks.get(lane).map_or(&[][..], |names| names.0.as_slice());
    Lane::ALL.into_iter().flat_map(|lane| of(lane).iter().map(move |name| (lane, pass(*name)))).collect()
}

pub(super) fn rerolls(rerolls: &BTreeMap<(Lane, PassId), u32>) -> Rerolls {
    ByLane::of(|lane| {
        let counts = rerolls.iter().filter(|((rolled, _), _)| *rolled == lane);
        some(counts.map(|((_, id), count)| (name(*id), *count)).collect())
    })
}

pub(super) fn read_rerolls(rerolls: &Rerolls) -> BTreeMap<(Lane, PassId), u32> {
    let of = |lane: Lane| rerolls.get(lane).map_or(&[][..], |counts| counts.0.as_slice());
    let all = Lane::ALL.into_iter().flat_map(|lane| of(lane).iter().map(move |row| (lane, row)));
    all.map(|(lane, (name, count))| ((lane, pass(*name)), *count)).collect()
}

fn some<T, const MAX: usize>(list: Vec<T>) -> Option<Few<T, MAX>> {
    (!list.is_empty()).then_some(Few(list))
}
