//! An electric piano: a tine that is struck, a tone bar that holds it, a pickup that bends it.

use super::builder::{Builder, Manner};
use super::exact::{decay, power_of_two, sine};
use super::filter::high_pass;
use super::spans;
use super::tone::{DRIFT_HZ, Pitch, Tone};

const RATE_HZ: f64 = 22_050.0;
/// The tine's own high ring, in multiples of the note.
const TINE_RATIO: f64 = 14.0;

pub(super) fn add(builder: &mut Builder) -> u16 {
    let manner = Manner {
        attack_seconds: 0.001,
        decay_seconds: 11.0,
        decay_per_key: 35,
        release_seconds: 0.22,
        softness_cents: 3_200,
        reverb: 70,
        chorus: 180,
        vibrato: 0,
    };
    builder.pitched("Electric Piano", &manner, spans(28, 100, 6, tone))
}

fn tone(key: u8) -> Tone {
    let pitch = Pitch::of_key(key, RATE_HZ);
    let height = (f64::from(key) - 60.0) / 12.0;
    let bend_keep = decay(0.9 * pitch.rate() * power_of_two(-height * 0.5));
    let tine_keep = decay(0.28 * pitch.rate() * power_of_two(-height * 0.4));
    let (start, loop_frames) = (pitch.frames(0.5), pitch.periods(0.06));
    let (mut bend, mut tine) = (1.35 * power_of_two(-height * 0.25), 0.30);
    let tine_ratio = if pitch.hz() * TINE_RATIO > pitch.rate() * 0.4 { 5.0 } else { TINE_RATIO };
    let mut frames = Vec::with_capacity(start + loop_frames);
    for place in 0..start + loop_frames {
        let turn = place as f64 / pitch.period_frames as f64;
        let body = sine(turn + bend * 0.159 * sine(turn) + 0.02 * sine(2.0 * turn));
        frames.push(body + tine * sine(turn * tine_ratio));
        if place < start {
            bend = 0.30 + (bend - 0.30) * bend_keep;
            tine *= tine_keep;
        }
    }
    high_pass(&mut frames, DRIFT_HZ, pitch.rate());
    Tone::looped(frames, pitch, loop_frames).levelled(-21.0)
}
