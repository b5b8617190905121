//! A lane's bars as one row of notes on the song's ticks, in which no note runs into the next of its key.

use std::cmp::Reverse;

use music::clip::Note;
use music::lane::Lane;
use music::time::Ticks;

use crate::perform::{self, Played};
use crate::scene::Scene;

/// A key is let go this long before it is struck again.
const RELEASE: Ticks = Ticks(20);

/// Sorted by start, then pitch.
pub(super) fn laid_out(scene: &Scene<'_>, lane: Lane, played: &Played) -> Vec<Note> {
    let bars = played.iter().enumerate().flat_map(|(bar, notes)| {
        let is_held = perform::is_held(scene, lane, bar);
        let start = scene.bar(bar).start;
        notes.iter().map(move |note| Laid { note: Note { start: start + note.start, ..*note }, is_held })
    });
    let mut laid: Vec<Laid> = bars.collect();
    laid.sort_by_key(|Laid { note, is_held }| {
        (note.start, note.pitch, Reverse((*is_held, note.importance, note.velocity)))
    });
    // A bass is one voice, and so is a lead: whatever key comes next ends the one before.
    let is_line = matches!(lane, Lane::Bass | Lane::Lead);
    let voice = |note: &Note| if is_line { 0 } else { usize::from(note.pitch.key()) };
    let mut last = [None::<usize>; 128];
    let mut kept: Vec<Laid> = Vec::with_capacity(laid.len());
    for next in laid {
        let slot = voice(&next.note);
        if let Some(before) = last[slot].map(|index| &mut kept[index])
            && !before.makes_way(&next)
        {
            continue;
        }
        last[slot] = Some(kept.len());
        kept.push(next);
    }
    kept.into_iter().map(|laid| laid.note).collect()
}

#[derive(Clone, Copy)]
struct Laid {
    note: Note,
    /// What is locked is not cut short; what comes into its way is left out.
    is_held: bool,
}

impl Laid {
    /// Ends before `next` begins, or says that `next` cannot be played.
    fn makes_way(&mut self, next: &Laid) -> bool {
        let (start, end) = (self.note.start, self.note.start + self.note.length);
        if end <= next.note.start {
            return true;
        }
        if start == next.note.start {
            // Two keys of one voice struck together are a double stop, which only people write; the same key twice is
            // once too often.
            return self.note.pitch != next.note.pitch && (self.is_held || next.is_held);
        }
        if self.is_held && !next.is_held {
            return false;
        }
        if !self.is_held {
            let room = next.note.start - start;
            self.note.length = if room > RELEASE * 2 { room - RELEASE } else { room };
        }
        true
    }
}
