//! The shape of a line: how a note was reached and what it costs to go on in this or that direction.
//!
//! Lines run on by step, turn after a leap, and do not rock between two notes.

use super::Arrives;

/// A line that goes on by step in its direction goes somewhere: the one thing that is rewarded.
const RUNS_ON: i32 = -2;
/// Back to the note before is a rocking; into a new chord it is less heard, because the chord is new.
const ROCKS: i32 = 11;
const ROCKS_INTO_CHANGE: i32 = 5;
/// The other way by step, to another note: lines do turn, but not at each note.
const TURNS: i32 = 3;
/// A third and a third back outlines nothing.
const THIRD_BACK: i32 = 8;
/// Two leaps in one direction leave the register; into a new chord they are an arpeggio that arrives.
const LEAPS_ON: i32 = 22;
const LEAPS_ON_INTO_CHANGE: i32 = 12;
/// A leap and a third in one direction go nearly as far.
const WIDENS: i32 = 12;
/// After a leap a step back is what the ear waits for.
const STEPS_ON_AFTER_LEAP: i32 = 5;
/// A leap and a leap back: root, fifth, root is what basses play, but no line.
const LEAPS_BACK: i32 = 6;

/// How a note was reached, as far as it matters to the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    LeapDown,
    ThirdDown,
    ToneDown,
    HalfDown,
    Still,
    HalfUp,
    ToneUp,
    ThirdUp,
    LeapUp,
}

pub(super) const MOVES: usize = 9;
pub(super) const ALL_MOVES: [Move; MOVES] = [
    Move::LeapDown,
    Move::ThirdDown,
    Move::ToneDown,
    Move::HalfDown,
    Move::Still,
    Move::HalfUp,
    Move::ToneUp,
    Move::ThirdUp,
    Move::LeapUp,
];

impl Move {
    pub(super) fn between(from: u8, to: u8) -> Move {
        match i32::from(to) - i32::from(from) {
            0 => Move::Still,
            1 => Move::HalfUp,
            2 => Move::ToneUp,
            3 | 4 => Move::ThirdUp,
            -1 => Move::HalfDown,
            -2 => Move::ToneDown,
            -4 | -3 => Move::ThirdDown,
            up if up > 0 => Move::LeapUp,
            _ => Move::LeapDown,
        }
    }

    /// Up is positive: 3 for a leap, 2 for a third, 1 for a step.
    fn reach(self) -> i32 {
        match self {
            Move::LeapDown => -3,
            Move::ThirdDown => -2,
            Move::ToneDown | Move::HalfDown => -1,
            Move::Still => 0,
            Move::HalfUp | Move::ToneUp => 1,
            Move::ThirdUp => 2,
            Move::LeapUp => 3,
        }
    }
}

/// What a move costs after the last one.
pub(super) fn turn(last: Move, now: Move, arrives: Arrives) -> i32 {
    let is_back = last as usize + now as usize == MOVES - 1 && last != Move::Still;
    let is_change = arrives == Arrives::AtChange;
    match (last.reach(), now.reach()) {
        (1, 1) | (-1, -1) => RUNS_ON,
        (1, -1) | (-1, 1) if is_back && is_change => ROCKS_INTO_CHANGE,
        (1, -1) | (-1, 1) if is_back => ROCKS,
        (1, -1) | (-1, 1) => TURNS,
        (2, -2) | (-2, 2) => THIRD_BACK,
        (3, 3) | (-3, -3) if is_change => LEAPS_ON_INTO_CHANGE,
        (3, 3) | (-3, -3) => LEAPS_ON,
        (3, 2) | (2, 3) | (-3, -2) | (-2, -3) => WIDENS,
        (3, 1) | (-3, -1) => STEPS_ON_AFTER_LEAP,
        (3, -3) | (-3, 3) => LEAPS_BACK,
        _ => 0,
    }
}
