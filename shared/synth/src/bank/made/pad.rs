//! Many voices that are never quite together: a section of strings, and a warm pad.

use super::builder::{Builder, Manner};
use super::exact::power_of_two;
use super::noise::Noise;
use super::partials::{self, Partial};
use super::spans;
use super::tone::{Pitch, Tone};

pub(super) fn add_pad(builder: &mut Builder) -> u16 {
    let manner = Manner {
        attack_seconds: 0.35,
        decay_seconds: 0.0,
        decay_per_key: 0,
        release_seconds: 0.7,
        softness_cents: 1_200,
        reverb: 250,
        chorus: 250,
        vibrato: 0,
    };
    let colour =
        Colour { rate_hz: 14_000.0, seconds: 1.6, slope: 1.5, dark_hz: 900.0, players: 2, apart: 3.0 };
    builder.pitched("Pad", &manner, spans(36, 92, 8, |key| colour.tone(key).levelled(-25.0)))
}

pub(super) fn add_strings(builder: &mut Builder) -> u16 {
    let manner = Manner {
        attack_seconds: 0.12,
        decay_seconds: 0.0,
        decay_per_key: 0,
        release_seconds: 0.35,
        softness_cents: 2_000,
        reverb: 200,
        chorus: 60,
        vibrato: 3,
    };
    let colour =
        Colour { rate_hz: 20_000.0, seconds: 1.25, slope: 1.0, dark_hz: 2_600.0, players: 3, apart: 4.0 };
    builder.pitched("Strings", &manner, spans(36, 92, 8, |key| colour.tone(key).levelled(-25.0)))
}

struct Colour {
    rate_hz: f64,
    seconds: f64,
    /// How fast harmonics fall.
    slope: f64,
    /// Above this they fall faster still.
    dark_hz: f64,
    /// On each side of the one that is in tune.
    players: usize,
    /// How far from one to the next, in cents.
    apart: f64,
}

impl Colour {
    fn tone(&self, key: u8) -> Tone {
        let pitch = Pitch::of_key(key, self.rate_hz);
        let mut noise = Noise::new(u64::from(key) + 1_000);
        let count = (7_000.0 / pitch.hz()).clamp(2.0, 30.0) as usize;
        let mut partials = Vec::new();
        for number in 1..=count {
            let order = number as f64;
            let falling = power_of_two(-self.slope * log_two(order));
            let level = falling * power_of_two(-order * pitch.hz() / self.dark_hz);
            for player in 0..=2 * self.players {
                let off = player as f64 - self.players as f64;
                let ratio = order * power_of_two(off * self.apart / 1_200.0);
                // Whoever is out of tune is further away, for the fundamental most: beating there is no width, it is holes.
                let beside = (0.07 * (order - 1.0)).min(0.7);
                let level = if off == 0.0 { level } else { level * beside / off.abs().sqrt() };
                partials.push(Partial { ratio, level, seconds: f64::INFINITY, turn: noise.next() });
            }
        }
        partials::tone(pitch, &partials, 0.02, self.seconds)
    }
}

/// Good to a thousandth, which is enough for a colour.
fn log_two(number: f64) -> f64 {
    let (mut low, mut high) = (0.0, 16.0);
    for _ in 0..24 {
        let middle = (low + high) / 2.0;
        if power_of_two(middle) > number { high = middle } else { low = middle }
    }
    low
}
