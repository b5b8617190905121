//! One sample while it is being made: frames at a rate of their own, perhaps with a loop.

use super::exact::{frequency, from_decibels};
use super::filter::high_pass;

/// Of 32 768: a little room, so that interpolation between samples clips nowhere either.
const PEAK_MAX: f64 = 0.89;
/// Slower than that is no sound.
pub(super) const DRIFT_HZ: f64 = 10.0;
/// What the ear takes for the loudness of something struck.
const LOUDNESS_SECONDS: f64 = 0.35;

#[derive(Clone, Debug)]
pub(super) struct Tone {
    pub(super) frames: Vec<f64>,
    pub(super) rate_hz: u32,
    /// Frames at the end that repeat; 0 where none do.
    pub(super) loop_frames: usize,
}

/// How many frames a period has, and the rate at which that is the key's frequency: every zone has a rate of its own,
/// so that periods are whole frames, strings need no fraction of a delay and loops close.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pitch {
    pub(super) period_frames: usize,
    pub(super) rate_hz: u32,
}

impl Pitch {
    /// Near `rate_hz`.
    pub(super) fn of_key(key: u8, rate_hz: f64) -> Pitch {
        let hz = frequency(f64::from(key));
        let period = (rate_hz / hz).round().max(8.0);
        Pitch { period_frames: period as usize, rate_hz: (period * hz).round() as u32 }
    }

    pub(super) fn rate(self) -> f64 {
        f64::from(self.rate_hz)
    }

    pub(super) fn hz(self) -> f64 {
        self.rate() / self.period_frames as f64
    }

    pub(super) fn frames(self, seconds: f64) -> usize {
        (seconds * self.rate()) as usize
    }

    /// Whole periods that take about so long.
    pub(super) fn periods(self, seconds: f64) -> usize {
        let periods = (seconds * self.hz()).round().max(1.0) as usize;
        periods * self.period_frames
    }
}

impl Tone {
    /// Struck once.
    pub(super) fn once(frames: Vec<f64>, rate_hz: u32) -> Tone {
        Tone { frames, rate_hz, loop_frames: 0 }
    }

    /// Ends in a loop of whole periods, into which it fades: what is in it comes round unchanged.
    pub(super) fn looped(mut frames: Vec<f64>, pitch: Pitch, loop_frames: usize) -> Tone {
        let start = frames.len() - loop_frames;
        // Towards the loop's end it becomes what stands before its start, which is what is played next.
        let fade = loop_frames.min(start);
        for place in 0..fade {
            let share = (place + 1) as f64 / fade as f64;
            let at = start + loop_frames - fade + place;
            frames[at] = frames[at] * (1.0 - share) + frames[at - loop_frames] * share;
        }
        Tone { frames, rate_hz: pitch.rate_hz, loop_frames }
    }

    /// As loud as `decibels` below full scale, by what is heard first.
    pub(super) fn levelled(mut self, decibels: f64) -> Tone {
        let heard = ((LOUDNESS_SECONDS * f64::from(self.rate_hz)) as usize).clamp(1, self.frames.len());
        let power: f64 = self.frames[..heard].iter().map(|frame| frame * frame).sum::<f64>() / heard as f64;
        let wanted = from_decibels(decibels) / power.sqrt().max(1e-9);
        let peak = self.frames.iter().fold(0.0_f64, |peak, frame| peak.max(frame.abs()));
        let gain = wanted.min(PEAK_MAX / peak.max(1e-9));
        self.frames.iter_mut().for_each(|frame| *frame *= gain);
        self
    }

    /// As loud as there is room for.
    pub(super) fn peaking(mut self, decibels: f64) -> Tone {
        let peak = self.frames.iter().fold(0.0_f64, |peak, frame| peak.max(frame.abs()));
        let gain = PEAK_MAX * from_decibels(decibels) / peak.max(1e-9);
        self.frames.iter_mut().for_each(|frame| *frame *= gain);
        self
    }

    /// Begins and ends in silence.
    pub(super) fn faded(mut self, out_seconds: f64) -> Tone {
        let count = ((out_seconds * f64::from(self.rate_hz)) as usize).min(self.frames.len());
        let from = self.frames.len() - count;
        for (place, frame) in self.frames[from..].iter_mut().enumerate() {
            let left = 1.0 - (place + 1) as f64 / count as f64;
            *frame *= left * left;
        }
        self
    }

    /// Without what is too slow to be heard and would only take room. Whatever comes before the loop is long enough for
    /// the filter to have settled.
    pub(super) fn without_drift(mut self) -> Tone {
        high_pass(&mut self.frames, DRIFT_HZ, f64::from(self.rate_hz));
        self
    }

    pub(super) fn without_offset(mut self) -> Tone {
        let mean = self.frames.iter().sum::<f64>() / self.frames.len().max(1) as f64;
        self.frames.iter_mut().for_each(|frame| *frame -= mean);
        self
    }

    pub(super) fn samples(&self) -> impl Iterator<Item = i16> + '_ {
        self.frames.iter().map(|frame| (frame * 32_768.0).round().clamp(-32_768.0, 32_767.0) as i16)
    }
}
