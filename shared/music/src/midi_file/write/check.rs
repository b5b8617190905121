//! Everything a caller could have filled in wrongly, found before anything is computed with it.

use super::Unwritable;
use crate::clip::{CONTROLLER_MAX, ControlKind, OFFSET_MAX, VELOCITY_MAX};
use crate::midi_file::{EVENTS_MAX, MARKERS_MAX, MidiFile, TRACKS_MAX, Track};
use crate::time::{MAX_TICKS, Ticks};

pub(super) fn all(file: &MidiFile) -> Result<(), Unwritable> {
    if file.tracks.len() >= TRACKS_MAX {
        return Err(Unwritable::TooManyTracks { count: file.tracks.len() });
    }
    if file.markers.len() > MARKERS_MAX {
        return Err(Unwritable::TooManyMarkers { count: file.markers.len() });
    }
    let count = file.tracks.iter().map(|track| 2 * track.notes.len() + track.controls.len()).sum();
    if count > EVENTS_MAX {
        return Err(Unwritable::TooManyEvents { count });
    }
    inside("the end", file.length)?;
    file.markers.iter().try_for_each(|marker| inside("a marker", marker.at))?;
    (1..).zip(&file.tracks).try_for_each(|(number, track)| self::track(number, track))
}

fn track(number: usize, track: &Track) -> Result<(), Unwritable> {
    let in_range = |what: &'static str, value: i64, min: i64, max: i64| {
        let fits = (min..=max).contains(&value);
        fits.then_some(()).ok_or(Unwritable::OutOfRange { track: number, what, value, min, max })
    };
    let offset_max = i64::from(OFFSET_MAX.0);
    in_range("channel", track.channel.into(), 0, 15)?;
    in_range("program", track.program.unwrap_or(0).into(), 0, 127)?;
    for note in &track.notes {
        inside("a note's start", note.start)?;
        in_range("a note's length", note.length.0, 0, MAX_TICKS - note.start.0)?;
        in_range("a hand's microseconds", note.offset.0.into(), -offset_max, offset_max)?;
        in_range("a velocity", note.velocity.into(), 1, VELOCITY_MAX.into())?;
    }
    for control in &track.controls {
        inside("a control", control.at)?;
        in_range("a control's value", control.value.into(), 0, control.kind.value_max().into())?;
        if let ControlKind::Controller(number) = control.kind {
            in_range("a controller", number.into(), 0, CONTROLLER_MAX.into())?;
        }
    }
    Ok(())
}

pub(super) fn inside(what: &'static str, at: Ticks) -> Result<(), Unwritable> {
    let fits = (0..=MAX_TICKS).contains(&at.0);
    fits.then_some(()).ok_or(Unwritable::OutsideOfTheFile { what, at })
}
