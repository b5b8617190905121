//! Pitched lanes play the same notes at other places: earlier, later, held on to the next.

use music::time::TICKS_PER_BEAT;

use super::draws::Question;
use super::onsets::{self, Onset};
use super::spot::Spot;
use super::tones;
use crate::sketch::Stroke;

/// A little variation anticipates by an eighth; a large one moves by up to a beat.
const BEAT_FROM_AMOUNT: u32 = 80;

/// Onsets keep their order, and what ended with an onset still does.
pub(super) fn vary(spot: &Spot<'_>, strokes: &mut [Stroke]) {
    let onsets = onsets::of(strokes, &spot.room);
    let mut moved: Vec<i64> = Vec::with_capacity(onsets.len());
    for (index, onset) in onsets.iter().enumerate() {
        let after = moved.last().copied().unwrap_or(spot.room.start - 1);
        let before = onsets.get(index + 1).map_or(spot.room.end, |next| next.at);
        moved.push(place(spot, strokes, onset, index, after, before));
    }
    for (index, onset) in onsets.iter().enumerate() {
        for voice in &onset.voices {
            let stroke = &mut strokes[*voice];
            let end = end(spot, stroke, index, &onsets, &moved);
            if stroke.at.0 != moved[index] || onsets::end(stroke) != end {
                stroke.at.0 = moved[index];
                stroke.length.0 = (end - moved[index]).max(stroke.length.0.min(1));
            }
        }
    }
}

/// Somewhere between the places `after` and `before`, or where it is.
fn place(spot: &Spot<'_>, strokes: &[Stroke], onset: &Onset, index: usize, after: i64, before: i64) -> i64 {
    let importance = onset.voices.iter().map(|voice| strokes[*voice].importance).max().unwrap_or(0);
    if !spot.draws.changes(Question::Move, index, importance) {
        return onset.at;
    }
    let reach = if spot.draws.amount() < BEAT_FROM_AMOUNT { TICKS_PER_BEAT / 2 } else { TICKS_PER_BEAT };
    let first_beat = (onset.at - reach).div_euclid(TICKS_PER_BEAT);
    let last_beat = (onset.at + reach).div_euclid(TICKS_PER_BEAT);
    let all = (first_beat..=last_beat)
        .flat_map(|beat| spot.places.iter().map(move |place| beat * TICKS_PER_BEAT + place));
    let free: Vec<i64> = all
        .filter(|to| after < *to && *to < before && *to != onset.at && (to - onset.at).abs() <= reach)
        .filter(|to| onset.voices.iter().all(|voice| may_move(spot, &strokes[*voice], *to)))
        .collect();
    spot.draws.at(Question::Place, index, 0).pick(&free).copied().unwrap_or(onset.at)
}

fn may_move(spot: &Spot<'_>, stroke: &Stroke, to: i64) -> bool {
    let class = stroke.pitch.class();
    let is_held = onsets::end(stroke) > spot.bar.length.0 && to >= onsets::end(stroke);
    if is_held || spot.is_foundation(stroke) || (to < stroke.at.0 && spot.is_sounding(stroke.pitch, to)) {
        return false;
    }
    let (here, there) = (spot.change_at(stroke.at.0), spot.change_at(to));
    let Some(there) = there else { return true };
    let is_at_home = here.is_some_and(|here| here.start == there.start);
    if spot.is_strong(to) {
        return tones::colours(there).contains(class);
    }
    is_at_home || there.scale.contains(class)
}

/// Where a stroke of the onset `here` ends once all have moved.
fn end(spot: &Spot<'_>, stroke: &Stroke, here: usize, onsets: &[Onset], moved: &[i64]) -> i64 {
    let end = onsets::end(stroke);
    if end > spot.bar.length.0 {
        return end;
    }
    let next = onsets.partition_point(|onset| onset.at < end).max(here + 1);
    let limit = moved.get(next).copied().unwrap_or(spot.bar.length.0);
    let ends_with = onsets.get(next).map_or(spot.bar.length.0, |onset| onset.at);
    if end == ends_with {
        limit
    } else if next == here + 1 {
        (moved[here] + stroke.length.0).min(limit)
    } else {
        end.max(moved[here] + 1).min(limit)
    }
}
