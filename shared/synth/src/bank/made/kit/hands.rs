//! What hands play: congas, bongos, shakers, bells, wood, triangle.

use super::super::exact::power_of_two;
use super::super::filter::{Mode, high_pass, low_pass};
use super::super::noise::Noise;
use super::super::tone::Tone;
use super::drums::{add, burst, frames};

const RATE_HZ: u32 = 32_000;
const RATE: f64 = 32_000.0;

/// Modes, and a slap of noise: how loud, how short, from where to where.
fn struck(seconds: f64, modes: &[(f64, f64, f64)], slap: (f64, f64, f64, f64), seed: u64) -> Tone {
    let mut out = vec![0.0; frames(seconds)];
    for (hz, level, seconds) in modes {
        Mode::new(*hz, *level, *seconds).ring(&mut out, RATE);
    }
    let (level, half, from_hz, to_hz) = slap;
    let mut noise = burst(&mut Noise::new(seed), out.len(), half);
    high_pass(&mut noise, from_hz, RATE);
    low_pass(&mut noise, to_hz, RATE);
    add(&mut out, &noise, level);
    Tone::once(out, RATE_HZ).without_offset().faded(seconds * 0.4).peaking(-1.5)
}

pub(super) fn conga(force: f64) -> Tone {
    let modes = [(218.0, 1.0, 0.26), (432.0, 0.3, 0.14), (598.0, 0.22, 0.1), (905.0, 0.12, 0.06)];
    struck(0.34, &modes, (0.25 + 0.35 * force, 0.004, 300.0, 3_500.0), 31)
}

pub(super) fn slap(force: f64) -> Tone {
    let modes = [(285.0, 0.35, 0.07), (910.0, 0.6, 0.05), (1_740.0, 0.5, 0.035), (2_630.0, 0.3, 0.02)];
    struck(0.18, &modes, (0.6 + 0.5 * force, 0.008, 800.0, 7_000.0), 32)
}

pub(super) fn bongo(force: f64) -> Tone {
    let modes = [(412.0, 1.0, 0.13), (790.0, 0.35, 0.08), (1_120.0, 0.22, 0.05), (1_700.0, 0.12, 0.03)];
    struck(0.2, &modes, (0.25 + 0.4 * force, 0.003, 600.0, 6_000.0), 33)
}

pub(super) fn claves(force: f64) -> Tone {
    let modes = [(2_480.0, 1.0, 0.08), (5_120.0, 0.2, 0.03)];
    struck(0.14, &modes, (0.1 + 0.2 * force, 0.001, 2_000.0, 9_000.0), 34)
}

pub(super) fn cowbell(force: f64) -> Tone {
    let modes = [
        (562.0, 0.9, 0.28),
        (845.0, 1.0, 0.24),
        (1_690.0, 0.5, 0.15),
        (2_530.0, 0.4, 0.1),
        (3_940.0, 0.25 + 0.2 * force, 0.06),
    ];
    struck(0.32, &modes, (0.15 + 0.2 * force, 0.002, 1_000.0, 9_000.0), 35)
}

const TRIANGLE: [(f64, f64, f64); 6] = [
    (1_190.0, 0.3, 1.1),
    (2_870.0, 0.6, 1.6),
    (5_210.0, 1.0, 1.7),
    (6_960.0, 0.6, 1.3),
    (9_380.0, 0.5, 0.9),
    (12_100.0, 0.3, 0.6),
];

pub(super) fn triangle(force: f64) -> Tone {
    struck(0.9, &TRIANGLE, (0.1 * force, 0.001, 5_000.0, 12_000.0), 36)
}

pub(super) fn muted_triangle(force: f64) -> Tone {
    let muted = TRIANGLE.map(|(hz, level, seconds)| (hz, level, seconds * 0.06));
    struck(0.12, &muted, (0.1 * force, 0.001, 5_000.0, 12_000.0), 37)
}

pub(super) fn shaker(force: f64) -> Tone {
    grains(0.13, 0.022, 0.020 + 0.006 * force, 5_200.0, 38)
}

pub(super) fn cabasa(force: f64) -> Tone {
    grains(0.11, 0.012, 0.013 + 0.005 * force, 6_200.0, 39)
}

/// Seeds in a shell: they swell until the hand stops, then fall.
fn grains(seconds: f64, swell: f64, half: f64, from_hz: f64, seed: u64) -> Tone {
    let mut noise = Noise::new(seed);
    let mut out: Vec<f64> = (0..frames(seconds))
        .map(|place| {
            let time = place as f64 / RATE;
            let level = if time < swell { time / swell } else { power_of_two(-(time - swell) / half) };
            noise.next() * level * level
        })
        .collect();
    high_pass(&mut out, from_hz, RATE);
    high_pass(&mut out, from_hz * 0.6, RATE);
    low_pass(&mut out, 12_500.0, RATE);
    Tone::once(out, RATE_HZ).without_offset().faded(0.04).peaking(-1.5)
}

pub(super) fn tambourine(force: f64) -> Tone {
    let jingles = [
        (4_230.0, 0.4, 0.16),
        (5_610.0, 0.5, 0.18),
        (7_320.0, 0.6, 0.16),
        (8_870.0, 0.6, 0.14),
        (10_400.0, 0.5, 0.12),
        (12_300.0, 0.4, 0.1),
    ];
    struck(0.28, &jingles, (1.0 + 0.5 * force, 0.024, 4_500.0, 13_000.0), 40)
}
