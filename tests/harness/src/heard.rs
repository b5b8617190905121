//! What came out of a block.

use std::collections::BTreeMap;

/// Notes and sound of one block, or of several in a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heard {
    pub notes: Vec<NoteEvent>,
    /// Left and right.
    pub audio: [Vec<f32>; 2],
}

/// A note begins or ends. Where it belongs to a whole performance, `sample` counts from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NoteEvent {
    pub sample: u64,
    pub is_on: bool,
    pub channel: u8,
    pub key: u8,
    /// As MIDI counts it.
    pub velocity: u8,
}

impl Heard {
    pub fn silent(frames: usize) -> Heard {
        Heard { notes: Vec::new(), audio: [vec![0.0; frames], vec![0.0; frames]] }
    }

    /// Puts a later block behind this one.
    pub fn append(&mut self, later: Heard) {
        let start = self.frames() as u64;
        self.notes
            .extend(later.notes.into_iter().map(|note| NoteEvent { sample: start + note.sample, ..note }));
        for (all, more) in self.audio.iter_mut().zip(later.audio) {
            all.extend(more);
        }
    }

    pub fn frames(&self) -> usize {
        self.audio[0].len()
    }

    pub fn begun(&self) -> Vec<NoteEvent> {
        self.notes.iter().copied().filter(|note| note.is_on).collect()
    }

    /// Channel and key of all that still sounds at the end, with how often.
    pub fn sounding(&self) -> BTreeMap<(u8, u8), i32> {
        let mut sounding = BTreeMap::new();
        for note in &self.notes {
            *sounding.entry((note.channel, note.key)).or_insert(0) += if note.is_on { 1 } else { -1 };
        }
        sounding.retain(|_, count| *count != 0);
        sounding
    }

    /// The loudest sample.
    pub fn peak(&self) -> f32 {
        self.audio.iter().flatten().fold(0.0, |peak, sample| sample.abs().max(peak))
    }

    /// What no plugin may do to any host; says what it was.
    pub fn fault(&self) -> Option<String> {
        let frames = self.frames() as u64;
        let fault = |what: &str, note: &NoteEvent| Some(format!("{what}: {note:?} in {frames} frames"));
        let mut last = 0;
        for note in &self.notes {
            if note.sample >= frames {
                return fault("a note behind the block's end", note);
            }
            if note.sample < last {
                return fault("a note before the one that was sent first", note);
            }
            if note.channel > 15 || note.key > 127 || note.velocity > 127 {
                return fault("no such note", note);
            }
            if note.is_on && note.velocity == 0 {
                return fault("a note that begins with no velocity", note);
            }
            last = note.sample;
        }
        let is_sound = self.audio.iter().flatten().all(|sample| sample.is_finite());
        (!is_sound).then(|| "samples that are no numbers".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(sample: u64, is_on: bool, key: u8) -> NoteEvent {
        NoteEvent { sample, is_on, channel: 0, key, velocity: 64 }
    }

    fn block(notes: &[NoteEvent]) -> Heard {
        Heard { notes: notes.to_vec(), ..Heard::silent(64) }
    }

    #[test]
    fn blocks_in_a_row_count_on() {
        let mut all = block(&[note(3, true, 60)]);
        all.append(block(&[note(5, false, 60), note(6, true, 61)]));
        assert_eq!(all.notes, [note(3, true, 60), note(69, false, 60), note(70, true, 61)]);
        assert_eq!((all.frames(), all.begun().len()), (128, 2));
        assert_eq!(all.sounding(), BTreeMap::from([((0, 61), 1)]));
    }

    #[test]
    fn faults_are_found_and_named() {
        let table = [
            (block(&[note(0, true, 60), note(63, false, 60)]), None),
            (block(&[note(64, true, 60)]), Some("behind the block's end")),
            (block(&[note(4, true, 60), note(3, true, 61)]), Some("sent first")),
            (block(&[note(4, true, 128)]), Some("no such note")),
            (block(&[NoteEvent { velocity: 0, ..note(4, true, 60) }]), Some("no velocity")),
            (Heard { audio: [vec![f32::NAN], vec![0.0]], ..Heard::default() }, Some("no numbers")),
        ];
        for (heard, expected) in table {
            let fault = heard.fault();
            assert_eq!(fault.is_some(), expected.is_some(), "{fault:?}");
            assert!(fault.unwrap_or_default().contains(expected.unwrap_or_default()));
        }
    }
}
