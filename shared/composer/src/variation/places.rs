//! Where in a bar strokes may move to: the places that the lane itself uses, so that what swings goes on swinging.

use std::collections::BTreeSet;

use music::chart::song::Bar;
use music::time::TICKS_PER_BEAT;

use crate::analyse::Change;
use crate::drums::beats;
use crate::sketch::Stroke;

const HALF: i64 = TICKS_PER_BEAT / 2;
const QUARTER: i64 = TICKS_PER_BEAT / 4;
/// The second eighth of a beat lies in here, swung or not.
const OFF_BEAT: std::ops::RangeInclusive<i64> = 440..=720;

/// A lane's places within a quarter, ascending: those used in `window`, the beat, an off-beat.
pub(super) fn within_beat(bar: &Bar, window: &[Vec<Stroke>]) -> Vec<i64> {
    let strokes = window.iter().flatten().map(|stroke| stroke.at.0.rem_euclid(TICKS_PER_BEAT));
    let mut places: BTreeSet<i64> = strokes.collect();
    places.insert(0);
    if !places.iter().any(|place| OFF_BEAT.contains(place)) {
        places.insert(HALF);
    }
    // A straight bar that is full has room between its eighths only.
    let is_full = places.len() == 2 && places.contains(&HALF);
    if is_full && window.iter().any(|strokes| strokes.len() as i64 * HALF >= bar.length.0) {
        places.extend([QUARTER, HALF + QUARTER]);
    }
    places.into_iter().collect()
}

/// Where a listener hears the harmony: first beats of groups, and wherever a chord begins.
pub(super) fn strong(bar: &Bar, changes: &[Change]) -> BTreeSet<i64> {
    let lengths = beats::lengths(bar.meter);
    let is_plain = !beats::is_compound(bar.meter) && lengths.iter().all(|length| *length == TICKS_PER_BEAT);
    let is_head = |index: usize| match lengths.len() {
        _ if !is_plain => true,
        count if count % 2 == 0 => index.is_multiple_of(2),
        _ => index.is_multiple_of(3),
    };
    // A pickup is its bar's end.
    let mut start = bar.length.0 - bar.meter.bar_ticks().0;
    let mut strong = BTreeSet::new();
    for (index, length) in lengths.iter().enumerate() {
        if is_head(index) {
            strong.insert(start);
        }
        start += length;
    }
    strong.extend(changes.iter().map(|change| change.start.0 - bar.start.0));
    strong
}
