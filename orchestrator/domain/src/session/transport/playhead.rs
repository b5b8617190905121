//! Where a playhead comes to in a time, along a tempo map and around a loop. Whole numbers throughout: no drift.

use std::time::Duration;

use music::tempo::{self, Tempo};
use music::time::Ticks;

use super::Loop;
use crate::time::{Beat, PARTS_PER_BEAT};

/// What 1/1000 BPM is in a nanosecond is 1 over this.
const NANOS_PER_MINUTE_MILLI: i128 = 60_000_000_000_000;

/// From `from`, `passed` later. A playhead before a loop's end goes round at it; one behind it goes on.
pub(super) fn after(from: Beat, passed: Duration, looped: Option<Loop>, tempo: &tempo::Map) -> Beat {
    let passed = i128::try_from(passed.as_nanos()).unwrap_or(i128::MAX);
    let mut target = nanos(from, tempo).saturating_add(passed);
    if let Some(Loop { start, end }) = looped
        && from < end
    {
        let (start_nanos, end_nanos) = (nanos(start, tempo), nanos(end, tempo));
        if target >= end_nanos {
            target = start_nanos + (target - start_nanos).rem_euclid((end_nanos - start_nanos).max(1));
            // Nanoseconds are rounded; a loop has no place before its start or at its end.
            return beat_at(target, tempo).clamp(start, Beat(end.0 - 1));
        }
    }
    beat_at(target, tempo)
}

/// Nanoseconds from beat 0.
fn nanos(beat: Beat, tempo: &tempo::Map) -> i128 {
    let (start, here) = stretch(tempo, |start| Beat::from_ticks(start) <= beat);
    let beats = i128::from(beat.0) - i128::from(Beat::from_ticks(start).0);
    let rest = beats * NANOS_PER_MINUTE_MILLI / (i128::from(here.milli_bpm()) * i128::from(PARTS_PER_BEAT));
    i128::from(tempo.nanos_at(start)) + rest
}

/// The place that is `target` nanoseconds from beat 0, never beyond the last of a timeline.
fn beat_at(target: i128, tempo: &tempo::Map) -> Beat {
    let (start, here) = stretch(tempo, |start| i128::from(tempo.nanos_at(start)) <= target);
    let rest = (target - i128::from(tempo.nanos_at(start)))
        .saturating_mul(i128::from(here.milli_bpm()))
        .saturating_mul(i128::from(PARTS_PER_BEAT))
        / NANOS_PER_MINUTE_MILLI;
    let parts = rest.saturating_add(i128::from(Beat::from_ticks(start).0));
    Beat(i64::try_from(parts).unwrap_or(i64::MAX)).min(Beat::MAX)
}

/// The last change that has come, or the first, which holds before it too.
fn stretch(tempo: &tempo::Map, has_come: impl Fn(Ticks) -> bool) -> (Ticks, Tempo) {
    let changes = tempo.changes();
    changes[changes.partition_point(|(start, _)| has_come(*start)).saturating_sub(1)]
}
