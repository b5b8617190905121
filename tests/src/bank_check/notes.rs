//! Every zone of an instrument as it is heard, key by key.

use synth::{FluidSynth, Program, Synth};

use super::file::{BankFile, Instrument};
use super::heard::{cents_off, decay_seconds, level_decibels};
use super::{CENTS_MAX, DECAY_SLACK, STEP_DECIBELS_MAX};

const CHANNEL: u8 = 0;
const VELOCITY: u8 = 100;
/// The keys hands have.
const KEYS: (u8, u8) = (21, 108);
const NOTE_SECONDS: f64 = 1.3;
const DECAY_SECONDS_MAX: f64 = 12.0;
/// Until a note that has ended is gone.
const PAUSE_SECONDS: f64 = 0.05;

/// A synth that is played note by note, dry.
pub struct Ear {
    synth: FluidSynth,
    rate: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct InstrumentReport {
    pub name: String,
    pub zones: usize,
    /// The largest of all zones, at their lowest key, their root and their highest.
    pub cents: (f64, u8),
    /// The largest step from a zone's last key to the next one's first.
    pub step_decibels: (f64, u8),
    /// Of the lowest root and the highest, where notes end by themselves.
    pub decays: Option<(f64, f64)>,
    /// A root that rings longer than the one below.
    pub longer: Option<u8>,
}

impl Ear {
    pub fn new(synth: FluidSynth) -> Ear {
        let rate = f64::from(synth.sample_rate());
        Ear { synth: synth.dry(), rate }
    }

    pub fn choose(&mut self, program: Program) {
        self.synth.program(CHANNEL, program);
    }

    /// Both sides of a note that is held, as one.
    pub fn note(&mut self, key: u8, seconds: f64) -> Vec<f32> {
        self.synth.all_sound_off();
        self.listen(PAUSE_SECONDS);
        self.synth.note_on(CHANNEL, key, VELOCITY);
        self.listen(seconds)
    }

    fn listen(&mut self, seconds: f64) -> Vec<f32> {
        let frames = (seconds * self.rate) as usize;
        let (mut left, mut right) = (vec![0.0; frames], vec![0.0; frames]);
        self.synth.render(&mut left, &mut right);
        left.iter().zip(right).map(|(left, right)| (left + right) * 0.5).collect()
    }
}

/// The instrument that `preset` plays.
pub fn measure(
    ear: &mut Ear,
    file: &BankFile,
    instrument: &Instrument,
    preset: (u16, u16),
) -> InstrumentReport {
    ear.choose(Program { bank: preset.0, number: preset.1 as u8 });
    let mut zones: Vec<(u8, u8, u8)> = instrument
        .zones
        .iter()
        .map(|zone| (zone.keys.0.max(KEYS.0), zone.keys.1.min(KEYS.1), file.samples[zone.sample].root_key))
        .collect();
    zones.sort_unstable();
    let (mut cents, mut step, mut last_level) = ((0.0, 0), (0.0, 0), None);
    for (low, high, root) in &zones {
        for key in [*low, *root, *high] {
            let frames = ear.note(key, NOTE_SECONDS);
            cents = larger(cents, cents_off(&frames, ear.rate, frequency(key)), key);
            let level = level_decibels(&frames, ear.rate);
            if key == *low
                && let Some(last) = last_level
            {
                step = larger(step, level - last, key);
            }
            last_level = Some(level);
        }
    }
    let (decays, longer) = decays(ear, &zones);
    InstrumentReport {
        name: instrument.name.clone(),
        zones: zones.len(),
        cents,
        step_decibels: step,
        decays,
        longer,
    }
}

fn decays(ear: &mut Ear, zones: &[(u8, u8, u8)]) -> (Option<(f64, f64)>, Option<u8>) {
    let mut times: Vec<(u8, f64)> = Vec::new();
    for (_, _, root) in zones {
        let frames = ear.note(*root, DECAY_SECONDS_MAX);
        let Some(seconds) = decay_seconds(&frames, ear.rate) else { return (None, None) };
        times.push((*root, seconds));
    }
    let longer = times.windows(2).find(|pair| pair[1].1 > pair[0].1 * DECAY_SLACK).map(|pair| pair[1].0);
    (times.first().zip(times.last()).map(|(first, last)| (first.1, last.1)), longer)
}

fn larger(known: (f64, u8), found: f64, key: u8) -> (f64, u8) {
    if found.abs() > known.0.abs() { (found, key) } else { known }
}

fn frequency(key: u8) -> f64 {
    440.0 * 2.0_f64.powf((f64::from(key) - 69.0) / 12.0)
}

impl InstrumentReport {
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let name = &self.name;
        if self.cents.0.abs() >= CENTS_MAX {
            faults.push(format!("{name}: key {} is {:+.2} cents off", self.cents.1, self.cents.0));
        }
        if self.step_decibels.0.abs() >= STEP_DECIBELS_MAX {
            let (decibels, key) = self.step_decibels;
            faults.push(format!(
                "{name}: the zone from key {key} on is {decibels:+.2} dB against the one below"
            ));
        }
        if let Some(key) = self.longer {
            faults.push(format!("{name}: key {key} rings longer than the zone below"));
        }
        faults
    }
}
