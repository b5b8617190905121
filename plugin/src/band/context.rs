//! What is arranged, as a composer is told it: for each bar of the chart as it is now, what its lane plays there.

use std::collections::BTreeSet;

use composer::Brief;
use composer::sketch::{Sketch, Stroke, Touch};
use music::chart::PassId;
use music::clip::Note;
use music::lane::Lane;
use music::time::{Span, Ticks};

use super::arranged::Arranged;
use super::paper::Sheet;
use super::sounding;

pub(super) type Locks = BTreeSet<(Lane, PassId)>;

/// Bar by bar of the sheet, notes counted from their bar's start.
type Bars = Vec<Vec<Note>>;

/// Everything that is there already is given; what stays as it is, note for note, is kept; what is locked is locked.
pub(super) fn tell(brief: &mut Brief, arranged: &Arranged, sheet: &Sheet, locks: &Locks) {
    for lane in Lane::ALL {
        let bars = bars_of(arranged, sheet, lane);
        let is_asked = brief.lanes.contains(&lane);
        for (place, notes) in sheet.layout.bars().iter().zip(&bars) {
            if is_asked && locks.contains(&(lane, place.id)) {
                brief.locks.insert((lane, place.id), notes.iter().map(stroke).collect());
            }
        }
        if bars.iter().all(Vec::is_empty) {
            continue;
        }
        let strokes = bars.iter().map(|notes| notes.iter().map(stroke).collect());
        brief.given.insert(lane, Sketch { bars: strokes.collect() });
        if is_asked {
            let named = sheet.layout.bars().iter().map(|place| (lane, place.id));
            brief.kept.extend(named.zip(bars));
        }
    }
}

/// The music moves with its bars, wherever the chart has them now.
fn bars_of(arranged: &Arranged, sheet: &Sheet, lane: Lane) -> Bars {
    let laid_on = if arranged.layout.bars().is_empty() { &sheet.layout } else { &arranged.layout };
    let whole = Span { start: laid_on.start(), end: laid_on.end() };
    let notes = sounding::notes(&arranged.arrangement, &arranged.library, lane, whole);
    let by_id = laid_on.by_id();
    let bar = |place: &super::layout::LaidBar| {
        let before = by_id.get(&place.id).map(|index| laid_on.bars()[*index]);
        let Some(before) = before.filter(|before| before.length == place.length) else { return Vec::new() };
        let first = notes.partition_point(|note| note.start < before.start);
        let after = notes.partition_point(|note| note.start < before.span().end);
        let within = |note: &Note| Note { start: note.start - before.start, ..*note };
        notes[first..after.max(first)].iter().map(within).collect()
    };
    sheet.layout.bars().iter().map(bar).collect()
}

fn stroke(note: &Note) -> Stroke {
    let Note { start, length, offset, pitch, velocity, importance } = *note;
    Stroke {
        at: start,
        length: length.max(Ticks(1)),
        pitch,
        velocity,
        importance,
        offset,
        touch: Touch::Plain,
    }
}
