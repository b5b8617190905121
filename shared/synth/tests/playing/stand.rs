//! A synth on its stand: opened once, listened to in blocks.

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

pub fn power(frames: &[f32]) -> f64 {
    frames.iter().map(|frame| f64::from(*frame) * f64::from(*frame)).sum::<f64>() / frames.len().max(1) as f64
}
