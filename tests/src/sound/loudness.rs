//! How loud something is, as broadcasters measure it (ITU-R BS.1770): weighted like an ear, pauses left out.

use std::f64::consts::PI;

/// Measured in pieces this long, four of which overlap.
const HOP_SECONDS: f64 = 0.1;
const HOPS: usize = 4;
/// Quieter than that is silence, in any song.
const SILENCE_LUFS: f64 = -70.0;
/// Quieter than the rest by so much is a pause.
const PAUSE_DECIBELS: f64 = -10.0;
const OFFSET: f64 = -0.691;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loudness {
    /// Of the whole, pauses left out.
    pub lufs: f64,
    /// The loudest sample, in decibels below full scale.
    pub peak_decibels: f64,
}

pub fn loudness(left: &[f32], right: &[f32], sample_rate: u32) -> Loudness {
    let rate = f64::from(sample_rate);
    let sides = [left, right].map(|side| weighted(side, rate));
    let hop = (HOP_SECONDS * rate) as usize;
    let power = |hop: &[f64]| hop.iter().map(|sample| sample * sample).sum::<f64>() / hop.len() as f64;
    let [left_hops, right_hops] = sides.map(|side| side.chunks_exact(hop).map(power).collect::<Vec<f64>>());
    let hops: Vec<f64> = left_hops.iter().zip(&right_hops).map(|(left, right)| left + right).collect();
    let pieces: Vec<f64> = hops.windows(HOPS).map(|piece| piece.iter().sum::<f64>() / HOPS as f64).collect();
    let loud = mean(pieces.iter().filter(|piece| lufs(**piece) > SILENCE_LUFS));
    let gate = lufs(loud) + PAUSE_DECIBELS;
    let whole = mean(pieces.iter().filter(|piece| lufs(**piece) > gate.max(SILENCE_LUFS)));
    let peak = left.iter().chain(right).fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    Loudness { lufs: lufs(whole), peak_decibels: 20.0 * f64::from(peak).log10() }
}

fn lufs(power: f64) -> f64 {
    OFFSET + 10.0 * power.log10()
}

fn mean<'a>(pieces: impl Iterator<Item = &'a f64>) -> f64 {
    let (sum, count) = pieces.fold((0.0, 0.0), |(sum, count), piece| (sum + piece, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}

/// The head before the ear, then what the ear hears less of.
fn weighted(side: &[f32], rate: f64) -> Vec<f64> {
    let mut shelf =
        Biquad::shelf(1_681.974_450_955_533, 3.999_843_853_973_347, 0.707_175_236_955_419_6, rate);
    let mut high_pass = Biquad::high_pass(38.135_470_876_024_44, 0.500_327_037_323_877_3, rate);
    side.iter().map(|sample| high_pass.next(shelf.next(f64::from(*sample)))).collect()
}

struct Biquad {
    forward: [f64; 3],
    back: [f64; 2],
    state: [f64; 2],
}

impl Biquad {
    fn shelf(hz: f64, decibels: f64, quality: f64, rate: f64) -> Biquad {
        let turn = (PI * hz / rate).tan();
        let high = 10.0_f64.powf(decibels / 20.0);
        let band = high.powf(0.499_666_774_154_541_6);
        let scale = 1.0 + turn / quality + turn * turn;
        let forward = [
            (high + band * turn / quality + turn * turn) / scale,
            2.0 * (turn * turn - high) / scale,
            (high - band * turn / quality + turn * turn) / scale,
        ];
        Biquad { forward, back: back(turn, quality), state: [0.0; 2] }
    }

    fn high_pass(hz: f64, quality: f64, rate: f64) -> Biquad {
        let turn = (PI * hz / rate).tan();
        Biquad { forward: [1.0, -2.0, 1.0], back: back(turn, quality), state: [0.0; 2] }
    }

    fn next(&mut self, sample: f64) -> f64 {
        let [first, second] = &mut self.state;
        let out = self.forward[0] * sample + *first;
        *first = self.forward[1] * sample - self.back[0] * out + *second;
        *second = self.forward[2] * sample - self.back[1] * out;
        out
    }
}

fn back(turn: f64, quality: f64) -> [f64; 2] {
    let scale = 1.0 + turn / quality + turn * turn;
    [2.0 * (turn * turn - 1.0) / scale, (1.0 - turn / quality + turn * turn) / scale]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(hz: f64, level: f64, seconds: f64) -> Vec<f32> {
        (0..(seconds * 48_000.0) as usize)
            .map(|place| (level * (2.0 * PI * hz * place as f64 / 48_000.0).sin()) as f32)
            .collect()
    }

    /// The standard's own example: a full-scale 997 Hz tone on one side is -3.01 LUFS.
    #[test]
    fn the_standards_tone_measures_what_the_standard_says() {
        let silence = vec![0.0; 96_000];
        let one = loudness(&tone(997.0, 1.0, 2.0), &silence, 48_000);
        assert!((one.lufs + 3.01).abs() < 0.02, "{one:?}");
        let both = loudness(&tone(997.0, 0.1, 2.0), &tone(997.0, 0.1, 2.0), 48_000);
        assert!((both.lufs + 20.0).abs() < 0.02 && (both.peak_decibels + 20.0).abs() < 0.01, "{both:?}");
    }

    #[test]
    fn pauses_count_nothing_and_bass_counts_less() {
        let mut paused = tone(997.0, 0.1, 2.0);
        paused.extend(vec![0.0; 480_000]);
        let paused = loudness(&paused, &paused, 48_000);
        assert!((paused.lufs + 20.0).abs() < 0.5, "{paused:?}");
        let low = loudness(&tone(30.0, 0.1, 2.0), &tone(30.0, 0.1, 2.0), 48_000);
        assert!(low.lufs < -24.0, "{low:?}");
    }
}
