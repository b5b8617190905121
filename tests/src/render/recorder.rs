//! Listens to the player: pairs beginnings with ends, on samples counted from the first block.

use std::collections::BTreeMap;

use anyhow::bail;
use music::lane::Lane;
use music::pitch::Pitch;
use player::{NoteEvent, NoteKind, NoteSink, Refused};

/// A note that has begun and ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    pub lane: Lane,
    pub start: u64,
    pub end: u64,
    pub pitch: Pitch,
    pub velocity: u8,
}

#[derive(Debug, Default)]
pub(super) struct Recorder {
    /// The sample at which the block that is being played begins.
    pub(super) now: u64,
    /// By the event's id, with `end` where it began.
    sounding: BTreeMap<u32, Heard>,
    heard: Vec<Heard>,
    /// Ends that nothing began.
    strays: Vec<NoteEvent>,
}

impl NoteSink for Recorder {
    fn send(&mut self, event: NoteEvent) -> Result<(), Refused> {
        let at = self.now + u64::from(event.sample);
        match event.kind {
            NoteKind::Begin { velocity } => {
                let pitch = Pitch::new(event.key).ok_or(Refused)?;
                self.sounding
                    .insert(event.id, Heard { lane: event.lane, start: at, end: at, pitch, velocity });
            }
            NoteKind::End => match self.sounding.remove(&event.id) {
                Some(note) => self.heard.push(Heard { end: at, ..note }),
                None => self.strays.push(event),
            },
        }
        Ok(())
    }
}

impl Recorder {
    /// All that was heard, or the first note that the player left hanging.
    pub(super) fn finish(self) -> anyhow::Result<Vec<Heard>> {
        if let Some(Heard { lane, pitch, start, .. }) = self.sounding.values().next() {
            bail!(
                "the player left {pitch} of the {lane} hanging: it began at sample {start} and never ended"
            );
        }
        if let Some(NoteEvent { lane, key, id, .. }) = self.strays.first() {
            bail!("the player ended key {key} of the {lane} as note {id}, which had not begun");
        }
        Ok(self.heard)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(events: &[(u32, u32, NoteKind)]) -> anyhow::Result<Vec<Heard>> {
        let mut recorder = Recorder { now: 1_000, ..Recorder::default() };
        for (sample, id, kind) in events {
            let event =
                NoteEvent { sample: *sample, kind: *kind, lane: Lane::Bass, channel: 0, key: 40, id: *id };
            recorder.send(event).expect("a recorder refuses no key there is");
        }
        recorder.finish()
    }

    const BEGIN: NoteKind = NoteKind::Begin { velocity: 90 };

    #[test]
    fn beginnings_and_ends_are_paired_by_id() {
        let heard = recorded(&[(1, 7, BEGIN), (5, 7, NoteKind::End), (5, 8, BEGIN), (9, 8, NoteKind::End)]);
        let spans: Vec<(u64, u64)> = heard.unwrap().iter().map(|note| (note.start, note.end)).collect();
        assert_eq!(spans, [(1_001, 1_005), (1_005, 1_009)]);
    }

    #[test]
    fn a_note_without_end_and_an_end_without_note_are_named() {
        let table: [(&[(u32, u32, NoteKind)], &str); 2] = [
            (&[(1, 7, BEGIN)], "left E2 of the bass hanging: it began at sample 1001"),
            (&[(1, 7, NoteKind::End)], "ended key 40 of the bass as note 7, which had not begun"),
        ];
        for (events, expected) in table {
            let error = recorded(events).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
