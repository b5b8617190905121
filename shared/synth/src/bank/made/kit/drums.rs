//! Skins: kick, snare, stick, clap, toms.

use super::super::exact::{power_of_two, sine};
use super::super::filter::{Mode, high_pass, low_pass};
use super::super::noise::Noise;
use super::super::tone::Tone;

const RATE_HZ: u32 = 32_000;
const RATE: f64 = 32_000.0;

pub(super) fn kick(force: f64) -> Tone {
    let mut frames = swept(0.42, 47.0, 150.0 + 60.0 * force, 0.016, 0.11);
    let mut noise = Noise::new(11);
    let mut click = burst(&mut noise, frames.len(), 0.0025);
    low_pass(&mut click, 2_500.0 + 2_500.0 * force, RATE);
    add(&mut frames, &click, 0.35 + 0.45 * force);
    Mode::new(2_900.0, 0.03 + 0.05 * force, 0.02).ring(&mut frames, RATE);
    Tone::once(driven(frames, 1.6), RATE_HZ).without_offset().faded(0.06).peaking(-0.5)
}

pub(super) fn snare(force: f64) -> Tone {
    let count = frames(0.36);
    let mut out = vec![0.0; count];
    for (hz, level, seconds) in
        [(182.0, 0.9, 0.16), (331.0, 0.5, 0.10), (512.0, 0.25, 0.07), (790.0, 0.15, 0.05)]
    {
        Mode::new(hz, level, seconds).ring(&mut out, RATE);
    }
    let mut noise = Noise::new(12);
    // The wires: they answer the skin for as long as it moves.
    let mut wires = burst(&mut noise, count, 0.042 + 0.012 * force);
    high_pass(&mut wires, 1_400.0, RATE);
    low_pass(&mut wires, 7_000.0 + 5_000.0 * force, RATE);
    add(&mut out, &wires, 0.95 + 0.35 * force);
    let mut crack = burst(&mut noise, count, 0.003);
    high_pass(&mut crack, 900.0, RATE);
    add(&mut out, &crack, 0.5 + 0.6 * force);
    Tone::once(driven(out, 1.4), RATE_HZ).without_offset().faded(0.05).peaking(-1.0)
}

pub(super) fn side_stick(force: f64) -> Tone {
    let mut out = vec![0.0; frames(0.14)];
    for (hz, level, seconds) in
        [(410.0, 0.5, 0.03), (1_680.0, 1.0, 0.035), (2_450.0, 0.5, 0.02), (3_900.0, 0.3, 0.012)]
    {
        Mode::new(hz, level, seconds + 0.004 * force).ring(&mut out, RATE);
    }
    let mut noise = Noise::new(13);
    let mut click = burst(&mut noise, out.len(), 0.0015);
    high_pass(&mut click, 1_000.0, RATE);
    add(&mut out, &click, 0.4 + 0.4 * force);
    Tone::once(out, RATE_HZ).without_offset().faded(0.03).peaking(-2.0)
}

pub(super) fn clap(force: f64) -> Tone {
    let count = frames(0.30);
    let mut out = vec![0.0; count];
    let mut noise = Noise::new(14);
    // Nobody claps quite together.
    for (seconds, length, level) in
        [(0.0, 0.004, 0.7), (0.0095, 0.004, 0.8), (0.019, 0.005, 0.7), (0.028, 0.045, 1.0)]
    {
        let start = frames(seconds);
        let hands = burst(&mut noise, count - start, length);
        add(&mut out[start..], &hands, level);
    }
    high_pass(&mut out, 700.0, RATE);
    high_pass(&mut out, 700.0, RATE);
    low_pass(&mut out, 3_000.0 + 2_500.0 * force, RATE);
    let dry = out.clone();
    Mode::new(1_150.0, 1.2, 0.012).answer(&dry, &mut out, RATE);
    Tone::once(out, RATE_HZ).without_offset().faded(0.05).peaking(-2.0)
}

pub(super) fn tom(force: f64) -> Tone {
    let mut out = swept(0.60, 128.0, 36.0 + 26.0 * force, 0.045, 0.14);
    for (hz, level, seconds) in [(203.0, 0.22, 0.2), (274.0, 0.16, 0.15), (371.0, 0.08, 0.1)] {
        Mode::new(hz, level, seconds).ring(&mut out, RATE);
    }
    let mut noise = Noise::new(15);
    let mut stick = burst(&mut noise, out.len(), 0.004);
    low_pass(&mut stick, 2_200.0 + 2_000.0 * force, RATE);
    add(&mut out, &stick, 0.3 + 0.4 * force);
    Tone::once(driven(out, 1.2), RATE_HZ).without_offset().faded(0.1).peaking(-1.0)
}

pub(super) fn frames(seconds: f64) -> usize {
    (seconds * RATE) as usize
}

/// A skin that is tighter while it is far out: falls to `hz` from `above` more, both by halves of so many seconds.
fn swept(seconds: f64, hz: f64, above: f64, pitch_half: f64, level_half: f64) -> Vec<f64> {
    let mut turns = 0.0;
    let sweep = |place: usize| {
        let time = place as f64 / RATE;
        turns += (hz + above * power_of_two(-time / pitch_half)) / RATE;
        // A skin does not start at once: half a millisecond, or it would click.
        let onset = (time / 0.000_5).min(1.0);
        sine(turns) * power_of_two(-time / level_half) * onset
    };
    (0..frames(seconds)).map(sweep).collect()
}

/// Noise that halves every `half` seconds.
pub(super) fn burst(noise: &mut Noise, count: usize, half: f64) -> Vec<f64> {
    let step = power_of_two(-1.0 / (half * RATE));
    let mut level = 1.0;
    (0..count)
        .map(|_| {
            level *= step;
            noise.next() * level
        })
        .collect()
}

pub(super) fn add(frames: &mut [f64], more: &[f64], level: f64) {
    frames.iter_mut().zip(more).for_each(|(frame, more)| *frame += more * level);
}

/// Bends what is loud, as skins, tape and loudspeakers do.
fn driven(mut frames: Vec<f64>, drive: f64) -> Vec<f64> {
    for frame in &mut frames {
        let pushed = *frame * drive;
        *frame = pushed / (1.0 + pushed * pushed).sqrt();
    }
    frames
}
