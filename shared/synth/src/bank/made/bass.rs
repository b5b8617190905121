//! Two basses: fingers on an electric one, and an upright with a body.

use super::builder::{Builder, Manner};
use super::exact::power_of_two;
use super::filter::{Mode, high_pass, low_pass};
use super::noise::Noise;
use super::spans;
use super::string::{Pluck, string};
use super::tone::{DRIFT_HZ, Pitch, Tone};

const RATE_HZ: f64 = 22_050.0;

pub(super) fn add_finger(builder: &mut Builder) -> u16 {
    let manner = Manner {
        attack_seconds: 0.001,
        decay_seconds: 9.0,
        decay_per_key: 30,
        release_seconds: 0.09,
        softness_cents: 2_600,
        reverb: 15,
        chorus: 0,
        vibrato: 0,
    };
    builder.pitched("Finger Bass", &manner, spans(28, 68, 5, finger))
}

pub(super) fn add_upright(builder: &mut Builder) -> u16 {
    let manner = Manner {
        attack_seconds: 0.001,
        decay_seconds: 4.2,
        decay_per_key: 30,
        release_seconds: 0.12,
        softness_cents: 2_200,
        reverb: 40,
        chorus: 0,
        vibrato: 0,
    };
    builder.pitched("Upright Bass", &manner, spans(28, 68, 5, upright))
}

fn finger(key: u8) -> Tone {
    let pitch = Pitch::of_key(key, RATE_HZ);
    let mut noise = Noise::new(u64::from(key) + 40);
    let loop_frames = pitch.periods(0.07);
    let pluck = Pluck { place: 0.19, pickup: 0.13, width: 0.035, scratch: 0.05, darkening: 3.0 };
    let mut frames = string(pitch, &pluck, pitch.frames(0.5) + loop_frames, &mut noise);
    low_pass(&mut frames, 2_400.0, pitch.rate());
    thump(&mut frames, pitch.rate(), 70.0, 0.16, &mut noise);
    high_pass(&mut frames, DRIFT_HZ, pitch.rate());
    Tone::looped(frames, pitch, loop_frames).levelled(-12.0)
}

fn upright(key: u8) -> Tone {
    let pitch = Pitch::of_key(key, RATE_HZ);
    let mut noise = Noise::new(u64::from(key) + 80);
    let loop_frames = pitch.periods(0.07);
    let pluck = Pluck { place: 0.28, pickup: 0.0, width: 0.07, scratch: 0.12, darkening: 7.0 };
    let dry = string(pitch, &pluck, pitch.frames(0.5) + loop_frames, &mut noise);
    let mut frames: Vec<f64> = dry.iter().map(|frame| frame * 0.6).collect();
    for (hz, level) in [(62.0, 0.5), (98.0, 0.7), (165.0, 0.5), (240.0, 0.4), (520.0, 0.25), (900.0, 0.12)] {
        Mode::new(hz, level, 0.06).answer(&dry, &mut frames, pitch.rate());
    }
    low_pass(&mut frames, 1_500.0, pitch.rate());
    thump(&mut frames, pitch.rate(), 95.0, 0.30, &mut noise);
    high_pass(&mut frames, DRIFT_HZ, pitch.rate());
    Tone::looped(frames, pitch, loop_frames).levelled(-12.0)
}

/// The finger before the note.
fn thump(frames: &mut [f64], rate: f64, hz: f64, level: f64, noise: &mut Noise) {
    let peak = frames.iter().fold(0.0_f64, |peak, frame| peak.max(frame.abs()));
    let count = ((rate * 0.06) as usize).min(frames.len());
    let mut thump: Vec<f64> =
        (0..count).map(|place| noise.next() * power_of_two(-(place as f64) / (rate * 0.005))).collect();
    low_pass(&mut thump, 900.0, rate);
    Mode::new(hz, 1.0, 0.05).ring(&mut thump, rate);
    for (place, (frame, thump)) in frames.iter_mut().zip(&thump).enumerate() {
        *frame += thump * level * peak * (1.0 - place as f64 / count as f64);
    }
}
