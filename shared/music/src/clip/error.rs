//! Why something is not a clip.

use super::{
    BEND_MAX, CONTROLLER_MAX, CONTROLS_MAX, IMPORTANCE_MAX, LENGTH_MAX, NOTES_MAX, OFFSET_MAX, VELOCITY_MAX,
};
use crate::time::{Span, Ticks};

/// `index` counts from 0 in the order given; places are beats from the clip's start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("a clip cannot be {length} beats long; it needs at least a tick and at most {LENGTH_MAX} beats")]
    Length { length: Ticks },
    #[error("{count} notes; a clip holds {NOTES_MAX}, so cut it into several")]
    TooManyNotes { count: usize },
    #[error("{count} controls; a clip holds {CONTROLS_MAX}, so thin them out or cut the clip into several")]
    TooManyControls { count: usize },
    #[error("note {index} starts at {start}, outside the clip's [0, {length})")]
    NoteStart { index: usize, start: Ticks, length: Ticks },
    #[error("note {index} at {start} is {length} beats long; 0 to {LENGTH_MAX} is possible")]
    NoteLength { index: usize, start: Ticks, length: Ticks },
    #[error("note {index} at {start} is played {micros} µs off its place; {max} either way is possible", max = OFFSET_MAX.0)]
    NoteOffset { index: usize, start: Ticks, micros: i32 },
    #[error("note {index} at {start} has velocity {velocity}; 1 to {VELOCITY_MAX} is possible")]
    NoteVelocity { index: usize, start: Ticks, velocity: u8 },
    #[error("note {index} at {start} has importance {importance}; 0 to {IMPORTANCE_MAX} is possible")]
    NoteImportance { index: usize, start: Ticks, importance: u8 },
    #[error(
        "note {index} at {start} is key {key}; {semitones:+} semitones would leave the keyboard's 0 to 127"
    )]
    OffKeyboard { index: usize, start: Ticks, key: u8, semitones: i8 },
    #[error("control {index} is at {at}, outside the clip's [0, {length})")]
    ControlPlace { index: usize, at: Ticks, length: Ticks },
    #[error("control {index} at {at} is for controller {number}; 0 to {CONTROLLER_MAX} exist")]
    ControlNumber { index: usize, at: Ticks, number: u8 },
    #[error("control {index} at {at} has value {value}; 0 to {max} is possible (a bend goes to {BEND_MAX})")]
    ControlValue { index: usize, at: Ticks, value: u16, max: u16 },
    #[error("{span} is no part of the clip's [0, {length})")]
    Slice { span: Span, length: Ticks },
    #[error("these bytes are not a clip of AI Band")]
    NotAClip,
    #[error("this clip was made by a newer version of AI Band (clip format {version}); update to open it")]
    Newer { version: u8 },
    #[error("byte {at} of the clip {damage}; the clip is damaged, fetch it again from where it came")]
    Damaged { at: usize, damage: Damage },
}

/// What is wrong at a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    #[error("is missing")]
    CutShort,
    #[error("starts a number that is written longer than it need be")]
    Overlong,
    #[error("starts a number too large for a clip")]
    TooLarge,
    #[error("starts a count of more than the bytes that follow can hold")]
    Count,
    #[error("is no key of a keyboard")]
    Key,
    #[error("is no kind of control")]
    Kind,
    #[error("starts what should have come before the one written before it")]
    Order,
    #[error("comes after the end")]
    Trailing,
}
