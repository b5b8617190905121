//! Metal: hats, ride, crash, splash.

use super::super::exact::power_of_two;
use super::super::filter::{Mode, high_pass, low_pass};
use super::super::noise::Noise;
use super::super::tone::Tone;
use super::drums::{add, burst, frames};

const RATE_HZ: u32 = 32_000;
const RATE: f64 = 32_000.0;

/// A plate: many modes, ever closer, that die the sooner the higher they are, and the hiss of all those above.
struct Plate {
    seed: u64,
    modes: usize,
    lowest_hz: f64,
    highest_hz: f64,
    /// Of its lowest modes.
    ring_seconds: f64,
    hiss: f64,
    hiss_half: f64,
    seconds: f64,
    /// What the ear is not to get of it.
    cut_hz: f64,
}

impl Plate {
    fn struck(&self, force: f64) -> Tone {
        let mut noise = Noise::new(self.seed);
        let count = frames(self.seconds);
        let mut out = vec![0.0; count];
        for place in 0..self.modes {
            let share = (place as f64 + 0.5 + 0.45 * noise.next()) / self.modes as f64;
            // Evenly by frequency above, by interval below: as plates have them.
            let hz = self.lowest_hz + (self.highest_hz - self.lowest_hz) * share * (0.35 + 0.65 * share);
            let seconds = self.ring_seconds
                * (0.25 + 0.75 * (1.0 - share) * (1.0 - share))
                * (1.0 + 0.3 * noise.next());
            let level = (0.5 + 0.5 * noise.next().abs()) * (0.35 + share * (0.4 + 0.6 * force));
            Mode::new(hz, level, seconds).ring(&mut out, RATE);
        }
        let scale = 1.6 / (self.modes as f64).sqrt();
        out.iter_mut().for_each(|frame| *frame *= scale);
        let mut hiss = burst(&mut noise, count, self.hiss_half);
        high_pass(&mut hiss, 4_500.0, RATE);
        low_pass(&mut hiss, 11_000.0 + 3_000.0 * force, RATE);
        add(&mut out, &hiss, self.hiss * (0.7 + 0.5 * force));
        high_pass(&mut out, self.cut_hz, RATE);
        high_pass(&mut out, self.cut_hz, RATE);
        Tone::once(out, RATE_HZ).without_offset().faded(self.seconds * 0.4).peaking(-1.5)
    }
}

const HAT: Plate = Plate {
    seed: 21,
    modes: 36,
    lowest_hz: 2_700.0,
    highest_hz: 14_000.0,
    ring_seconds: 0.12,
    hiss: 1.0,
    hiss_half: 0.018,
    seconds: 0.16,
    cut_hz: 3_000.0,
};

pub(super) fn closed_hat(force: f64) -> Tone {
    HAT.struck(force)
}

pub(super) fn pedal_hat(force: f64) -> Tone {
    Plate { ring_seconds: 0.07, hiss: 0.7, hiss_half: 0.009, seconds: 0.12, cut_hz: 2_200.0, ..HAT }
        .struck(force * 0.6)
}

pub(super) fn open_hat(force: f64) -> Tone {
    Plate { ring_seconds: 0.9, hiss: 0.9, hiss_half: 0.13, seconds: 0.8, ..HAT }.struck(force)
}

pub(super) fn ride(force: f64) -> Tone {
    let plate = Plate {
        seed: 22,
        modes: 60,
        lowest_hz: 380.0,
        highest_hz: 13_000.0,
        ring_seconds: 3.0,
        hiss: 0.25,
        hiss_half: 0.10,
        seconds: 1.4,
        cut_hz: 420.0,
    };
    with_stick(plate.struck(force * 0.7), force, 0.5)
}

pub(super) fn bell(force: f64) -> Tone {
    let mut out = vec![0.0; frames(1.1)];
    for (hz, level, seconds) in [
        (803.0, 0.8, 1.3),
        (1_437.0, 0.6, 1.1),
        (2_291.0, 0.7, 0.9),
        (3_407.0, 0.5, 0.7),
        (4_890.0, 0.35, 0.5),
    ] {
        Mode::new(hz, level, seconds).ring(&mut out, RATE);
    }
    let tone = Tone::once(out, RATE_HZ).without_offset().faded(0.5).peaking(-1.5);
    with_stick(tone, force, 0.35)
}

pub(super) fn crash(force: f64) -> Tone {
    let plate = Plate {
        seed: 23,
        modes: 80,
        lowest_hz: 320.0,
        highest_hz: 13_500.0,
        ring_seconds: 2.4,
        hiss: 1.0,
        hiss_half: 0.30,
        seconds: 1.9,
        cut_hz: 380.0,
    };
    plate.struck(force)
}

pub(super) fn splash(force: f64) -> Tone {
    let plate = Plate {
        seed: 24,
        modes: 50,
        lowest_hz: 600.0,
        highest_hz: 14_000.0,
        ring_seconds: 0.8,
        hiss: 0.9,
        hiss_half: 0.10,
        seconds: 0.7,
        cut_hz: 700.0,
    };
    plate.struck(force)
}

/// Wood on metal.
fn with_stick(mut tone: Tone, force: f64, level: f64) -> Tone {
    let mut noise = Noise::new(25);
    let mut stick = burst(&mut noise, tone.frames.len(), 0.002);
    high_pass(&mut stick, 2_000.0, RATE);
    add(&mut tone.frames, &stick, level * power_of_two(force - 1.0));
    tone.peaking(-1.5)
}
