//! Keeps a mix below full scale, between its samples too.

use std::collections::VecDeque;

use super::true_peak::TruePeak;

/// A decibel below full scale, as streaming services ask.
pub const CEILING_DECIBELS: f64 = -1.0;
/// What guessing at some points misses, and what moving the gain adds.
const MARGIN_DECIBELS: f64 = -0.35;
/// The gain goes down in this time, ahead of what is too loud.
const AHEAD_SECONDS: f64 = 0.003;
/// And comes back in about this.
const RELEASE_SECONDS: f64 = 0.12;

/// Both sides go down together, or the band would wander.
pub struct Limiter {
    peaks: [TruePeak; 2],
    ceiling: f64,
    ahead_frames: usize,
    release: f64,
    /// Frames on their way, with the oldest first.
    waiting: VecDeque<[f64; 2]>,
    /// Gains that will be needed, rising, each with the frame from which on it is.
    needed: VecDeque<(u64, f64)>,
    /// The gain, coming back after each fall.
    held: f64,
    /// Of the last frames, for their mean.
    gains: VecDeque<f64>,
    sum: f64,
    frame: u64,
    lowest: f64,
}

impl Limiter {
    pub fn new(sample_rate: u32) -> Limiter {
        let rate = f64::from(sample_rate);
        let ceiling = from_decibels(CEILING_DECIBELS + MARGIN_DECIBELS);
        let ahead_frames = ((AHEAD_SECONDS * rate) as usize).max(8);
        Limiter {
            peaks: [TruePeak::new(ceiling), TruePeak::new(ceiling)],
            ceiling,
            ahead_frames,
            release: 1.0 - (-1.0 / (RELEASE_SECONDS * rate)).exp(),
            waiting: VecDeque::new(),
            needed: VecDeque::new(),
            held: 1.0,
            gains: std::iter::repeat_n(1.0, ahead_frames).collect(),
            sum: ahead_frames as f64,
            frame: 0,
            lowest: 1.0,
        }
    }

    /// How many frames later what goes in comes out.
    pub fn delay_frames(&self) -> usize {
        self.ahead_frames + TruePeak::DELAY - 1
    }

    /// How far it went down at most, in decibels.
    pub fn reduction_decibels(&self) -> f64 {
        20.0 * self.lowest.log10()
    }

    /// In place, as many frames as the shorter side has.
    pub fn process(&mut self, left: &mut [f32], right: &mut [f32]) {
        for (left, right) in left.iter_mut().zip(right) {
            let [limited_left, limited_right] = self.next([f64::from(*left), f64::from(*right)]);
            (*left, *right) = (limited_left as f32, limited_right as f32);
        }
    }

    fn next(&mut self, frame: [f64; 2]) -> [f64; 2] {
        let [left, right] = &mut self.peaks;
        let peak = left.next(frame[0]).max(right.next(frame[1]));
        let least = self.least_ahead((self.ceiling / peak.max(self.ceiling)).min(1.0));
        let risen = self.held + (1.0 - self.held) * self.release;
        self.held = risen.min(least);
        self.lowest = self.lowest.min(self.held);
        let gain = self.mean(self.held);
        self.waiting.push_back(frame);
        if self.waiting.len() <= self.delay_frames() {
            return [0.0; 2];
        }
        let out = self.waiting.pop_front().unwrap_or_default();
        out.map(|sample| sample * gain)
    }

    /// The least gain that any frame needs of those from now to `ahead_frames` ago.
    fn least_ahead(&mut self, gain: f64) -> f64 {
        while self.needed.back().is_some_and(|(_, later)| *later >= gain) {
            self.needed.pop_back();
        }
        self.needed.push_back((self.frame, gain));
        let oldest = self.frame.saturating_sub(self.ahead_frames as u64);
        while self.needed.front().is_some_and(|(frame, _)| *frame < oldest) {
            self.needed.pop_front();
        }
        self.frame += 1;
        self.needed.front().map_or(1.0, |(_, gain)| *gain)
    }

    /// Over the last `ahead_frames`: a step becomes a slope.
    fn mean(&mut self, gain: f64) -> f64 {
        self.gains.push_back(gain);
        self.sum += gain - self.gains.pop_front().unwrap_or(1.0);
        self.sum / self.ahead_frames as f64
    }
}

fn from_decibels(decibels: f64) -> f64 {
    10.0_f64.powf(decibels / 20.0)
}
