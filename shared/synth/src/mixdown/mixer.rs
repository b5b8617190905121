//! Sound that is made while somebody waits for it: a synth with a limiter behind it, a stretch at a time.

use super::{Block, Event, Limiter, play};
use crate::synth::Synth;

/// Owns its synth: when it is done with, so is what was loaded.
pub struct Mixer {
    synth: Box<dyn Synth>,
    limiter: Limiter,
    /// Of what the limiter says before its first frame has come through.
    skip: usize,
    block: Block,
}

impl Mixer {
    pub fn new(synth: Box<dyn Synth>) -> Mixer {
        let limiter = Limiter::new(synth.sample_rate());
        let skip = limiter.delay_frames();
        Mixer { synth, limiter, skip, block: Block::default() }
    }

    /// Plays events in order, each at its frame of the stretch that begins now, and gives what has come through the
    /// limiter: at first fewer frames than were asked for, later as many.
    pub fn next(&mut self, frames: usize, events: &[Event]) -> (&[f32], &[f32]) {
        self.block.silence(frames);
        let mut at = 0;
        for event in events {
            let frame = usize::try_from(event.frame).unwrap_or(usize::MAX).clamp(at, frames);
            self.render(at, frame);
            play(&mut *self.synth, event);
            at = frame;
        }
        self.render(at, frames);
        let Block { left, right } = &mut self.block;
        self.limiter.process(left, right);
        let skipped = self.skip.min(frames);
        self.skip -= skipped;
        (&left[skipped..], &right[skipped..])
    }

    fn render(&mut self, from: usize, to: usize) {
        if from < to {
            self.synth.render(&mut self.block.left[from..to], &mut self.block.right[from..to]);
        }
    }
}
