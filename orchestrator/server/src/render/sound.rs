//! A file in the making: its next bytes are made when somebody asks for them.

use music::clip::Library;
use player::offline::Bounce;
use player::{NoteEvent, NoteKind, NoteSink, Refused};
use synth::mixdown::{Event, EventKind, Mixer};
use synth::wav::Encoder;
use synth::{Bank, FluidSynth};

use super::chair;
use super::order::Order;

/// As hosts ask for it. The notes do not depend on it.
const BLOCK_FRAMES: u32 = 512;
/// A third of a second, made in a few milliseconds: 64 to 128 KiB, so that a client that has gone costs no more than that.
const PIECE_FRAMES: u64 = 16_384;

/// Holds a synth with its bank.
pub struct Sound {
    head: Option<Vec<u8>>,
    bounce: Bounce,
    mixer: Mixer,
    encoder: Encoder,
    cues: Cues,
    /// To be said still, the tail included.
    frames_left: u64,
}

/// Why there is nothing to be heard.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Song(#[from] player::compiled::Error),
    #[error(transparent)]
    Synth(#[from] synth::OpenError),
    #[error("a WAV file holds 4 GiB; ask for a shorter part, a lower rate or fewer bits")]
    TooLong,
}

impl Sound {
    /// Loads the bank, which takes a while.
    pub fn open(order: &Order, library: &Library, bank: &Bank) -> Result<Sound, Error> {
        let (head, _) = order.header().ok_or(Error::TooLong)?;
        let bounce = order.bounce(library)?;
        let mut synth = FluidSynth::open(bank, order.sample_rate)?;
        chair::seat(&order.chairs, &mut synth);
        Ok(Sound {
            head: Some(head),
            bounce,
            mixer: Mixer::new(Box::new(synth)),
            encoder: Encoder::new(order.format),
            cues: Cues::default(),
            frames_left: order.frames(),
        })
    }

    /// Never empty: `None` when all is said. The head comes alone and at once.
    pub fn next_piece(&mut self) -> Option<Vec<u8>> {
        if let Some(head) = self.head.take() {
            return Some(head);
        }
        let mut bytes = Vec::new();
        // The last block of a piece may go a little beyond it.
        let left_after = self.frames_left.saturating_sub(PIECE_FRAMES);
        while self.frames_left > left_after {
            self.cues.events.clear();
            let frames = self.bounce.next(BLOCK_FRAMES, &mut self.cues);
            let (left, right) = self.mixer.next(frames as usize, &self.cues.events);
            let count = left.len().min(usize::try_from(self.frames_left).unwrap_or(usize::MAX));
            self.encoder.encode(&left[..count], &right[..count], &mut bytes);
            self.frames_left -= count as u64;
        }
        (!bytes.is_empty()).then_some(bytes)
    }
}

/// What the player says in a block, in the synth's words.
#[derive(Default)]
struct Cues {
    events: Vec<Event>,
}

impl NoteSink for Cues {
    fn send(&mut self, event: NoteEvent) -> Result<(), Refused> {
        let NoteEvent { sample, kind, channel, key, .. } = event;
        let kind = match kind {
            NoteKind::Begin { velocity } => EventKind::Begin { key, velocity },
            NoteKind::End => EventKind::End { key },
        };
        self.events.push(Event { frame: sample.into(), channel, kind });
        Ok(())
    }
}
