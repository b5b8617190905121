//! Nothing above the ceiling, between samples either; and nothing done to what is quiet.

use std::f64::consts::{PI, TAU};

use ai_band_synth::mixdown::{CEILING_DECIBELS, Limiter};
use proptest::prelude::*;

/// A judge's own: fifteen points between samples, from 128 samples around each; the limiter asks 48 for seven.
fn true_peak_decibels(side: &[f32]) -> f64 {
    const REACH: isize = 64;
    let mut peak = side.iter().fold(0.0_f64, |peak, sample| peak.max(f64::from(sample.abs())));
    for phase in 1..16 {
        let weights: Vec<f64> = (-REACH + 1..=REACH)
            .map(|tap| {
                let distance = tap as f64 - f64::from(phase) / 16.0;
                let window = 0.5 + 0.5 * (PI * distance / (REACH as f64 + 0.5)).cos();
                (PI * distance).sin() / (PI * distance) * window
            })
            .collect();
        for place in 0..side.len() as isize {
            let around = (-REACH + 1..=REACH).zip(&weights).map(|(tap, weight)| {
                let sample = usize::try_from(place + tap).ok().and_then(|at| side.get(at)).copied();
                f64::from(sample.unwrap_or(0.0)) * weight
            });
            peak = peak.max(around.sum::<f64>().abs());
        }
    }
    20.0 * peak.max(1e-9).log10()
}

fn limited(sample_rate: u32, left: &[f32], right: &[f32]) -> (Vec<f32>, Vec<f32>, f64) {
    let mut limiter = Limiter::new(sample_rate);
    let delay = limiter.delay_frames();
    let with_end = |side: &[f32]| [side, &vec![0.0; delay]].concat();
    let (mut left, mut right) = (with_end(left), with_end(right));
    limiter.process(&mut left, &mut right);
    (left[delay..].to_vec(), right[delay..].to_vec(), limiter.reduction_decibels())
}

fn tone(frames: usize, turn: f64, level: f64, phase: f64) -> Vec<f32> {
    (0..frames).map(|place| (level * (TAU * (turn * place as f64 + phase)).sin()) as f32).collect()
}

#[test]
fn the_judge_finds_the_peak_between_samples() {
    // A quarter of the rate, met at 45 degrees: every sample is 3 dB below the peak.
    let between = tone(2_000, 0.25, 1.0, 0.125);
    let highest = between.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    assert!((f64::from(highest) - 0.5_f64.sqrt()).abs() < 1e-6);
    // Its sudden beginning and end ring a little.
    assert!((-0.05..1.5).contains(&true_peak_decibels(&between)), "{}", true_peak_decibels(&between));
}

#[test]
fn loud_tones_stay_below_the_ceiling_between_samples_too() {
    for (turn, phase) in
        [(0.25, 0.125), (0.25, 0.0), (0.01, 0.3), (0.1, 0.0), (0.2, 0.05), (1.0 / 3.0, 0.1), (0.4, 0.0)]
    {
        for level in [0.9, 1.0, 2.0, 8.0] {
            let loud = tone(3_000, turn, level, phase);
            let (left, _, _) = limited(48_000, &loud, &loud);
            let found = true_peak_decibels(&left);
            assert!(found <= CEILING_DECIBELS, "{turn} turns a frame, level {level}: {found:.3} dB");
        }
    }
}

#[test]
fn what_is_quiet_is_not_touched() {
    let quiet = tone(5_000, 0.013, 0.85, 0.0);
    let (left, right, reduction) = limited(48_000, &quiet, &quiet);
    assert_eq!((left.len(), reduction), (quiet.len(), 0.0));
    let furthest =
        left.iter().zip(&quiet).fold(0.0_f32, |most, (out, sample)| most.max((out - sample).abs()));
    assert!(furthest < 1e-6 && left == right, "{furthest}");
}

#[test]
fn both_sides_go_down_together_and_come_back() {
    let mut left = tone(48_000, 0.01, 0.2, 0.0);
    let right = tone(48_000, 0.01, 0.2, 0.0);
    left[10_000..10_050].iter_mut().for_each(|sample| *sample = 3.0);
    let (limited_left, limited_right, reduction) = limited(48_000, &left, &right);
    assert!((-13.0..-9.0).contains(&reduction), "{reduction}");
    let gain = |place: usize| f64::from(limited_right[place]) / f64::from(right[place]);
    // Places where the tone is not near 0.
    let [before, during, soon, late] = [5_025, 10_025, 11_025, 46_025].map(gain);
    assert!((before - 1.0).abs() < 1e-3 && during < 0.32 && soon > during && (late - 1.0).abs() < 0.01);
    assert!((f64::from(limited_left[46_025]) - f64::from(left[46_025])).abs() < 0.01);
}

#[test]
fn a_limiter_works_at_every_rate_and_on_nothing() {
    for rate in [8_000, 44_100, 192_000] {
        let loud = tone(2_000, 0.21, 4.0, 0.0);
        let (left, _, _) = limited(rate, &loud, &loud);
        assert!(true_peak_decibels(&left) <= CEILING_DECIBELS, "{rate} Hz");
        assert!(limited(rate, &[], &[]).0.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Steps, clicks and noise at any level. At the very top of the band, where such noise has as much as anywhere and
    /// music nothing, every filter finds another peak: so much the judge and the limiter may differ.
    #[test]
    fn nothing_comes_out_above_the_ceiling(
        pieces in prop::collection::vec((1..300_usize, -4.0..4.0_f32, 0..3_u8), 1..12),
        seed in 1..u64::MAX,
    ) {
        let mut dice = seed;
        let mut side = Vec::new();
        for (frames, level, kind) in pieces {
            for place in 0..frames {
                dice ^= dice << 13;
                dice ^= dice >> 7;
                dice ^= dice << 17;
                let noise = (dice >> 40) as f32 / (1_u32 << 23) as f32 - 1.0;
                side.push(match kind { 0 => level, 1 => level * noise, _ => if place == 0 { level } else { 0.0 } });
            }
        }
        let (left, _, _) = limited(48_000, &side, &side);
        let found = true_peak_decibels(&left);
        prop_assert!(found <= CEILING_DECIBELS + 0.4, "{found:.3} dB");
        prop_assert!(left.iter().all(|sample| f64::from(sample.abs()) <= 0.8913));
    }
}
