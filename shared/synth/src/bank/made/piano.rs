//! A piano: stiff strings, a felt hammer, a case that knocks.

use super::builder::{Builder, Manner};
use super::exact::power_of_two;
use super::filter::{Mode, low_pass};
use super::noise::Noise;
use super::partials::{self, Partial};
use super::spans;
use super::tone::{Pitch, Tone};

const RATE_HZ: f64 = 24_000.0;
/// The strings' stiffness in the middle; it grows upwards.
const STIFFNESS: f64 = 0.000_32;

pub(super) fn add(builder: &mut Builder) -> u16 {
    let manner = Manner {
        attack_seconds: 0.001,
        decay_seconds: 14.0,
        decay_per_key: 45,
        release_seconds: 0.28,
        softness_cents: 3_000,
        reverb: 80,
        chorus: 0,
        vibrato: 0,
    };
    builder.pitched("Piano", &manner, spans(24, 100, 6, tone))
}

fn tone(key: u8) -> Tone {
    let pitch = Pitch::of_key(key, RATE_HZ);
    let height = (f64::from(key) - 60.0) / 12.0;
    let stiffness = STIFFNESS * power_of_two(height * 1.1);
    let count = (9_500.0 / pitch.hz()).clamp(3.0, 34.0) as usize;
    let mut partials = Vec::new();
    for number in 1..=count {
        let order = number as f64;
        let stretch = (1.0 + stiffness * order * order).sqrt();
        let ratio = if number == 1 { 1.0 } else { order * stretch };
        // The hammer is felt: soft for what is high, and at an eighth of the string it wakes no eighth partial.
        let hammer = power_of_two(-order * pitch.hz() / 1_500.0) + 0.06 * power_of_two(-order / 6.0);
        let place = super::exact::sine(order * 0.5 / 8.2).abs() + 0.05;
        let level = hammer * place / order.sqrt();
        let seconds = 7.0 * power_of_two(-height * 0.6) / (1.0 + 0.35 * order);
        let turn = order * 0.381_966;
        partials.push(Partial { ratio, level, seconds: seconds * 3.0, turn });
        // The unison's other strings die first; the lowest partial keeps its place, or the note would seem to slide.
        let apart = if number == 1 { 0.0 } else { 0.13 };
        partials.push(Partial { ratio, level: level * 0.7, seconds: seconds * 0.35, turn: turn + apart });
    }
    let mut tone = partials::tone(pitch, &partials, 0.75 - 0.06 * height, 0.3);
    knock(&mut tone, key);
    tone.without_drift().levelled(-21.0)
}

/// Key, hammer and case.
fn knock(tone: &mut Tone, key: u8) {
    let rate = f64::from(tone.rate_hz);
    let count = (rate * 0.12) as usize;
    let peak = tone.frames.iter().fold(0.0_f64, |peak, frame| peak.max(frame.abs()));
    let mut noise = Noise::new(u64::from(key) + 1);
    let mut knock: Vec<f64> =
        (0..count).map(|place| noise.next() * power_of_two(-(place as f64) / (rate * 0.006))).collect();
    low_pass(&mut knock, 1_800.0, rate);
    for mode in [Mode::new(115.0, 0.25, 0.09), Mode::new(270.0, 0.2, 0.07)] {
        let driver = knock.clone();
        mode.answer(&driver, &mut knock, rate);
    }
    for (place, (frame, knock)) in tone.frames.iter_mut().zip(&knock).enumerate() {
        let fade = 1.0 - place as f64 / count as f64;
        *frame += knock * fade * peak * 0.10;
    }
}
