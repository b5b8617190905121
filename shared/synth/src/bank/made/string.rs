//! A plucked string: Karplus and Strong's loop with a pick, a place to pluck and a loss that grows with frequency.

use super::noise::Noise;
use super::tone::Pitch;

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
    /// Each time round, how much of every frame its two neighbours get: up to a quarter.
    pub(super) loss: f64,
}

/// Sounds for so many frames. The loop's filter delays by one whole frame, so its pitch is exact.
pub(super) fn string(pitch: Pitch, pluck: &Pluck, frames: usize, noise: &mut Noise) -> Vec<f64> {
    let period = pitch.period_frames;
    let mut round = shape(period, pluck, noise);
    let mut out = Vec::with_capacity(frames);
    while out.len() < frames {
        out.extend(round.iter().take(frames - out.len()));
        let last = round.clone();
        let at = |place: usize| last[place % period];
        for (place, frame) in round.iter_mut().enumerate() {
            let beside = at(place + period - 1) + at(place + 1);
            *frame = at(place) * (1.0 - 2.0 * pluck.loss) + beside * pluck.loss;
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
