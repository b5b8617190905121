//! A tonewheel organ: drawbars, a click of contacts, a cabinet that turns.

use super::builder::{Builder, Manner};
use super::exact::power_of_two;
use super::filter::high_pass;
use super::noise::Noise;
use super::partials::{self, Partial};
use super::spans;
use super::tone::{Pitch, Tone};

const RATE_HZ: f64 = 24_000.0;
/// Harmonics of the octave below, and how far each is drawn.
const DRAWBARS: [(f64, f64); 7] =
    [(1.0, 0.9), (3.0, 0.55), (2.0, 1.0), (4.0, 0.6), (6.0, 0.25), (8.0, 0.3), (12.0, 0.08)];

pub(super) fn add(builder: &mut Builder) -> u16 {
    let manner = Manner {
        attack_seconds: 0.004,
        decay_seconds: 0.0,
        decay_per_key: 0,
        release_seconds: 0.06,
        softness_cents: 1_500,
        reverb: 80,
        chorus: 300,
        vibrato: 6,
    };
    builder.pitched("Organ", &manner, spans(30, 102, 8, tone))
}

fn tone(key: u8) -> Tone {
    let pitch = Pitch::of_key(key, RATE_HZ);
    let partial = |(number, (harmonic, level)): (usize, &(f64, f64))| Partial {
        ratio: harmonic / 2.0,
        level: *level,
        seconds: f64::INFINITY,
        turn: number as f64 * 0.618,
    };
    let partials: Vec<Partial> = DRAWBARS.iter().enumerate().map(partial).collect();
    // An even number of periods, so that the octave below fits.
    let whole = 2.0 * (0.06 * pitch.hz()).ceil() / pitch.hz();
    let mut tone = partials::tone(pitch, &partials, 0.09, whole);
    let mut noise = Noise::new(u64::from(key) + 300);
    let click = (0.004 * pitch.rate()) as usize;
    let mut contacts: Vec<f64> =
        (0..click * 6).map(|place| noise.next() * power_of_two(-(place as f64) / click as f64)).collect();
    high_pass(&mut contacts, 400.0, pitch.rate());
    tone.frames.iter_mut().zip(contacts).for_each(|(frame, contact)| *frame += contact * 0.5);
    tone.levelled(-25.0)
}
