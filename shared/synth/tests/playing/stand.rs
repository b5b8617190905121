//! A synth on its stand: opened once, listened to in blocks.

use std::f64::consts::TAU;
use std::sync::OnceLock;

use ai_band_synth::{Bank, FluidSynth, Synth};

/// Made once for all tests of a run.
pub fn bank() -> &'static Bank {
    static BANK: OnceLock<Bank> = OnceLock::new();
    BANK.get_or_init(|| {
        Bank::from_bytes("default", ai_band_synth::bank::make()).expect("our own bank is sane")
    })
}

pub fn open(sample_rate: u32) -> FluidSynth {
    FluidSynth::open(bank(), sample_rate).expect("the default bank plays at every rate")
}

/// The next `frames` of both sides.
pub fn listen(synth: &mut impl Synth, frames: usize) -> (Vec<f32>, Vec<f32>) {
    let (mut left, mut right) = (vec![0.0; frames], vec![0.0; frames]);
    synth.render(&mut left, &mut right);
    (left, right)
}

/// The same, as one side.
pub fn listen_mono(synth: &mut impl Synth, frames: usize) -> Vec<f32> {
    let (left, right) = listen(synth, frames);
    left.iter().zip(right).map(|(left, right)| left + right).collect()
}

pub fn power(frames: &[f32]) -> f64 {
    frames.iter().map(|frame| f64::from(*frame) * f64::from(*frame)).sum::<f64>() / frames.len().max(1) as f64
}

/// How much of a frequency there is.
pub fn share(frames: &[f32], rate: f64, hz: f64) -> f64 {
    let (mut real, mut imaginary) = (0.0, 0.0);
    for (place, frame) in frames.iter().enumerate() {
        let window = 0.5 - 0.5 * (TAU * place as f64 / frames.len() as f64).cos();
        let angle = TAU * (place as f64 * hz / rate).fract();
        real += f64::from(*frame) * window * angle.cos();
        imaginary += f64::from(*frame) * window * angle.sin();
    }
    (real * real + imaginary * imaginary).sqrt() / frames.len() as f64
}
