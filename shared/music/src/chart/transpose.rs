//! The same chart in another key.

use crate::chart::Chart;
use crate::chart::bar::{Content, Slot};
use crate::key::Key;

impl Chart {
    /// Every chord and key moved; bars keep their ids. Chords are spelled as the key they stand in asks.
    #[must_use]
    pub fn transposed(&self, semitones: i32) -> Chart {
        let mut chart = self.clone();
        let mut key = None;
        for bar in chart.sections.iter_mut().flat_map(|section| &mut section.bars) {
            bar.changes.key = bar.changes.key.map(|key| key.transposed(semitones));
            key = bar.changes.key.or(key);
            let Content::Slots(slots) = &mut bar.content else { continue };
            for slot in slots {
                if let Slot::Chord { chord, .. } = slot {
                    *chord = chord.transposed(semitones, key.as_ref());
                }
            }
        }
        chart
    }

    /// The chart moved so that its first key becomes `key`, by the shorter way; `None` when it names no key.
    pub fn transposed_to(&self, key: &Key) -> Option<Chart> {
        let first = self.bars().find_map(|bar| bar.changes.key)?;
        let up = i32::from(first.tonic.class().up_to(key.tonic.class()));
        Some(self.transposed(if up > OCTAVE / 2 { up - OCTAVE } else { up }))
    }
}

const OCTAVE: i32 = 12;
