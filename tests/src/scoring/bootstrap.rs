//! How sure a mean is: the middle 95 % of means of values drawn anew.

use crate::chance::Chance;

const ROUNDS: usize = 1_000;
/// Of the rounds, on each side.
const TAIL_PERCENT_X10: usize = 25;
/// The same every time, so that the same takes have the same interval.
const SEED: u64 = 1;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub mean: f64,
    pub low: f64,
    pub high: f64,
}

/// `None` of nothing.
pub fn interval(values: &[f64]) -> Option<Interval> {
    if values.is_empty() {
        return None;
    }
    let mut chance = Chance::new(SEED);
    let mut means: Vec<f64> = (0..ROUNDS).map(|_| drawn(values, &mut chance)).collect();
    means.sort_by(f64::total_cmp);
    let tail = ROUNDS * TAIL_PERCENT_X10 / 1_000;
    let average = values.iter().sum::<f64>() / values.len() as f64;
    Some(Interval { mean: average, low: means[tail], high: means[ROUNDS - 1 - tail] })
}

fn drawn(values: &[f64], chance: &mut Chance) -> f64 {
    let sum: f64 = values.iter().map(|_| chance.pick(values)).sum();
    sum / values.len() as f64
}
