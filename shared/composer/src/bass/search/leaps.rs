//! How far a line goes at once: what each interval costs where it arrives, and how far a hand follows its figure.

use super::{Arrives, Candidate};

/// By semitones: steps are free, fifths and octaves are what basses leap.
const INSIDE: [i32; 13] = [34, 2, 0, 0, 1, 2, 18, 3, 5, 6, 22, 24, 1];
/// Into a new chord by step, or from its fifth.
const AT_CHANGE: [i32; 13] = [90, 0, 1, 9, 11, 4, 30, 4, 26, 28, 45, 45, 30];
/// No note is repeated over a bar line.
const AT_BAR_LINE: [i32; 13] = [110, 1, 0, 5, 7, 7, 30, 9, 20, 24, 40, 40, 16];
/// A named note may repeat; roots and fifths stand where the hand is.
const STATED: [i32; 13] = [0, 2, 1, 3, 4, 5, 16, 6, 14, 16, 24, 26, 15];
/// What is held is what was struck.
const HELD: [i32; 13] = [0, 300, 300, 300, 300, 300, 300, 300, 300, 300, 300, 300, 300];
const OCTAVE: u8 = 12;
/// The top of a figure whose root was heard falls by a ninth at most, as a boogie's sixth does to the root a fifth
/// below; an octave over its root falls as far as its hand goes.
const NINTH: u8 = 14;
/// Out of a figure the hand goes on from its root, a fifth at most.
const FIFTH: u8 = 7;
const SHIFT: i32 = 70;
/// Beyond that nobody goes unless there is no other way: what that costs, and each semitone more.
pub(in crate::bass) const BEYOND: i32 = 264;
const FURTHER: i32 = 120;
/// A hand that goes where the end of its figure cannot follow: dearer than a fourth up instead of a fifth down.
const LEFT_BEHIND: i32 = 16;
/// Dearer than to land an octave higher.
const FIGURE_LEFT_BEHIND: i32 = 40;
/// From an octave without its root there is no way down.
const TOP_LEFT_BEHIND: i32 = 120;
/// A note outside the scale that does not go on by step.
const STRANDED: i32 = 60;
/// What it costs to go on from a note or a hand, wherever it came from.
pub(super) fn onward(from: Candidate, to: u8, arrives: Arrives) -> i32 {
    // A hand moves from where it is, and what it played last must get there too.
    let is_hand = from.top != from.key;
    let by = if is_hand { reach(from.key, None, to) } else { reach(from.top, from.root, to) };
    leap(from.key, to, by, arrives) + stranded(from, to) + left_behind(from, to)
}

pub(super) fn leap(from: u8, to: u8, reach: Reach, arrives: Arrives) -> i32 {
    let semitones = from.abs_diff(to);
    let table = match arrives {
        Arrives::AtChange => &AT_CHANGE,
        Arrives::AtBarLine => &AT_BAR_LINE,
        Arrives::Inside => &INSIDE,
        Arrives::Stated => &STATED,
        Arrives::Held => &HELD,
    };
    match (reach, table.get(usize::from(semitones))) {
        (_, Some(cost)) => *cost,
        (Reach::Easy | Reach::Shift, None) => SHIFT,
        (Reach::Beyond, None) => BEYOND + i32::from(semitones.saturating_sub(NINTH)) * FURTHER,
    }
}

fn stranded(from: Candidate, to: u8) -> i32 {
    if from.is_outside && !(1..=2).contains(&from.key.abs_diff(to)) { STRANDED } else { 0 }
}

fn left_behind(from: Candidate, to: u8) -> i32 {
    let is_octave = from.top.checked_sub(from.key).is_some_and(|climbs| climbs >= OCTAVE);
    match reach(from.top, from.root, to) {
        _ if from.top == from.key => 0,
        Reach::Easy => 0,
        Reach::Shift if is_octave => 0,
        Reach::Shift => LEFT_BEHIND,
        Reach::Beyond if is_octave && from.root.is_none() => TOP_LEFT_BEHIND,
        Reach::Beyond => FIGURE_LEFT_BEHIND,
    }
}

/// How a line gets from its last note to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::bass) enum Reach {
    /// An octave at most.
    Easy,
    /// Further, but the hand goes on from the root of its figure, a fifth at most.
    Shift,
    Beyond,
}

pub(in crate::bass) fn reach(last: u8, root: Option<u8>, to: u8) -> Reach {
    let is_shift = |root: u8| {
        let falls = last.saturating_sub(to);
        let is_octave = last == root.saturating_add(OCTAVE);
        root.abs_diff(to) <= FIFTH && last >= root && (is_octave || falls <= NINTH)
    };
    match (last.abs_diff(to) <= OCTAVE, root.is_some_and(is_shift)) {
        (true, _) => Reach::Easy,
        (false, true) => Reach::Shift,
        (false, false) => Reach::Beyond,
    }
}
