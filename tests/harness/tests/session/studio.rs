//! A room with two hosts whose sound cards run in real time, block by block.

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

pub struct Studio {
    pub rigs: Vec<Rig>,
    /// By rig.
    pub struck: Vec<Vec<Struck>>,
    pub opened: Instant,
    blocks: u32,
}

impl Studio {
    pub fn open(rigs: Vec<Rig>) -> Studio {
        let struck = rigs.iter().map(|_| Vec::new()).collect();
        Studio { rigs, struck, opened: Instant::now(), blocks: 0 }
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

    /// The next block of every host. Its hosts stand: the session leads.
    fn block(&mut self) {
        let due = BLOCK * self.blocks;
        while let Some(early) = due.checked_sub(self.opened.elapsed()).filter(|early| !early.is_zero()) {
            std::thread::park_timeout(early);
        }
        let transport = Transport {
            tempo_bpm: Some(120.0),
            position_beats: Some(0.0),
            meter: Some((4, 4)),
            ..Transport::default()
        };
        let block = Block { frames: FRAMES, transport: Some(transport), ..Block::default() };
        for (rig, struck) in self.rigs.iter_mut().zip(&mut self.struck) {
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
