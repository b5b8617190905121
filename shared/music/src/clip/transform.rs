//! New clips from old: other keys, parts, and one after another.

use super::{Clip, Control, Error, LENGTH_MAX, Note};
use crate::lane::Lane;
use crate::time::{Span, Ticks};

impl Clip {
    /// As it stands on a lane whose keys are a kit's instruments: those never move.
    pub fn transposed(&self, semitones: i8, lane: Lane) -> Result<Clip, Error> {
        if lane.character().is_kit {
            return Ok(self.clone());
        }
        let moved = |(index, note): (usize, &Note)| {
            let refusal = Error::OffKeyboard { index, start: note.start, key: note.pitch.key(), semitones };
            let pitch = note.pitch.transposed(semitones.into()).ok_or(refusal)?;
            Ok(Note { pitch, ..*note })
        };
        let notes = self.notes.iter().enumerate().map(moved).collect::<Result<_, _>>()?;
        Clip::new(self.length, notes, self.controls.clone())
    }

    /// What begins inside `span`, as a clip of its own. Notes that ring past the end still do, so that two slices
    /// one after the other are the clip they were cut from.
    pub fn sliced(&self, span: Span) -> Result<Clip, Error> {
        if span.start < Ticks::ZERO || span.end > self.length || span.start >= span.end {
            return Err(Error::Slice { span, length: self.length });
        }
        let notes = self.notes.iter().filter(|note| span.contains(note.start));
        let controls = self.controls.iter().filter(|control| span.contains(control.at));
        Clip::new(
            span.length(),
            notes.map(|note| Note { start: note.start - span.start, ..*note }).collect(),
            controls.map(|control| Control { at: control.at - span.start, ..*control }).collect(),
        )
    }

    /// This clip, then `next`.
    pub fn followed_by(&self, next: &Clip) -> Result<Clip, Error> {
        let length = self.length + next.length;
        if length > LENGTH_MAX {
            return Err(Error::Length { length });
        }
        let later_notes = next.notes.iter().map(|note| Note { start: note.start + self.length, ..*note });
        let later_controls =
            next.controls.iter().map(|control| Control { at: control.at + self.length, ..*control });
        Clip::new(
            length,
            self.notes.iter().copied().chain(later_notes).collect(),
            self.controls.iter().copied().chain(later_controls).collect(),
        )
    }
}
