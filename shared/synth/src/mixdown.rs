//! Notes into sound, offline: a score through a synth, recordings beside it, a limiter behind it.

mod limiter;
mod mixer;
mod true_peak;

use std::io;

pub use limiter::{CEILING_DECIBELS, Limiter};
pub use mixer::Mixer;

use crate::synth::Synth;

/// Long enough for any tail, short enough for a bank with a note that never ends.
const TAIL_SECONDS_MAX: u64 = 12;
/// Quieter than the last bit of 16.
const SILENCE: f32 = 0.000_02;
/// How long it must be quiet.
const SILENCE_SECONDS: f64 = 0.3;
const BLOCK_FRAMES: usize = 4_096;

/// Something that happens at a frame, counted from the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    pub frame: u64,
    pub channel: u8,
    pub kind: EventKind,
}

/// In the order in which they happen within a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    Control { controller: u8, value: u8 },
    Bend { value: u16 },
    End { key: u8 },
    Begin { key: u8, velocity: u8 },
}

/// What is to be heard.
#[derive(Clone, Debug, Default)]
pub struct Score {
    events: Vec<Event>,
    recordings: Vec<Recording>,
    end_frame: u64,
}

/// Finished sound that begins at a frame. Nothing of it is stretched.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    pub start_frame: u64,
    pub left: Vec<f32>,
    pub right: Vec<f32>,
}

impl Score {
    /// Ends at `end_frame` or with its last event, whichever is later, and then rings out.
    pub fn new(mut events: Vec<Event>, recordings: Vec<Recording>, end_frame: u64) -> Score {
        events.sort_by_key(|event| (event.frame, event.kind, event.channel));
        let ends = recordings.iter().map(|recording| {
            recording.start_frame.saturating_add(recording.left.len().min(recording.right.len()) as u64)
        });
        let last = events.last().map_or(0, |event| event.frame);
        let end_frame = ends.fold(end_frame.max(last), u64::max);
        Score { events, recordings, end_frame }
    }

    /// The same, of some channels only, with the same end and no recordings.
    pub fn of_channels(&self, channels: &[u8]) -> Score {
        let events = self.events.iter().filter(|event| channels.contains(&event.channel));
        Score { events: events.copied().collect(), recordings: Vec::new(), end_frame: self.end_frame }
    }

    pub fn channels(&self) -> Vec<u8> {
        let mut channels: Vec<u8> = self.events.iter().map(|event| event.channel).collect();
        channels.sort_unstable();
        channels.dedup();
        channels
    }

    pub fn end_frame(&self) -> u64 {
        self.end_frame
    }
}

/// Where a mixdown's sound goes.
pub trait Output {
    fn write(&mut self, left: &[f32], right: &[f32]) -> io::Result<()>;

    /// From 0 to 1, while the score lasts; what rings out afterwards is not counted.
    fn progress(&mut self, share: f32);
}

/// Plays the score once. Returns how many frames it has with its tail.
pub fn mix(
    synth: &mut dyn Synth,
    score: &Score,
    mut limiter: Option<&mut Limiter>,
    output: &mut dyn Output,
) -> io::Result<u64> {
    let mut out = Delayed { skip: limiter.as_ref().map_or(0, |limiter| limiter.delay_frames()), output };
    let mut block = Block::default();
    let mut tail = Tail::new(synth.sample_rate());
    let (mut now, mut next) = (0, 0);
    while now < score.end_frame || !tail.is_over(now - score.end_frame) {
        let event_frame = score.events.get(next).map(|event| event.frame);
        if event_frame.is_some_and(|frame| frame <= now) {
            play(synth, &score.events[next]);
            next += 1;
            continue;
        }
        let frames = event_frame.map_or(BLOCK_FRAMES as u64, |frame| frame - now).min(BLOCK_FRAMES as u64);
        block.render(synth, score, now, frames as usize);
        now += frames;
        if now > score.end_frame {
            tail.listen(&block);
        }
        if let Some(limiter) = limiter.as_deref_mut() {
            limiter.process(&mut block.left, &mut block.right);
        }
        out.write(&block)?;
        out.output.progress((now as f64 / score.end_frame.max(1) as f64).min(1.0) as f32);
    }
    if let Some(limiter) = limiter {
        block.silence(limiter.delay_frames());
        limiter.process(&mut block.left, &mut block.right);
        out.write(&block)?;
    }
    Ok(now)
}

fn play(synth: &mut dyn Synth, event: &Event) {
    match event.kind {
        EventKind::Control { controller, value } => synth.control(event.channel, controller, value),
        EventKind::Bend { value } => synth.bend(event.channel, value),
        EventKind::End { key } => synth.note_off(event.channel, key),
        EventKind::Begin { key, velocity } => synth.note_on(event.channel, key, velocity),
    }
}

#[derive(Default)]
struct Block {
    left: Vec<f32>,
    right: Vec<f32>,
}

impl Block {
    fn silence(&mut self, frames: usize) {
        for side in [&mut self.left, &mut self.right] {
            side.clear();
            side.resize(frames, 0.0);
        }
    }

    fn render(&mut self, synth: &mut dyn Synth, score: &Score, now: u64, frames: usize) {
        self.silence(frames);
        synth.render(&mut self.left, &mut self.right);
        for recording in &score.recordings {
            add(&mut self.left, &recording.left, recording.start_frame, now);
            add(&mut self.right, &recording.right, recording.start_frame, now);
        }
    }

    fn peak(&self) -> f32 {
        self.left.iter().chain(&self.right).fold(0.0, |peak, sample| peak.max(sample.abs()))
    }
}

/// What of `sound`, which begins at frame `start`, lies in the block that begins at frame `now`.
fn add(side: &mut [f32], sound: &[f32], start: u64, now: u64) {
    let before = usize::try_from(start.saturating_sub(now)).unwrap_or(usize::MAX).min(side.len());
    let passed = usize::try_from(now.saturating_sub(start)).unwrap_or(usize::MAX).min(sound.len());
    side[before..].iter_mut().zip(&sound[passed..]).for_each(|(frame, more)| *frame += more);
}

/// Decides when nothing is heard any more.
struct Tail {
    quiet_frames: u64,
    quiet_frames_enough: u64,
    frames_max: u64,
}

impl Tail {
    fn new(sample_rate: u32) -> Tail {
        let quiet_frames_enough = (SILENCE_SECONDS * f64::from(sample_rate)) as u64;
        Tail { quiet_frames: 0, quiet_frames_enough, frames_max: TAIL_SECONDS_MAX * u64::from(sample_rate) }
    }

    fn listen(&mut self, block: &Block) {
        self.quiet_frames =
            if block.peak() < SILENCE { self.quiet_frames + block.left.len() as u64 } else { 0 };
    }

    fn is_over(&self, frames_after_end: u64) -> bool {
        self.quiet_frames >= self.quiet_frames_enough || frames_after_end >= self.frames_max
    }
}

/// Drops what a limiter says before its first frame has come through.
struct Delayed<'a> {
    skip: usize,
    output: &'a mut dyn Output,
}

impl Delayed<'_> {
    fn write(&mut self, block: &Block) -> io::Result<()> {
        let skipped = self.skip.min(block.left.len());
        self.skip -= skipped;
        self.output.write(&block.left[skipped..], &block.right[skipped..])
    }
}
