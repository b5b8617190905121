//! Every limit of a clip, from both sides, and the order a clip brings its contents into.

use ai_band_music::clip::{
    CONTROLS_MAX, Clip, Control, ControlKind, Error, LENGTH_MAX, NOTES_MAX, Note, OFFSET_MAX,
};
use ai_band_music::time::{Micros, Ticks};

use crate::{clip, control, note};

const LENGTH: Ticks = Ticks(100);

fn with_note(note: Note) -> Result<Clip, Error> {
    Clip::new(LENGTH, vec![note], vec![])
}

fn with_control(control: Control) -> Result<Clip, Error> {
    Clip::new(LENGTH, vec![], vec![control])
}

#[test]
fn what_is_just_inside_a_limit_is_kept() {
    let plain = note(0, 10, 60);
    let inside = [
        note(0, 0, 0),
        note(99, 1, 127),
        note(99, LENGTH_MAX.0, 60),
        Note { offset: OFFSET_MAX, ..plain },
        Note { offset: Micros(-OFFSET_MAX.0), ..plain },
        Note { velocity: 1, ..plain },
        Note { velocity: 127, ..plain },
        Note { importance: 0, ..plain },
    ];
    for note in inside {
        assert_eq!(with_note(note).unwrap().notes(), [note]);
    }
    let inside = [
        control(0, ControlKind::Controller(0), 0),
        control(99, ControlKind::Controller(119), 127),
        control(50, ControlKind::Bend, 16_383),
        control(50, ControlKind::Pressure, 127),
    ];
    for control in inside {
        assert_eq!(with_control(control).unwrap().controls(), [control]);
    }
    for length in [Ticks(1), LENGTH_MAX] {
        assert_eq!(clip(length.0, &[]).length(), length);
    }
}

#[test]
fn a_clip_has_a_length() {
    for length in [Ticks(i64::MIN), Ticks(-1), Ticks(0), LENGTH_MAX + Ticks(1), Ticks(i64::MAX)] {
        assert_eq!(Clip::new(length, vec![], vec![]), Err(Error::Length { length }));
    }
}

#[test]
fn a_note_outside_a_limit_is_refused_by_name() {
    let plain = note(7, 10, 60);
    let (index, start, length) = (0, Ticks(7), LENGTH);
    let outside = [
        (note(-1, 1, 60), Error::NoteStart { index, start: Ticks(-1), length }),
        (note(100, 1, 60), Error::NoteStart { index, start: Ticks(100), length }),
        (note(i64::MAX, 1, 60), Error::NoteStart { index, start: Ticks(i64::MAX), length }),
        (note(7, -1, 60), Error::NoteLength { index, start, length: Ticks(-1) }),
        (note(7, LENGTH_MAX.0 + 1, 60), Error::NoteLength { index, start, length: LENGTH_MAX + Ticks(1) }),
        (Note { offset: Micros(100_001), ..plain }, Error::NoteOffset { index, start, micros: 100_001 }),
        (Note { offset: Micros(i32::MIN), ..plain }, Error::NoteOffset { index, start, micros: i32::MIN }),
        (Note { velocity: 0, ..plain }, Error::NoteVelocity { index, start, velocity: 0 }),
        (Note { velocity: 128, ..plain }, Error::NoteVelocity { index, start, velocity: 128 }),
        (Note { importance: 128, ..plain }, Error::NoteImportance { index, start, importance: 128 }),
    ];
    for (note, error) in outside {
        assert_eq!(with_note(note), Err(error));
    }
}

#[test]
fn a_control_outside_a_limit_is_refused_by_name() {
    let (index, at, length) = (0, Ticks(7), LENGTH);
    let pedal = ControlKind::Controller(64);
    let outside = [
        (control(-1, pedal, 0), Error::ControlPlace { index, at: Ticks(-1), length }),
        (control(100, pedal, 0), Error::ControlPlace { index, at: Ticks(100), length }),
        (control(7, ControlKind::Controller(120), 0), Error::ControlNumber { index, at, number: 120 }),
        (control(7, ControlKind::Controller(255), 0), Error::ControlNumber { index, at, number: 255 }),
        (control(7, pedal, 128), Error::ControlValue { index, at, value: 128, max: 127 }),
        (control(7, ControlKind::Pressure, 128), Error::ControlValue { index, at, value: 128, max: 127 }),
        (
            control(7, ControlKind::Bend, 16_384),
            Error::ControlValue { index, at, value: 16_384, max: 16_383 },
        ),
    ];
    for (control, error) in outside {
        assert_eq!(with_control(control), Err(error));
    }
}

#[test]
fn counts_have_a_limit() {
    let many = |count| Clip::new(LENGTH, vec![note(0, 1, 60); count], vec![]);
    assert_eq!(many(NOTES_MAX).unwrap().notes().len(), NOTES_MAX);
    assert_eq!(many(NOTES_MAX + 1), Err(Error::TooManyNotes { count: NOTES_MAX + 1 }));
    let many = |count| Clip::new(LENGTH, vec![], vec![control(0, ControlKind::Bend, 0); count]);
    assert_eq!(many(CONTROLS_MAX).unwrap().controls().len(), CONTROLS_MAX);
    assert_eq!(many(CONTROLS_MAX + 1), Err(Error::TooManyControls { count: CONTROLS_MAX + 1 }));
}

#[test]
fn an_error_says_where_and_what_is_possible() {
    let mut notes = vec![note(0, 10, 60); 4];
    notes[3] = Note { velocity: 0, ..note(1_440, 10, 60) };
    let error = Clip::new(Ticks(3_840), notes, vec![]).unwrap_err();
    assert_eq!(error.to_string(), "note 3 at 1+480 has velocity 0; 1 to 127 is possible");
    let error = Clip::new(Ticks(0), vec![], vec![]).unwrap_err();
    let text = "a clip cannot be 0 beats long; it needs at least a tick and at most 208333+320 beats";
    assert_eq!(error.to_string(), text);
}

/// Each note differs from the one before it in one field, the most telling first.
#[test]
fn contents_are_sorted_whatever_the_order_they_came_in() {
    let plain = note(5, 10, 60);
    let sorted = [
        note(4, 90, 90),
        Note { velocity: 1, ..note(5, 90, 59) },
        Note { offset: Micros(-1), length: Ticks(90), ..plain },
        Note { length: Ticks(9), velocity: 90, ..plain },
        Note { velocity: 79, ..plain },
        Note { importance: 126, ..plain },
        plain,
        plain,
    ];
    let reversed: Vec<Note> = sorted.iter().rev().copied().collect();
    assert_eq!(clip(100, &reversed).notes(), sorted);

    let sorted = [
        control(1, ControlKind::Pressure, 9),
        control(2, ControlKind::Controller(1), 9),
        control(2, ControlKind::Controller(2), 3),
        control(2, ControlKind::Controller(2), 4),
        control(2, ControlKind::Bend, 0),
        control(2, ControlKind::Pressure, 0),
    ];
    let reversed = sorted.iter().rev().copied().collect();
    assert_eq!(Clip::new(LENGTH, vec![], reversed).unwrap().controls(), sorted);
}
