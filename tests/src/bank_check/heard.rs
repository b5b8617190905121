//! What is heard of one note: its pitch, its level, how long it rings.

use std::f64::consts::TAU;

/// The attack has no pitch yet.
const PITCH_FROM_SECONDS: f64 = 0.15;
const HOP_SECONDS: f64 = 0.01;
/// Long enough for the lowest to be told from its neighbours.
const WINDOW_PERIODS: f64 = 6.0;
const WINDOW_SECONDS_MIN: f64 = 0.04;
const LEVEL_SECONDS: (f64, f64) = (0.03, 0.43);
/// A decay is measured until so far down.
const DECAY_DECIBELS: f64 = 24.0;

/// How far a note is from `hz`, in cents, as the turns its fundamental gains on a tone of that frequency.
pub fn cents_off(frames: &[f32], rate: f64, hz: f64) -> f64 {
    let window = ((WINDOW_PERIODS / hz).max(WINDOW_SECONDS_MIN) * rate) as usize;
    let hop = (HOP_SECONDS * rate) as usize;
    let first = (PITCH_FROM_SECONDS * rate) as usize;
    let starts = (first..frames.len().saturating_sub(window)).step_by(hop);
    let (mut turns, mut last) = (Vec::new(), None);
    for start in starts {
        let phase = phase(&frames[start..start + window], start, rate, hz);
        let turn = match last {
            None => phase,
            Some(last) => {
                let step: f64 = phase - last;
                last + step - step.round()
            }
        };
        last = Some(turn);
        turns.push(turn);
    }
    let gained = slope(&turns) / HOP_SECONDS * (hop as f64 / (HOP_SECONDS * rate)).recip();
    1_200.0 * (1.0 + gained / hz).log2()
}

/// In turns, against a tone that has run from the first frame of all.
fn phase(frames: &[f32], start: usize, rate: f64, hz: f64) -> f64 {
    let (mut real, mut imaginary) = (0.0, 0.0);
    for (place, frame) in frames.iter().enumerate() {
        let turn = TAU * (place as f64 + 0.5) / frames.len() as f64;
        // Blackman's: strong partials beside a weak fundamental stay out.
        let window = 0.42 - 0.5 * turn.cos() + 0.08 * (2.0 * turn).cos();
        let angle = TAU * ((start + place) as f64 * hz / rate).fract();
        real += f64::from(*frame) * window * angle.cos();
        imaginary -= f64::from(*frame) * window * angle.sin();
    }
    imaginary.atan2(real) / TAU
}

/// Of the line that is nearest to all of them, per step.
fn slope(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let middle = (count - 1.0) / 2.0;
    let mean = values.iter().sum::<f64>() / count.max(1.0);
    let (mut over, mut under) = (0.0, 0.0);
    for (place, value) in values.iter().enumerate() {
        let from_middle = place as f64 - middle;
        over += from_middle * (value - mean);
        under += from_middle * from_middle;
    }
    if under > 0.0 { over / under } else { 0.0 }
}

/// Of what is heard first, in decibels below full scale.
pub fn level_decibels(frames: &[f32], rate: f64) -> f64 {
    let [from, to] =
        [LEVEL_SECONDS.0, LEVEL_SECONDS.1].map(|seconds| ((seconds * rate) as usize).min(frames.len()));
    10.0 * power(&frames[from..to]).log10()
}

/// Until a held note is `DECAY_DECIBELS` below its loudest; `None` where it never is.
pub fn decay_seconds(frames: &[f32], rate: f64) -> Option<f64> {
    let hop = (0.02 * rate) as usize;
    let levels: Vec<f64> = frames.chunks_exact(hop).map(|hop| 10.0 * power(hop).log10()).collect();
    let loudest = levels.iter().copied().fold(f64::MIN, f64::max);
    let last_loud = levels.iter().rposition(|level| *level > loudest - DECAY_DECIBELS)?;
    (last_loud + 1 < levels.len()).then_some((last_loud + 1) as f64 * 0.02)
}

fn power(frames: &[f32]) -> f64 {
    let sum: f64 = frames.iter().map(|frame| f64::from(*frame) * f64::from(*frame)).sum();
    (sum / frames.len().max(1) as f64).max(1e-20)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: f64 = 48_000.0;

    fn tone(hz: f64, seconds: f64, decay_seconds: f64) -> Vec<f32> {
        let frame = |place: usize| {
            let time = place as f64 / RATE;
            let level = 0.5 * 10.0_f64.powf(-3.0 * time / decay_seconds);
            (level * ((TAU * hz * time).sin() + 0.3 * (TAU * hz * 2.0 * time).sin())) as f32
        };
        (0..(seconds * RATE) as usize).map(frame).collect()
    }

    #[test]
    fn cents_are_measured_to_a_hundredth() {
        for hz in [41.2, 110.0, 440.0, 2_000.0] {
            for cents in [-7.0, -0.8, 0.0, 0.5, 3.0] {
                let found = cents_off(&tone(hz * 2.0_f64.powf(cents / 1_200.0), 1.2, 4.0), RATE, hz);
                assert!((found - cents).abs() < 0.02, "{hz} Hz, {cents} cents: {found}");
            }
        }
    }

    #[test]
    fn levels_and_decays_are_measured() {
        let loud = level_decibels(&tone(440.0, 1.0, 1e9), RATE);
        let quiet: Vec<f32> = tone(440.0, 1.0, 1e9).iter().map(|frame| frame * 0.5).collect();
        assert!((loud - level_decibels(&quiet, RATE) - 6.02).abs() < 0.01);
        // 60 dB in 2 s are 24 in 0.8.
        let found = decay_seconds(&tone(440.0, 2.0, 2.0), RATE).unwrap();
        assert!((found - 0.8).abs() < 0.05, "{found}");
        assert_eq!(decay_seconds(&tone(440.0, 1.0, 1e9), RATE), None);
    }
}
