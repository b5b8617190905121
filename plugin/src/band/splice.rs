//! Puts new music into a lane between what stays, and lets what stays ring on into it.

use music::arrangement::{Arrangement, Edit, Refusal, Region, Source};
use music::clip::Library;
use music::lane::Lane;
use music::time::{Span, TICKS_PER_BEAT, Ticks};

use super::sounding;

/// A stretch of a lane with its clips.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) lane: Lane,
    pub(super) span: Span,
    pub(super) source: Source,
}

/// What rings over a seam by less than this does not mind being cut: as the composer has it.
const RING_MIN: Ticks = Ticks(TICKS_PER_BEAT / 8);

/// In each of `spans` the lane has those pieces and nothing else; where they fall silent it is silent.
pub(super) fn lay(
    arrangement: &mut Arrangement,
    library: &Library,
    lane: Lane,
    spans: &[Span],
    pieces: &[Piece],
) -> Result<(), Refusal> {
    for span in spans {
        clear(arrangement, lane, *span)?;
        for piece in pieces.iter().filter(|piece| piece.lane == lane) {
            let Some(part) = piece.span.intersection(*span) else { continue };
            let into = piece.source.into + (part.start - piece.span.start);
            arrangement.insert(lane, part, Source { into, ..piece.source })?;
        }
    }
    for span in spans {
        ring_on(arrangement, library, lane, span.start)?;
        ring_on(arrangement, library, lane, span.end)?;
    }
    Ok(())
}

pub(super) fn clear(arrangement: &mut Arrangement, lane: Lane, span: Span) -> Result<(), Refusal> {
    while let Some(region) = arrangement.regions_in(lane, span).first().copied() {
        let edit = if region.span.start < span.start {
            Edit::Split { region: region.id, at: span.start }
        } else if region.span.end > span.end {
            Edit::Split { region: region.id, at: span.end }
        } else {
            Edit::Delete { region: region.id }
        };
        arrangement.apply(&edit)?;
    }
    Ok(())
}

/// A chord struck before the seam sounds on behind it until the lane strikes again: the region that holds it is made
/// longer at the cost of a stretch of the next one in which nothing begins.
fn ring_on(arrangement: &mut Arrangement, library: &Library, lane: Lane, seam: Ticks) -> Result<(), Refusal> {
    if lane.character().is_kit {
        return Ok(());
    }
    let before = arrangement.region_at(lane, seam - Ticks(1)).copied();
    let Some(before) = before.filter(|region| region.span.end == seam) else { return Ok(()) };
    let Some(end) = ring_end(&before, library).filter(|end| *end > seam + RING_MIN) else { return Ok(()) };
    let after = Span { start: seam, end };
    // What else is in its own clips, behind its end, is not to be heard.
    let unheard = Region { span: Span { start: before.span.start, end }, ..before };
    let mut end = sounding::next_event(&unheard, library, seam).map_or(end, |onset| onset.min(end));
    for region in arrangement.regions_in(lane, after) {
        end = sounding::next_event(region, library, seam).map_or(end, |onset| onset.min(end));
    }
    if end <= seam {
        return Ok(());
    }
    clear(arrangement, lane, Span { start: seam, end })?;
    let span = Span { start: before.span.start, end };
    arrangement.apply(&Edit::Resize { region: before.id, span }).map(|_| ())
}

/// Where the last of the region's notes would end if the region did not end before.
fn ring_end(region: &Region, library: &Library) -> Option<Ticks> {
    let clip = library.get(&region.clips.main)?;
    // No note that is heard is longer than its clip, so the last pass tells.
    let start = Ticks(region.span.end.0.saturating_sub(clip.length().0)).max(region.span.start);
    let struck = sounding::struck(region, clip, Span { start, end: region.span.end });
    let end = struck.map(|note| note.start + note.length).max()?;
    Some(end.min(region.span.end + clip.length()))
}
