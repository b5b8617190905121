//! A room of hosts whose sound cards run in real time, block by block; each has a transport that can be moved.

use std::time::{Duration, Instant};

use harness::{Block, Rig, Transport};

pub const RATE: f64 = 48_000.0;
pub const FRAMES: u32 = 480;
const BLOCK: Duration = Duration::from_millis(10);

/// A note that was heard: on which channel, which key, and how long after the room was opened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Struck {
    pub channel: u8,
    pub key: u8,
    pub at: Duration,
}

/// A host's transport at its next block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deck {
    pub playing: bool,
    pub bpm: f64,
    pub beat: f64,
    pub looped: Option<(f64, f64)>,
}

pub struct Studio {
    pub rigs: Vec<Rig>,
    /// By rig.
    pub decks: Vec<Deck>,
    /// By rig.
    pub struck: Vec<Vec<Struck>>,
    pub opened: Instant,
    blocks: u32,
}

impl Studio {
    pub fn open(rigs: Vec<Rig>) -> Studio {
        let struck = rigs.iter().map(|_| Vec::new()).collect();
        let stands = Deck { playing: false, bpm: 120.0, beat: 0.0, looped: None };
        let decks = vec![stands; rigs.len()];
        Studio { rigs, decks, struck, opened: Instant::now(), blocks: 0 }
    }

    /// Blocks as they fall due, until this is so; `false` if it is not in time.
    pub fn play_until(&mut self, patience: Duration, mut is_so: impl FnMut() -> bool) -> bool {
        let until = self.opened.elapsed() + patience;
        loop {
            self.block();
            if self.blocks.is_multiple_of(5) && is_so() {
                return true;
            }
            if self.opened.elapsed() > until {
                return false;
            }
        }
    }

    pub fn play_for(&mut self, time: Duration) {
        self.play_until(time, || false);
    }

    /// Takes a plugin off its track while the others play.
    pub fn remove(&mut self, index: usize) {
        drop(self.rigs.remove(index));
        self.decks.remove(index);
        self.struck.remove(index);
    }

    /// The next block of every host. While all of them stand the session leads.
    fn block(&mut self) {
        let due = BLOCK * self.blocks;
        while let Some(early) = due.checked_sub(self.opened.elapsed()).filter(|early| !early.is_zero()) {
            std::thread::park_timeout(early);
        }
        for ((rig, deck), struck) in self.rigs.iter_mut().zip(&mut self.decks).zip(&mut self.struck) {
            let block = Block { frames: FRAMES, transport: Some(deck.turn()), ..Block::default() };
            let heard = rig.process(&block);
            struck.extend(heard.begun().iter().map(|note| Struck {
                channel: note.channel,
                key: note.key,
                at: due + Duration::from_secs_f64(note.sample as f64 / RATE),
            }));
            rig.host.idle();
        }
        self.blocks += 1;
    }
}

impl Deck {
    /// What it says of this block; then it stands at the next.
    fn turn(&mut self) -> Transport {
        let said = Transport {
            playing: self.playing,
            tempo_bpm: Some(self.bpm),
            position_beats: Some(self.beat),
            loop_beats: self.looped,
            meter: Some((4, 4)),
            ..Transport::default()
        };
        if self.playing {
            self.beat += f64::from(FRAMES) / RATE * self.bpm / 60.0;
        }
        // What was added up is never exact: half a sample before the end is the end.
        let half_a_sample = 0.5 / RATE * self.bpm / 60.0;
        if let Some((start, end)) =
            self.looped.filter(|(_, end)| self.playing && self.beat + half_a_sample >= *end)
        {
            self.beat = start + (self.beat - end).max(0.0);
        }
        said
    }
}
