//! The peak between samples: what a converter makes of them is louder than any of them.

use std::f64::consts::PI;

/// Broadcasters look at four points; between those, high notes still hide half a decibel.
const PHASES: usize = 8;
/// Samples on each side of the point that is guessed.
const REACH: usize = 24;
const TAPS: usize = 2 * REACH;

/// Follows one side.
pub(super) struct TruePeak {
    /// For each place between two samples, what each sample around it counts there.
    weights: [[f64; TAPS]; PHASES - 1],
    /// How much louder than all samples around it a point between them can be at most.
    most: f64,
    /// What is below this is of no interest.
    ceiling: f64,
    /// Twice the last samples, so that they can always be read in one piece.
    last: [f64; 2 * TAPS],
    at: usize,
}

impl TruePeak {
    /// How many samples after one goes in its own peak comes out.
    pub(super) const DELAY: usize = REACH;

    /// Peaks below `ceiling` need not be exact.
    pub(super) fn new(ceiling: f64) -> TruePeak {
        let weight = |phase: usize, tap: usize| {
            let distance = tap as f64 - (REACH as f64 - 1.0) - (phase + 1) as f64 / PHASES as f64;
            let window = 0.5 + 0.5 * (PI * distance / (REACH as f64 + 0.5)).cos();
            (PI * distance).sin() / (PI * distance) * window
        };
        let weights: [[f64; TAPS]; PHASES - 1] =
            std::array::from_fn(|phase| std::array::from_fn(|tap| weight(phase, tap)));
        let sums = weights.iter().map(|weights| weights.iter().map(|weight| weight.abs()).sum::<f64>());
        let most = sums.fold(1.0, f64::max);
        TruePeak { weights, most, ceiling, last: [0.0; 2 * TAPS], at: 0 }
    }

    /// The highest of the sample [`TruePeak::DELAY`] ago and of what lies between it and the next.
    pub(super) fn next(&mut self, sample: f64) -> f64 {
        self.last[self.at] = sample;
        self.last[self.at + TAPS] = sample;
        self.at = (self.at + 1) % TAPS;
        let last = &self.last[self.at..self.at + TAPS];
        let loudest = last.iter().fold(0.0_f64, |loudest, sample| loudest.max(sample.abs()));
        if loudest * self.most < self.ceiling {
            return loudest;
        }
        let between = self.weights.iter().map(|weights| {
            let sum: f64 = weights.iter().zip(last).map(|(weight, sample)| weight * sample).sum();
            sum.abs()
        });
        between.fold(last[REACH - 1].abs(), f64::max)
    }
}
