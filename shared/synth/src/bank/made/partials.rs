//! Sums of sines that fit a loop: each comes round a whole number of times, so the loop has no seam at all.

use super::exact::{cosine, decay, sine};
use super::tone::{Pitch, Tone};

#[derive(Clone, Copy, Debug)]
pub(super) struct Partial {
    /// In multiples of the tone's own frequency; moved to the nearest that fits the loop.
    pub(super) ratio: f64,
    pub(super) level: f64,
    /// Until 60 dB down; stands still once the loop begins. Infinite for what does not fade.
    pub(super) seconds: f64,
    /// Where in its turn it begins.
    pub(super) turn: f64,
}

/// Of `before` seconds and a loop of about `loop_seconds`.
pub(super) fn tone(pitch: Pitch, partials: &[Partial], before: f64, loop_seconds: f64) -> Tone {
    let loop_frames = pitch.periods(loop_seconds);
    let start = pitch.frames(before);
    let mut frames = vec![0.0; start + loop_frames];
    for partial in partials {
        partial.add(&mut frames, pitch, start, loop_frames);
    }
    Tone { frames, rate_hz: pitch.rate_hz, loop_frames }
}

impl Partial {
    fn add(self, frames: &mut [f64], pitch: Pitch, loop_start: usize, loop_frames: usize) {
        let rounds = (self.ratio * (loop_frames / pitch.period_frames) as f64).round();
        let turn = rounds / loop_frames as f64;
        // Sixteen bits and simple interpolation have nothing good to say up there.
        if turn >= 0.42 || rounds < 1.0 {
            return;
        }
        let keep = if self.seconds.is_finite() { decay(self.seconds * pitch.rate()) } else { 1.0 };
        let (first, mut level) = (2.0 * cosine(turn), self.level);
        let (mut before, mut now) = (sine(self.turn - turn), sine(self.turn));
        for (place, frame) in frames.iter_mut().enumerate() {
            *frame += now * level;
            (before, now) = (now, first * now - before);
            if place < loop_start {
                level *= keep;
            }
        }
    }
}
