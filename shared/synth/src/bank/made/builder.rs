//! Puts tones together to a font.

use super::tone::Tone;
use crate::bank::font::{Font, Generator, Instrument, Modulator, Preset, Sample, Zone, kind};
use crate::bank::write::{self, PADDING_FRAMES};

/// FluidLite wants the first frames before a loop, and looks a few past it.
const AROUND_LOOP_FRAMES: usize = 8;
const LOOPED: i16 = 1;

#[derive(Default)]
pub(super) struct Builder {
    font: Font,
    frames: Vec<i16>,
}

/// How a pitched instrument's notes go on and end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    pub(super) attack_seconds: f64,
    /// Until 96 dB down, at middle C; 0 holds as long as the key.
    pub(super) decay_seconds: f64,
    /// How much shorter each key's decay is than the one's below it, in 1200ths of a halving.
    pub(super) decay_per_key: i16,
    pub(super) release_seconds: f64,
    /// How far a soft stroke closes the filter, in cents; 0 has no filter.
    pub(super) softness_cents: i16,
    pub(super) reverb: i16,
    pub(super) chorus: i16,
    /// In cents, after a while.
    pub(super) vibrato: i16,
}

/// Keys from `low` to `high` play `tone`, which sounds as `root`.
pub(super) struct Span {
    pub(super) low: u8,
    pub(super) high: u8,
    pub(super) root: u8,
    pub(super) tone: Tone,
}

/// A piece of a kit: what its key plays softly and hard.
pub(super) struct Stroke {
    pub(super) key: u8,
    pub(super) sample: u16,
    pub(super) velocities: (u8, u8),
    pub(super) semitones: i16,
    pub(super) pan: i16,
    /// In tenths of a decibel, by the format.
    pub(super) quieter: i16,
    /// Pieces of one group end each other; 0 is none.
    pub(super) group: i16,
    pub(super) release_seconds: f64,
}

impl Builder {
    pub(super) fn new(name: &str) -> Builder {
        Builder { font: Font { name: name.to_owned(), ..Font::default() }, frames: Vec::new() }
    }

    pub(super) fn sample(&mut self, name: &str, root: u8, tone: &Tone) -> u16 {
        let start = self.frames.len() as u32;
        self.frames.extend(tone.samples());
        let loop_end = self.frames.len() as u32;
        let is_looped = tone.loop_frames > 0;
        if is_looped {
            // Beyond its end a loop goes on as at its start.
            let again = self.frames.len() - tone.loop_frames;
            self.frames.extend_from_within(again..again + AROUND_LOOP_FRAMES);
        }
        let end = self.frames.len() as u32;
        let (loop_start, loop_end) =
            if is_looped { (loop_end - tone.loop_frames as u32, loop_end) } else { (start + 8, end - 8) };
        self.frames.extend([0; PADDING_FRAMES]);
        let (rate_hz, name) = (tone.rate_hz, name.to_owned());
        let sample =
            Sample { name, start, end, loop_start, loop_end, rate_hz, root_key: root, correction_cents: 0 };
        self.font.samples.push(sample);
        (self.font.samples.len() - 1) as u16
    }

    pub(super) fn pitched(&mut self, name: &str, manner: &Manner, spans: Vec<Span>) -> u16 {
        let mut zones = vec![manner.zone()];
        for Span { low, high, root, tone } in spans {
            let sample = self.sample(&format!("{name} {root}"), root, &tone);
            let mut generators = vec![Generator::range(kind::KEY_RANGE, low, high)];
            generators
                .push(Generator::new(kind::SAMPLE_MODES, if tone.loop_frames > 0 { LOOPED } else { 0 }));
            zones.push(Zone { generators, modulators: Vec::new(), target: Some(sample) });
        }
        self.instrument(name, zones)
    }

    pub(super) fn kit(&mut self, name: &str, reverb: i16, strokes: &[Stroke]) -> u16 {
        let generators = vec![Generator::new(kind::REVERB_SEND, reverb)];
        let mut zones = vec![Zone { generators, modulators: vec![KIT_TOUCH], target: None }];
        zones.extend(strokes.iter().map(Stroke::zone));
        self.instrument(name, zones)
    }

