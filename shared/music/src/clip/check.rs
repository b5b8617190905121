//! What every clip keeps to, whoever made it.

use super::{
    CONTROLLER_MAX, CONTROLS_MAX, Control, ControlKind, Error, IMPORTANCE_MAX, LENGTH_MAX, NOTES_MAX, Note,
    OFFSET_MAX, VELOCITY_MAX,
};
use crate::time::Ticks;

pub(super) fn all(length: Ticks, notes: &[Note], controls: &[Control]) -> Result<(), Error> {
    self::length(length)?;
    note_count(notes.len())?;
    control_count(controls.len())?;
    notes.iter().enumerate().try_for_each(|(index, note)| self::note(index, note, length))?;
    controls.iter().enumerate().try_for_each(|(index, control)| self::control(index, control, length))
}

pub(super) fn length(length: Ticks) -> Result<(), Error> {
    let possible = Ticks(1) <= length && length <= LENGTH_MAX;
    possible.then_some(()).ok_or(Error::Length { length })
}

pub(super) fn note_count(count: usize) -> Result<(), Error> {
    if count > NOTES_MAX { Err(Error::TooManyNotes { count }) } else { Ok(()) }
}

pub(super) fn control_count(count: usize) -> Result<(), Error> {
    if count > CONTROLS_MAX { Err(Error::TooManyControls { count }) } else { Ok(()) }
}

fn note(index: usize, note: &Note, clip_length: Ticks) -> Result<(), Error> {
    let Note { start, length, offset, pitch: _, velocity, importance } = *note;
    if start < Ticks::ZERO || start >= clip_length {
        return Err(Error::NoteStart { index, start, length: clip_length });
    }
    if length < Ticks::ZERO || length > LENGTH_MAX {
        return Err(Error::NoteLength { index, start, length });
    }
    if offset.0.unsigned_abs() > OFFSET_MAX.0.unsigned_abs() {
        return Err(Error::NoteOffset { index, start, micros: offset.0 });
    }
    if !(1..=VELOCITY_MAX).contains(&velocity) {
        return Err(Error::NoteVelocity { index, start, velocity });
    }
    if importance > IMPORTANCE_MAX {
        return Err(Error::NoteImportance { index, start, importance });
    }
    Ok(())
}

fn control(index: usize, control: &Control, clip_length: Ticks) -> Result<(), Error> {
    let Control { at, kind, value } = *control;
    if at < Ticks::ZERO || at >= clip_length {
        return Err(Error::ControlPlace { index, at, length: clip_length });
    }
    if let ControlKind::Controller(number) = kind
        && number > CONTROLLER_MAX
    {
        return Err(Error::ControlNumber { index, at, number });
    }
    if value > kind.value_max() {
        return Err(Error::ControlValue { index, at, value, max: kind.value_max() });
    }
    Ok(())
}
