//! A plucked string: Karplus and Strong's loop with a pick, a place to pluck and a loss that grows with frequency.

use super::noise::Noise;
use super::tone::Pitch;

/// With a quarter the highest notes would be gone at once.
const LOSS_AT_ONCE: f64 = 0.2;

/// How a string is plucked and how it loses.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pluck {
    /// Where, as a share of the string.
    pub(super) place: f64,
    /// Where it is heard, for strings with a pickup; 0 for those with a body.
    pub(super) pickup: f64,
    /// How wide finger or pick are, as a share of the string.
    pub(super) width: f64,
    /// How much of the pluck is scratch.
    pub(super) scratch: f64,
    /// How fast it darkens: what it loses at 1 kHz in a second, in nepers (8.7 dB); at twice the frequency four times as
    /// much.
    pub(super) darkening: f64,
}

/// Sounds for so many frames. The loop's filter delays by one whole frame, so its pitch is exact.
pub(super) fn string(pitch: Pitch, pluck: &Pluck, frames: usize, noise: &mut Noise) -> Vec<f64> {
    let period = pitch.period_frames;
    let mut round = shape(period, pluck, noise);
    let slowness = std::f64::consts::PI * 1_000.0 / pitch.rate();
    let loss = pluck.darkening / (4.0 * slowness * slowness * pitch.hz());
    let shares = (loss / LOSS_AT_ONCE).ceil().clamp(1.0, 20.0) as u32;
    let mut out = Vec::with_capacity(frames);
    while out.len() < frames {
        out.extend(round.iter().take(frames - out.len()));
        // Low strings come round seldom and lose much each time: more than one sharing with the neighbours can take.
        for _ in 0..shares {
            share(&mut round, loss / f64::from(shares));
        }
    }
    if pluck.pickup > 0.0 {
        // What comes back from the bridge reaches the pickup a little later, the other way up.
        let later = ((pluck.pickup * period as f64).round() as usize).clamp(1, period);
        for place in (later..out.len()).rev() {
            out[place] -= out[place - later] * 0.8;
        }
    }
    out
}

/// Every frame gives `loss` of itself to each of its neighbours.
fn share(round: &mut [f64], loss: f64) {
    let (last, count) = (round.to_vec(), round.len());
    for (place, frame) in round.iter_mut().enumerate() {
        let beside = last[(place + count - 1) % count] + last[(place + 1) % count];
        *frame = last[place] * (1.0 - 2.0 * loss) + beside * loss;
    }
}

/// One period of the string let go: a triangle with its corner where it was plucked, rounded by what plucked it, as
/// velocity.
fn shape(period: usize, pluck: &Pluck, noise: &mut Noise) -> Vec<f64> {
    let length = period as f64;
    let corner = (pluck.place * length).max(1.0);
    let mut wave: Vec<f64> = (0..period)
        .map(|place| {
            let slope = if (place as f64) < corner { 1.0 / corner } else { -1.0 / (length - corner) };
            slope * length * 0.1 + pluck.scratch * noise.next()
        })
        .collect();
    let rounds = ((pluck.width * length).round() as usize).max(1);
    for _ in 0..rounds {
        let last = wave.clone();
        for (place, frame) in wave.iter_mut().enumerate() {
            *frame =
                last[place] * 0.5 + (last[(place + 1) % period] + last[(place + period - 1) % period]) * 0.25;
        }
    }
    let mean = wave.iter().sum::<f64>() / length;
    wave.iter_mut().for_each(|frame| *frame -= mean);
    wave
}
