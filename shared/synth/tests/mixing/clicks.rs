//! A synth that answers exactly: a click for a note, and what it was told.

use std::io;

use ai_band_synth::mixdown::{Limiter, Output, Score, mix};
use ai_band_synth::{Program, Synth};

pub const RATE: u32 = 1_000;

/// Every note begins with one frame as loud as its velocity.
#[derive(Default)]
pub struct Clicks {
    pub told: Vec<String>,
    pub waiting: Vec<f32>,
    pub now: u64,
    /// Never silent again after the first note.
    pub hums: bool,
}

impl Synth for Clicks {
    fn program(&mut self, channel: u8, program: Program) {
        self.told.push(format!("{} program {channel} {}", self.now, program.number));
    }

    fn note_on(&mut self, channel: u8, key: u8, velocity: u8) {
        self.told.push(format!("{} on {channel} {key}", self.now));
        self.waiting.push(f32::from(velocity) / 127.0);
    }

    fn note_off(&mut self, channel: u8, key: u8) {
        self.told.push(format!("{} off {channel} {key}", self.now));
    }

    fn control(&mut self, channel: u8, controller: u8, value: u8) {
        self.told.push(format!("{} control {channel} {controller} {value}", self.now));
    }

    fn bend(&mut self, channel: u8, value: u16) {
        self.told.push(format!("{} bend {channel} {value}", self.now));
    }

    fn all_sound_off(&mut self) {}

    fn render(&mut self, left: &mut [f32], right: &mut [f32]) {
        let hum = if self.hums && !self.told.is_empty() { 0.25 } else { 0.0 };
        left.fill(hum);
        right.fill(hum);
        if !left.is_empty() {
            left[0] += self.waiting.drain(..).sum::<f32>();
        }
        self.now += left.len() as u64;
    }

    fn latency_frames_max(&self) -> u32 {
        0
    }

    fn sample_rate(&self) -> u32 {
        RATE
    }
}

/// Keeps everything.
#[derive(Default)]
pub struct Kept {
    pub left: Vec<f32>,
    pub right: Vec<f32>,
    pub shares: Vec<f32>,
    pub fails_after: Option<usize>,
}

impl Output for Kept {
    fn write(&mut self, left: &[f32], right: &[f32]) -> io::Result<()> {
        self.left.extend(left);
        self.right.extend(right);
        match self.fails_after {
            Some(frames) if self.left.len() > frames => Err(io::ErrorKind::StorageFull.into()),
            _ => Ok(()),
        }
    }

    fn progress(&mut self, share: f32) {
        self.shares.push(share);
    }
}

pub fn mixed(score: &Score, limiter: Option<&mut Limiter>) -> (Clicks, Kept) {
    let (mut synth, mut kept) = (Clicks::default(), Kept::default());
    let frames = mix(&mut synth, score, limiter, &mut kept).expect("memory is always there");
    assert_eq!((frames, kept.left.len()), (kept.right.len() as u64, kept.right.len()));
    (synth, kept)
}
