//! Two guitars: a clean electric one with a pick, and nylon strings on a body.

use super::builder::{Builder, Manner};
use super::filter::{Mode, high_pass, low_pass};
use super::noise::Noise;
use super::spans;
use super::string::{Pluck, string};
use super::tone::{DRIFT_HZ, Pitch, Tone};

const RATE_HZ: f64 = 24_000.0;
/// A small body: its air, its top, and what makes it wooden.
const BODY: [(f64, f64); 7] =
    [(102.0, 0.8), (196.0, 0.9), (238.0, 0.5), (405.0, 0.6), (560.0, 0.35), (910.0, 0.3), (1_750.0, 0.25)];

pub(super) fn add_clean(builder: &mut Builder) -> u16 {
    let manner = Manner {
        attack_seconds: 0.001,
        decay_seconds: 8.0,
        decay_per_key: 30,
        release_seconds: 0.12,
        softness_cents: 2_800,
        reverb: 90,
        chorus: 120,
        vibrato: 0,
    };
    builder.pitched("Clean Guitar", &manner, spans(40, 88, 6, clean))
}

pub(super) fn add_nylon(builder: &mut Builder) -> u16 {
    let manner = Manner {
        attack_seconds: 0.001,
        decay_seconds: 4.5,
        decay_per_key: 40,
        release_seconds: 0.16,
        softness_cents: 2_600,
        reverb: 100,
        chorus: 0,
        vibrato: 0,
    };
    builder.pitched("Nylon Guitar", &manner, spans(40, 88, 6, nylon))
}

fn clean(key: u8) -> Tone {
    let pitch = Pitch::of_key(key, RATE_HZ);
    let mut noise = Noise::new(u64::from(key) + 120);
    let loop_frames = pitch.periods(0.06);
    let pluck = Pluck { place: 0.14, pickup: 0.24, width: 0.015, scratch: 0.10, darkening: 1.0 };
    let mut frames = string(pitch, &pluck, pitch.frames(0.5) + loop_frames, &mut noise);
    // A pickup and a loudspeaker: a peak, and little above it.
    let dry = frames.clone();
    Mode::new(2_700.0, 0.6, 0.003).answer(&dry, &mut frames, pitch.rate());
    low_pass(&mut frames, 5_200.0, pitch.rate());
    high_pass(&mut frames, 70.0, pitch.rate());
    Tone::looped(frames, pitch, loop_frames).levelled(-19.5)
}

fn nylon(key: u8) -> Tone {
    let pitch = Pitch::of_key(key, RATE_HZ);
    let mut noise = Noise::new(u64::from(key) + 160);
    let loop_frames = pitch.periods(0.06);
    let pluck = Pluck { place: 0.22, pickup: 0.0, width: 0.03, scratch: 0.16, darkening: 2.2 };
    let dry = string(pitch, &pluck, pitch.frames(0.5) + loop_frames, &mut noise);
    let mut frames: Vec<f64> = dry.iter().map(|frame| frame * 0.5).collect();
    for (hz, level) in BODY {
        Mode::new(hz, level * 0.7, 0.045).answer(&dry, &mut frames, pitch.rate());
    }
    low_pass(&mut frames, 4_200.0, pitch.rate());
    high_pass(&mut frames, DRIFT_HZ, pitch.rate());
    Tone::looped(frames, pitch, loop_frames).levelled(-19.5)
}
