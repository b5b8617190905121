//! Filters: a pole, a pair of poles that ring, and what hammers and bodies are made of.

use super::exact::{cosine, decay, power_of_two, sine};

/// Lets through what is slower than a frequency.
pub(super) fn low_pass(frames: &mut [f64], hz: f64, rate_hz: f64) {
    let keep = power_of_two(-hz / rate_hz * std::f64::consts::TAU * std::f64::consts::LOG2_E);
    let mut held = 0.0;
    for frame in frames {
        held = *frame + (held - *frame) * keep;
        *frame = held;
    }
}

/// Takes away what is slower than a frequency.
pub(super) fn high_pass(frames: &mut [f64], hz: f64, rate_hz: f64) {
    let mut slow = frames.to_vec();
    low_pass(&mut slow, hz, rate_hz);
    frames.iter_mut().zip(slow).for_each(|(frame, slow)| *frame -= slow);
}

/// A resonance: how high, how loud, how long until it is 60 dB down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mode {
    pub(super) hz: f64,
    pub(super) level: f64,
    pub(super) seconds: f64,
}

impl Mode {
    pub(super) const fn new(hz: f64, level: f64, seconds: f64) -> Mode {
        Mode { hz, level, seconds }
    }

    /// Adds it ringing by itself, struck at the first frame.
    pub(super) fn ring(self, frames: &mut [f64], rate_hz: f64) {
        if self.hz >= rate_hz * 0.48 {
            return;
        }
        let keep = decay(self.seconds * rate_hz);
        let turn = self.hz / rate_hz;
        let (first, second) = (2.0 * keep * cosine(turn), keep * keep);
        let (mut before, mut now) = (0.0, self.level * sine(turn));
        for frame in frames {
            *frame += now;
            (before, now) = (now, first * now - second * before);
        }
    }

    /// Adds what it answers to `driver`.
    pub(super) fn answer(self, driver: &[f64], frames: &mut [f64], rate_hz: f64) {
        let keep = decay(self.seconds * rate_hz);
        let turn = (self.hz / rate_hz).min(0.48);
        let (first, second) = (2.0 * keep * cosine(turn), keep * keep);
        // So that a tone at its own frequency comes out about as loud as it went in.
        let gain = self.level * (1.0 - keep) * 2.0 * sine(turn);
        let (mut before, mut now) = (0.0, 0.0);
        for (frame, force) in frames.iter_mut().zip(driver) {
            let next = first * now - second * before + gain * force;
            *frame += next;
            (before, now) = (now, next);
        }
    }
}