    fn instrument(&mut self, name: &str, zones: Vec<Zone>) -> u16 {
        self.font.instruments.push(Instrument { name: name.to_owned(), zones });
        (self.font.instruments.len() - 1) as u16
    }

    pub(super) fn preset(&mut self, name: &str, bank: u16, number: u8, instrument: u16) {
        let zones = vec![Zone { target: Some(instrument), ..Zone::default() }];
        self.font.presets.push(Preset { name: name.to_owned(), bank, number: number.into(), zones });
    }

    pub(super) fn finish(mut self, comment: &str) -> Vec<u8> {
        self.font.comment = comment.to_owned();
        write::whole(&self.font, &self.frames)
    }
}

impl Manner {
    fn zone(&self) -> Zone {
        let mut generators = vec![
            Generator::new(kind::ENVELOPE_ATTACK, timecents(self.attack_seconds)),
            Generator::new(kind::ENVELOPE_RELEASE, timecents(self.release_seconds)),
        ];
        if self.decay_seconds > 0.0 {
            generators.push(Generator::new(kind::ENVELOPE_DECAY, timecents(self.decay_seconds)));
            generators.push(Generator::new(kind::ENVELOPE_SUSTAIN, 1_000));
            generators.push(Generator::new(kind::KEY_TO_DECAY, self.decay_per_key));
        }
        if self.vibrato > 0 {
            generators.push(Generator::new(kind::VIBRATO_TO_PITCH, self.vibrato));
            generators.push(Generator::new(kind::VIBRATO_DELAY, timecents(0.35)));
            generators.push(Generator::new(kind::VIBRATO_RATE, VIBRATO_RATE));
        }
        generators.push(Generator::new(kind::REVERB_SEND, self.reverb));
        generators.push(Generator::new(kind::CHORUS_SEND, self.chorus));
        let mut modulators = vec![TOUCH];
        if self.softness_cents > 0 {
            modulators.push(Modulator {
                source: VELOCITY_FROM_ABOVE,
                destination: kind::FILTER_CUTOFF,
                amount: -self.softness_cents,
                amount_source: 0,
                transform: 0,
            });
        }
        Zone { generators, modulators, target: None }
    }
}

/// 5.4 Hz, in cents above 8.176 Hz.
const VIBRATO_RATE: i16 = -718;
/// Half as hard is 9 dB quieter, not 12 as the format has it: a band that plays softly is still heard.
const TOUCH: Modulator = Modulator {
    source: VELOCITY_FROM_ABOVE | CONCAVE,
    destination: kind::ATTENUATION,
    amount: 720,
    amount_source: 0,
    transform: 0,
};
/// Hats keep time however softly they do.
const KIT_TOUCH: Modulator = Modulator { amount: 540, ..TOUCH };
const CONCAVE: u16 = 1 << 10;
/// The softer, the more.
const VELOCITY_FROM_ABOVE: u16 = 2 | 1 << 8;

impl Stroke {
    fn zone(&self) -> Zone {
        let generators = vec![
            Generator::range(kind::KEY_RANGE, self.key, self.key),
            Generator::range(kind::VELOCITY_RANGE, self.velocities.0, self.velocities.1),
            Generator::new(kind::PAN, self.pan),
            Generator::new(kind::ENVELOPE_RELEASE, timecents(self.release_seconds)),
            Generator::new(kind::ATTENUATION, self.quieter),
            Generator::new(kind::COARSE_TUNE, self.semitones),
            Generator::new(kind::SCALE_TUNING, 0),
            Generator::new(kind::EXCLUSIVE_CLASS, self.group),
            Generator::new(kind::ROOT_KEY, i16::from(self.key)),
        ];
        Zone { generators, modulators: Vec::new(), target: Some(self.sample) }
    }
}

/// Seconds as the format counts them: 1200ths of doublings of a second.
fn timecents(seconds: f64) -> i16 {
    // By halving the interval: no logarithm is the same everywhere.
    let (mut low, mut high) = (-12_000_i16, 8_000_i16);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        let is_above = super::exact::power_of_two(f64::from(middle) / 1_200.0) > seconds;
        if is_above { high = middle } else { low = middle }
    }
    low
}
