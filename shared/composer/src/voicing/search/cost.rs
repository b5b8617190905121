//! What makes one voicing dearer than another: where it lies, and how the hands get there.

use super::event::Event;
use crate::voicing::{Candidate, Policy, Voicing, movement};

/// What one semitone of every voice costs.
pub(super) const PER_SEMITONE: i32 = 150;
/// The top line leaps rarely: by semitones, from staying on.
const TOP_LINE: [i32; 8] = [5, 0, 0, 3, 5, 9, 18, 20];
const TOP_LEAP: i32 = 30;
/// How a top line sings where a style says nothing, and what each degree more makes it cost to stay: at 9 a step of the
/// top voice alone is cheaper.
const MELODY_USUAL: i32 = 4;
const PER_MELODY: i32 = 9;
const MOVED_WHILE_HELD: i32 = 500;
const STAYED_THOUGH_RESTLESS: i32 = 100;
/// While a chord goes on, another inversion of it is a gesture, and no voice leading.
const PER_SEMITONE_WHILE_HELD: i32 = 10;
const PER_SEMITONE_FROM_CONTOUR: i32 = 4;
/// The hands' middle stays where the next window's anchor will find it.
const PER_SEMITONE_FROM_HOME: i32 = 4;
/// At a window's end, before anything is known of the next one: its anchor will be near home.
pub(super) const PER_SEMITONE_FROM_REST: i32 = 110;
/// Chance decides between voicings about as good.
const TASTE_MAX: usize = 4;
/// One draw is read at a different bit for each of so many candidates, and then again from the first.
pub(super) const TASTE_BITS: u32 = 16;
const TASTES: usize = 13;
const _: () = assert!(TASTE_MAX << (TASTES - 1) <= 1 << TASTE_BITS);

/// What it costs to hold a candidate, wherever the hands come from.
pub(super) fn own(event: &Event, candidate: &Candidate, index: usize, taste: usize) -> i32 {
    let from_home = (middle(&candidate.voicing) - event.target_middle).abs() * PER_SEMITONE_FROM_HOME;
    let from_contour =
        (i32::from(candidate.voicing.top()) - event.target_top).abs() * PER_SEMITONE_FROM_CONTOUR;
    candidate.cost + from_home + from_contour + ((taste >> (index % TASTES)) % TASTE_MAX) as i32
}

pub(super) fn middle(voicing: &Voicing) -> i32 {
    let keys = voicing.keys();
    keys.iter().map(|key| i32::from(*key)).sum::<i32>() / keys.len() as i32
}

/// What it costs to go on from `from` to a candidate of `event`.
pub(super) fn step(from: &Voicing, to: &Voicing, event: &Event) -> i32 {
    if event.is_held && !event.is_restless {
        return if from == to { 0 } else { MOVED_WHILE_HELD };
    }
    if event.is_held && from == to {
        return STAYED_THOUGH_RESTLESS;
    }
    let voices = from.keys().len().max(to.keys().len()) as i32;
    if event.is_held {
        return movement(from, to) * PER_SEMITONE_WHILE_HELD / voices
            + if from.top() == to.top() { event.stays } else { 0 };
    }
    let top = usize::from(from.top().abs_diff(to.top()));
    let melody = if top == 0 { event.stays } else { TOP_LINE.get(top).copied().unwrap_or(TOP_LEAP) };
    movement(from, to) * PER_SEMITONE / voices + melody
}

/// What it costs to leave the top line where it is.
pub(super) fn staying(policy: &Policy) -> i32 {
    TOP_LINE[0] + (i32::from(policy.melody) - MELODY_USUAL) * PER_MELODY
}
