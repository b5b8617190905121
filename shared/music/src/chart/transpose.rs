//! The same chart in another key.

use crate::chart::Chart;
use crate::chart::bar::{Content, Slot};
use crate::key::{Key, SIGNATURE_MAX};

impl Chart {
    /// Every chord and key moved; bars keep their ids. Chords keep their place in the key they stand in.
    #[must_use]
    pub fn transposed(&self, semitones: i32) -> Chart {
        self.moved(semitones, |key| key.transposed(semitones))
    }

    /// The chart moved so that its first key stands on the tonic of `to`, by the shorter way and spelled alike; `None` when
    /// it names no key.
    pub fn transposed_to(&self, to: &Key) -> Option<Chart> {
        let first = self.bars().find_map(|bar| bar.changes.key)?;
        let up = i32::from(first.tonic.class().up_to(to.tonic.class()));
        let semitones = if up > OCTAVE / 2 { up - OCTAVE } else { up };
        Some(self.moved(semitones, |key| {
            let moved = key.transposed(semitones);
            let alike = Key { tonic: to.tonic, ..moved };
            let is_target = moved.tonic.class() == to.tonic.class();
            // Db minor would have eight flats; it stays C# minor.
            if is_target && alike.signature().abs() <= SIGNATURE_MAX { alike } else { moved }
        }))
    }

    fn moved(&self, semitones: i32, move_key: impl Fn(Key) -> Key) -> Chart {
        let mut chart = self.clone();
        let mut keys = None;
        for bar in chart.sections.iter_mut().flat_map(|section| &mut section.bars) {
            keys = bar.changes.key.map(|from| (from, move_key(from))).or(keys);
            bar.changes.key = bar.changes.key.map(&move_key);
            let Content::Slots(slots) = &mut bar.content else { continue };
            for slot in slots {
                if let Slot::Chord { chord, .. } = slot {
                    *chord = match &keys {
                        Some((from, to)) => chord.carried(from, to),
                        None => chord.transposed(semitones, None),
                    };
                }
            }
        }
        chart
    }
}

const OCTAVE: i32 = 12;
