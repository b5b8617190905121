//! Whether a bass knows where the harmony goes.

use super::changes::{Change, Changes};
use super::heard::{Heard, NEAR, Onset};
use super::tally::Tally;
use crate::chord::Chord;
use crate::time::Ticks;

/// A note that leads somewhere is no further away.
const LEAD_IN_MAX: Ticks = Ticks::from_beats(1);
const STEP_SEMITONES_MAX: u8 = 2;

pub(super) fn root_on_change(heard: &Heard<'_>, changes: &Changes) -> Tally {
    let cases = struck(heard, changes);
    Tally::of_cases(cases.map(|(_, chord, onset)| onset.pitch.class() == chord.bass().class()))
}

pub(super) fn step_into_change(heard: &Heard<'_>, changes: &Changes) -> Tally {
    let cases = struck(heard, changes).filter_map(|(change, _, onset)| {
        let before = heard.onsets.partition_point(|other| other.at < change.start - NEAR);
        let before = heard.onsets[..before].last()?;
        let is_lead_in = before.at >= change.start - LEAD_IN_MAX - NEAR;
        let interval = before.pitch.key().abs_diff(onset.pitch.key());
        is_lead_in.then_some((1..=STEP_SEMITONES_MAX).contains(&interval))
    });
    Tally::of_cases(cases)
}

pub(super) fn repeated_notes(heard: &Heard<'_>) -> Tally {
    Tally::of_cases(heard.onsets.windows(2).map(|two| two[0].pitch == two[1].pitch))
}

/// Changes on which something is struck, with the lowest of it.
fn struck<'a>(
    heard: &'a Heard<'_>,
    changes: &'a Changes,
) -> impl Iterator<Item = (Change, Chord, &'a Onset)> {
    changes.new_chords().filter_map(|(change, chord)| {
        let lowest = heard.near(change.start).iter().min_by_key(|onset| onset.pitch)?;
        Some((change, chord, lowest))
    })
}
