//! The rules every list of regions keeps, however it came about.

use std::collections::BTreeSet;

use super::revision::check_count;
use super::{Refusal, Region, RegionId};
use crate::lane::Lane;
use crate::time::{MAX_TICKS, Span, Ticks};

/// Every bar of more than an hour's song on all eight lanes; 2 MiB.
pub const REGIONS_MAX: usize = 16_384;
/// A region is never further into a looped clip than a song is long, so that sums of places stay small.
pub const INTO_MAX: Ticks = Ticks(MAX_TICKS);

/// The regions of `lane` that share a tick with `span`, of regions that are sorted and do not overlap.
pub(super) fn overlapping(regions: &[Region], lane: Lane, span: Span) -> &[Region] {
    let first = regions.partition_point(|region| (region.lane, region.span.end) <= (lane, span.start));
    let rest = &regions[first..];
    let count = rest.partition_point(|region| (region.lane, region.span.start) < (lane, span.end));
    &rest[..count]
}

/// The longest stretch inside `span` where nothing is.
pub(super) fn longest_free(regions: &[Region], lane: Lane, span: Span) -> Option<Span> {
    let taken = overlapping(regions, lane, span).iter().map(|region| region.span);
    let starts = std::iter::once(span.start).chain(taken.clone().map(|taken| taken.end));
    let ends = taken.map(|taken| taken.start).chain([span.end]);
    let gaps = starts.zip(ends).filter_map(|(start, end)| Span::new(start, end));
    // The earliest of equals: `max_by_key` would take the last.
    gaps.reduce(|longest, gap| if gap.length() > longest.length() { gap } else { longest })
}

/// `regions` less those of `gone`, which must be there just so.
pub(super) fn without(regions: &[Region], gone: &[Region]) -> Result<Vec<Region>, Refusal> {
    let missing = |region: &&Region| !overlapping(regions, region.lane, region.span).contains(*region);
    if let Some(region) = gone.iter().find(missing) {
        return Err(Refusal::Changed { region: region.id });
    }
    let ids: BTreeSet<RegionId> = gone.iter().map(|region| region.id).collect();
    Ok(regions.iter().filter(|region| !ids.contains(&region.id)).copied().collect())
}

/// `regions`, which keep the rules, and `more`, which may not, sorted. Ids above `last_id` are new.
pub(super) fn joined(
    mut regions: Vec<Region>,
    mut more: Vec<Region>,
    last_id: RegionId,
) -> Result<Vec<Region>, Refusal> {
    let count = regions.len() + more.len();
    if count > REGIONS_MAX {
        return Err(Refusal::TooMany { count });
    }
    more.iter().try_for_each(check_alone)?;
    more.sort_unstable_by_key(place);
    let subject = |region: &Region| (region.id <= last_id).then_some(region.id);
    for region in &more {
        if let Some(other) = overlapping(&regions, region.lane, region.span).first() {
            let free = longest_free(&regions, region.lane, region.span);
            return Err(Refusal::Overlap {
                region: subject(region),
                other: other.id,
                span: other.span,
                free,
            });
        }
    }
    for (first, second) in more.iter().zip(more.iter().skip(1)) {
        if first.lane == second.lane && first.span.overlaps(second.span) {
            let free = Span::new(first.span.end, second.span.end);
            return Err(Refusal::Overlap {
                region: subject(second),
                other: first.id,
                span: first.span,
                free,
            });
        }
    }
    check_ids(&regions, &more)?;
    regions.append(&mut more);
    // Two sorted runs: the stable sort sees that and only merges them.
    regions.sort_by_key(place);
    Ok(regions)
}

/// For regions that say they have been here before.
pub(super) fn check_given(regions: &[Region], last_id: RegionId) -> Result<(), Refusal> {
    match regions.iter().find(|region| region.id.0 == 0 || region.id > last_id) {
        Some(region) => Err(Refusal::NeverGiven { region: region.id, last: last_id }),
        None => Ok(()),
    }
}

fn place(region: &Region) -> (Lane, Ticks) {
    (region.lane, region.span.start)
}

pub(super) fn check_span(span: Span) -> Result<(), Refusal> {
    if span.start.0 < -MAX_TICKS || span.end.0 > MAX_TICKS {
        return Err(Refusal::OutOfBounds { span });
    }
    if span.start >= span.end {
        return Err(Refusal::Empty { span });
    }
    Ok(())
}

fn check_alone(region: &Region) -> Result<(), Refusal> {
    check_span(region.span)?;
    let earliest = if region.looped { -INTO_MAX } else { Ticks::ZERO };
    if region.into < earliest || region.into > INTO_MAX {
        return Err(Refusal::Into { into: region.into, earliest });
    }
    check_count(region.id.0)
}

fn check_ids(regions: &[Region], more: &[Region]) -> Result<(), Refusal> {
    let mut ids = BTreeSet::new();
    let twice = more.iter().find(|region| !ids.insert(region.id));
    match twice.or_else(|| regions.iter().find(|region| ids.contains(&region.id))) {
        Some(region) => Err(Refusal::Twice { region: region.id }),
        None => Ok(()),
    }
}
