//! Edits: what can be asked of an arrangement, and which regions each takes away and puts there.
//!
//! An edit only says what should be; whether the result keeps the rules is decided in one place for all of them.

use super::{Arrangement, Change, Conflict, Refusal, Region, RegionId, Source, layout};
use crate::clip;
use crate::lane::Lane;
use crate::time::{Span, Ticks};

/// One thing asked of an arrangement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Where nothing is yet.
    Insert {
        lane: Lane,
        span: Span,
        source: Source,
    },
    /// Whatever is there: it is deleted, shortened or split, and what is left of it plays what it played.
    Replace {
        lane: Lane,
        span: Span,
        source: Source,
    },
    /// The left part keeps the name.
    Split {
        region: RegionId,
        at: Ticks,
    },
    Move {
        region: RegionId,
        lane: Lane,
        start: Ticks,
    },
    /// Moves the ends; the music between them stays where it is.
    Resize {
        region: RegionId,
        span: Span,
    },
    /// Starts the clips over whenever they end.
    Loop {
        region: RegionId,
    },
    /// Ends the music with the pass the region starts in: a part cut off a loop may start in any, so this is the one
    /// edit that has to know how long the clips are.
    PlayOnce {
        region: RegionId,
        clip_length: Ticks,
    },
    Delete {
        region: RegionId,
    },
    /// Of any change whose regions are as it left them. Undoing an undo is a redo.
    Undo(Change),
}

impl Edit {
    pub(super) fn on(&self, arrangement: &Arrangement) -> Result<Change, Refusal> {
        let (before, after) = match self {
            Edit::Insert { lane, span, source } => {
                (vec![], vec![placed(new_id(arrangement, 1), *lane, *span, *source)])
            }
            Edit::Replace { lane, span, source } => replace(arrangement, *lane, *span, *source)?,
            Edit::Split { region, at } => split(arrangement, find(arrangement, *region)?, *at)?,
            Edit::Move { region, lane, start } => {
                let region = find(arrangement, *region)?;
                let span = moved(region.span, *start)?;
                (vec![region], vec![Region { lane: *lane, span, ..region }])
            }
            Edit::Resize { region, span } => resize(find(arrangement, *region)?, *span)?,
            Edit::Loop { region } => {
                let region = find(arrangement, *region)?;
                (vec![region], vec![Region { looped: true, ..region }])
            }
            Edit::PlayOnce { region, clip_length } => play_once(find(arrangement, *region)?, *clip_length)?,
            Edit::Delete { region } => (vec![find(arrangement, *region)?], vec![]),
            Edit::Undo(change) => {
                layout::check_given(&change.before, arrangement.last_id())?;
                (change.after.clone(), change.before.clone())
            }
        };
        Ok(Change { revision: arrangement.revision().next(), before, after })
    }

    /// An undo is refused in its own words. Since when something is in its way is left to who remembers.
    pub(super) fn explain(&self, refusal: Refusal) -> Refusal {
        let Edit::Undo(change) = self else { return refusal };
        let conflict =
            |region, stands_at| Conflict { undone: change.revision, region, stands_at, later: None };
        if let Refusal::Changed { region } | Refusal::Twice { region } = refusal {
            return Refusal::Undo(conflict(region, None));
        }
        if let Refusal::Overlap { other, span, .. } = refusal {
            return Refusal::Undo(conflict(other, Some(span)));
        }
        refusal
    }
}

/// Regions taken away, regions put there.
type Exchange = (Vec<Region>, Vec<Region>);

fn replace(arrangement: &Arrangement, lane: Lane, span: Span, source: Source) -> Result<Exchange, Refusal> {
    layout::check_span(span)?;
    let before = arrangement.regions_in(lane, span).to_vec();
    let mut after = vec![placed(new_id(arrangement, 1), lane, span, source)];
    for region in &before {
        let left = (region.span.start < span.start).then(|| until(region, span.start));
        let right = (region.span.end > span.end).then(|| from(region, span.end));
        let right_id = if left.is_some() { new_id(arrangement, 2) } else { region.id };
        after.extend(left);
        after.extend(right.map(|right| Region { id: right_id, ..right }));
    }
    Ok((before, after))
}

fn split(arrangement: &Arrangement, region: Region, at: Ticks) -> Result<Exchange, Refusal> {
    if at <= region.span.start || at >= region.span.end {
        return Err(Refusal::SplitOutside { region: region.id, span: region.span, at });
    }
    let right = Region { id: new_id(arrangement, 1), ..from(&region, at) };
    Ok((vec![region], vec![until(&region, at), right]))
}

fn resize(region: Region, span: Span) -> Result<Exchange, Refusal> {
    layout::check_span(span)?;
    let resized = Region { span, into: region.into + (span.start - region.span.start), ..region };
    if resized.into.is_negative() && !region.looped {
        return Err(Refusal::BeforeClip { region: region.id, earliest: region.span.start - region.into });
    }
    Ok((vec![region], vec![resized]))
}

fn play_once(region: Region, clip_length: Ticks) -> Result<Exchange, Refusal> {
    if clip_length <= Ticks::ZERO || clip_length > clip::LENGTH_MAX {
        return Err(Refusal::ClipLength { length: clip_length });
    }
    let into = if region.looped { region.into.rem_floor(clip_length) } else { region.into };
    Ok((vec![region], vec![Region { looped: false, into, ..region }]))
}

fn find(arrangement: &Arrangement, id: RegionId) -> Result<Region, Refusal> {
    let missing = Refusal::NoSuchRegion { region: id, at: arrangement.revision() };
    arrangement.region(id).copied().ok_or(missing)
}

fn new_id(arrangement: &Arrangement, nth: u64) -> RegionId {
    RegionId(arrangement.last_id().0 + nth)
}

fn placed(id: RegionId, lane: Lane, span: Span, source: Source) -> Region {
    let Source { clips, into, looped } = source;
    Region { id, lane, span, clips, into, looped }
}

fn until(region: &Region, end: Ticks) -> Region {
    Region { span: Span { end, ..region.span }, ..*region }
}

/// The clips are as much further along as the region starts later.
fn from(region: &Region, start: Ticks) -> Region {
    let into = region.into + (start - region.span.start);
    Region { span: Span { start, ..region.span }, into, ..*region }
}

/// Whoever names a start may name any number: it is checked before it is added to.
fn moved(span: Span, start: Ticks) -> Result<Span, Refusal> {
    let end = Ticks(start.0.saturating_add(span.length().0));
    let moved = Span { start, end };
    layout::check_span(moved).map(|()| moved)
}
