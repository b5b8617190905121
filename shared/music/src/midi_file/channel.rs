//! One channel of one track while it is read: which notes are still down.

use std::collections::VecDeque;

use crate::clip::{Control, ControlKind, IMPORTANCE_MAX, Note};
use crate::pitch::Pitch;
use crate::time::{Micros, Ticks};

const KEYS: usize = 128;

/// A key struck again while it is down starts a second note; each release ends the *oldest* that is down (first in,
/// first out). Files do not say which one they mean, and of the two readings this one never makes a note outlive
/// all that were struck after it.
pub(super) struct Channel {
    pub(super) program: Option<u8>,
    pub(super) notes: Vec<Note>,
    pub(super) controls: Vec<Control>,
    /// Per key, the notes that are down, oldest first, as indices.
    down: [VecDeque<u32>; KEYS],
}

impl Channel {
    pub(super) fn new() -> Channel {
        let down = std::array::from_fn(|_| VecDeque::new());
        Channel { program: None, notes: Vec::new(), controls: Vec::new(), down }
    }

    pub(super) fn strike(&mut self, at: Ticks, pitch: Pitch, velocity: u8) {
        let index = u32::try_from(self.notes.len()).expect("a file has fewer than 2³² events");
        self.down[usize::from(pitch.key())].push_back(index);
        let (length, offset) = (Ticks::ZERO, Micros(0));
        // Files do not say what may be dropped, so all of it always plays.
        self.notes.push(Note { start: at, length, offset, pitch, velocity, importance: IMPORTANCE_MAX });
    }

    /// False when nothing was down on that key.
    pub(super) fn release(&mut self, at: Ticks, pitch: Pitch) -> bool {
        let oldest = self.down[usize::from(pitch.key())].pop_front();
        if let Some(index) = oldest {
            end(&mut self.notes, index, at);
        }
        oldest.is_some()
    }

    /// How many were down.
    pub(super) fn release_all(&mut self, at: Ticks) -> usize {
        let indices = self.down.iter_mut().flat_map(|key| key.drain(..));
        indices.map(|index| end(&mut self.notes, index, at)).count()
    }

    pub(super) fn control(&mut self, at: Ticks, kind: ControlKind, value: u16) {
        self.controls.push(Control { at, kind, value });
    }
}

fn end(notes: &mut [Note], index: u32, at: Ticks) {
    let note = &mut notes[index as usize];
    note.length = at - note.start;
}
