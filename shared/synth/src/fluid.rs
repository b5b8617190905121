//! The synth on FluidLite.

mod native;

use crate::bank::Bank;
use crate::synth::{CHANNELS, Program, SAMPLE_RATE_MAX, SAMPLE_RATE_MIN, Synth, controller};
use native::{Chorus, Native, Refused, Reverb};

/// Its voices begin, end and change only where a stretch of this many frames begins.
const GRID_FRAMES: u32 = 64;
/// Leaves a band of eight room below full scale, with banks as loud as they usually are.
const GAIN: f32 = 0.5;
/// Our own bank is quieter: its samples keep the balance of its instruments, the drums first.
const OWN_GAIN: f32 = 0.9;
/// FluidLite's reverb is built of delays in frames, for this rate.
const REVERB_RATE_HZ: f64 = 44_100.0;
/// How much of itself its echoes keep: what a room of size 0 keeps, and what size adds.
const REVERB_FEEDBACK: (f64, f64) = (0.7, 0.28);
/// As feedback at [`REVERB_RATE_HZ`]: a room in which a band sounds well, a second long.
const ROOM: f64 = 0.3;
/// Wide and slow: FluidLite's own bends pitches by a fifth of a semitone.
const CHORUS: Chorus = Chorus { voices: 3, level: 1.2, speed_hz: 0.33, depth_ms: 2.4 };
/// A band in a room, where nobody says otherwise.
const REVERB_SEND: u8 = 40;

const ALL_SOUND_OFF: u8 = 120;
/// Bank select, because programs are chosen by [`Synth::program`]; and NRPN, whose number FluidLite adds up from what
/// comes until it points outside its tables.
const KEPT_OUT: [u8; 4] = [0, 32, 98, 99];

/// Plays a bank through FluidLite.
pub struct FluidSynth {
    native: Native,
    bank: Bank,
    sample_rate: u32,
}

/// Why there is no synth.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    #[error("{bank}: FluidLite cannot load it; choose another bank")]
    Bank { bank: String },
    #[error(
        "a sample rate of {sample_rate} Hz cannot be played; choose one from {SAMPLE_RATE_MIN} to {SAMPLE_RATE_MAX} Hz"
    )]
    SampleRate { sample_rate: u32 },
    #[error("{bank}: there is not enough memory to load it; choose a smaller bank")]
    NoMemory { bank: String },
}

impl FluidSynth {
    /// Loads the bank, which takes up to seconds, and seats the band: not for the audio thread. Another sample rate is
    /// another synth.
    pub fn open(bank: &Bank, sample_rate: u32) -> Result<FluidSynth, OpenError> {
        if !(SAMPLE_RATE_MIN..=SAMPLE_RATE_MAX).contains(&sample_rate) {
            return Err(OpenError::SampleRate { sample_rate });
        }
        let gain = if bank.is_own() { OWN_GAIN } else { GAIN };
        let native = Native::open(bank.image(), sample_rate, gain).map_err(|refused| match refused {
            Refused::NoMemory => OpenError::NoMemory { bank: bank.name().to_owned() },
            Refused::Bank => OpenError::Bank { bank: bank.name().to_owned() },
        })?;
        let mut synth = FluidSynth { native, bank: bank.clone(), sample_rate };
        synth.native.set_reverb(&reverb(sample_rate));
        synth.native.set_chorus(&CHORUS);
        for channel in 0..CHANNELS {
            synth.program(channel, Program::pitched(0));
            synth.control(channel, controller::REVERB_SEND, REVERB_SEND);
        }
        synth.seat_the_band();
        Ok(synth)
    }

    /// Without reverb and chorus, for measuring and for whoever has better ones.
    pub fn dry(mut self) -> FluidSynth {
        self.native.set_effects_on(false);
        self
    }

    pub fn bank(&self) -> &Bank {
        &self.bank
    }

    /// Of FluidLite.
    pub fn version() -> &'static str {
        native::version()
    }
}

/// The same length at every rate: echoes that come twice as often keep the root.
fn reverb(sample_rate: u32) -> Reverb {
    let (least, more) = REVERB_FEEDBACK;
    let feedback = (least + more * ROOM).powf(REVERB_RATE_HZ / f64::from(sample_rate));
    Reverb { room: (feedback - least) / more, damping: 0.3, width: 0.8, level: 0.7 }
}

impl Synth for FluidSynth {
    fn program(&mut self, channel: u8, program: Program) {
        let there = self.bank.nearest(program);
        if channel < CHANNELS {
            self.native.select(channel, there.bank, there.number.into());
        }
    }

    fn note_on(&mut self, channel: u8, key: u8, velocity: u8) {
        if channel < CHANNELS && key < 128 && velocity < 128 {
            self.native.note_on(channel, key, velocity);
        }
    }

    fn note_off(&mut self, channel: u8, key: u8) {
        if channel < CHANNELS && key < 128 {
            self.native.note_off(channel, key);
        }
    }

    fn control(&mut self, channel: u8, controller: u8, value: u8) {
        let is_kept_out = KEPT_OUT.contains(&controller);
        if channel < CHANNELS && controller < 128 && value < 128 && !is_kept_out {
            self.native.control(channel, controller, value);
        }
    }

    fn bend(&mut self, channel: u8, value: u16) {
        if channel < CHANNELS && value < 1 << 14 {
            self.native.bend(channel, value);
        }
    }

    fn all_sound_off(&mut self) {
        for channel in 0..CHANNELS {
            self.native.control(channel, ALL_SOUND_OFF, 0);
        }
    }

    fn render(&mut self, left: &mut [f32], right: &mut [f32]) {
        self.native.render(left, right);
    }

    fn latency_frames_max(&self) -> u32 {
        GRID_FRAMES
    }

    fn sample_rate(&self) -> u32 {
        self.sample_rate
    }
}
