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
    let cases = struck(heard, changes).filter_map(|(change, chord, onset)| {
        let start = heard.start_of(&change);
        let before = heard.onsets.partition_point(|other| other.at < start - NEAR);
        let before = heard.onsets[..before].last()?;
        let is_lead_in = before.at >= start - LEAD_IN_MAX - NEAR;
        let interval = before.pitch.key().abs_diff(onset.pitch.key());
        let is_step = (1..=STEP_SEMITONES_MAX).contains(&interval);
        // A step that arrives elsewhere has not led to the chord.
        let arrives = onset.pitch.class() == chord.bass().class();
        (is_lead_in && heard.counts(before.bar)).then_some(is_step && arrives)
    });
    Tally::of_cases(cases)
}

pub(super) fn repeated_notes(heard: &Heard<'_>) -> Tally {
    let pairs = heard.onsets.windows(2).filter(|two| two.iter().all(|onset| heard.counts(onset.bar)));
    Tally::of_cases(pairs.map(|two| two[0].pitch == two[1].pitch))
}

/// Changes on which something is struck, with the lowest of it.
fn struck<'a>(
    heard: &'a Heard<'_>,
    changes: &'a Changes,
) -> impl Iterator<Item = (Change, Chord, &'a Onset)> {
    changes.new_chords().filter_map(|(change, chord)| {
        let lowest = heard.near(heard.start_of(&change)).iter().min_by_key(|onset| onset.pitch)?;
        heard.counts(lowest.bar).then_some((change, chord, lowest))
    })
}
