//! A sound font as SoundFont 2 lays it out: samples, instruments that spread them over keys, presets that layer those.

/// Everything but the sample data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Font {
    pub(crate) name: String,
    pub(crate) comment: String,
    pub(crate) samples: Vec<Sample>,
    pub(crate) instruments: Vec<Instrument>,
    pub(crate) presets: Vec<Preset>,
}

/// Positions are frames in the bank's sample data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sample {
    pub(crate) name: String,
    pub(crate) start: u32,
    /// After the last frame.
    pub(crate) end: u32,
    pub(crate) loop_start: u32,
    pub(crate) loop_end: u32,
    pub(crate) rate_hz: u32,
    pub(crate) root_key: u8,
    pub(crate) correction_cents: i8,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Instrument {
    pub(crate) name: String,
    pub(crate) zones: Vec<Zone>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Preset {
    pub(crate) name: String,
    pub(crate) bank: u16,
    pub(crate) number: u16,
    pub(crate) zones: Vec<Zone>,
}

/// Without a target it says what holds for all zones after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Zone {
    /// Each kind once; the key range first, then the velocity range.
    pub(crate) generators: Vec<Generator>,
    pub(crate) modulators: Vec<Modulator>,
    /// Of an instrument's zone the index of a sample, of a preset's that of an instrument.
    pub(crate) target: Option<u16>,
}

/// One setting, its amount as the two bytes that are in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Generator {
    pub(crate) kind: u16,
    pub(crate) amount: [u8; 2],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Modulator {
    pub(crate) source: u16,
    pub(crate) destination: u16,
    pub(crate) amount: i16,
    pub(crate) amount_source: u16,
    pub(crate) transform: u16,
}

impl Generator {
    pub(crate) fn new(kind: u16, amount: i16) -> Generator {
        Generator { kind, amount: amount.to_le_bytes() }
    }

    pub(crate) fn range(kind: u16, low: u8, high: u8) -> Generator {
        Generator { kind, amount: [low, high] }
    }

    pub(crate) fn value(self) -> i16 {
        i16::from_le_bytes(self.amount)
    }
}

/// What generators are called in the file.
pub(crate) mod kind {
    pub(crate) const START_OFFSET: u16 = 0;
    pub(crate) const END_OFFSET: u16 = 1;
    pub(crate) const LOOP_START_OFFSET: u16 = 2;
    pub(crate) const LOOP_END_OFFSET: u16 = 3;
    pub(crate) const START_OFFSET_COARSE: u16 = 4;
    pub(crate) const FILTER_CUTOFF: u16 = 8;
    pub(crate) const END_OFFSET_COARSE: u16 = 12;
    pub(crate) const CHORUS_SEND: u16 = 15;
    pub(crate) const REVERB_SEND: u16 = 16;
    pub(crate) const PAN: u16 = 17;
    pub(crate) const VIBRATO_DELAY: u16 = 23;
    pub(crate) const VIBRATO_RATE: u16 = 24;
    pub(crate) const VIBRATO_TO_PITCH: u16 = 6;
    pub(crate) const ENVELOPE_ATTACK: u16 = 34;
    pub(crate) const ENVELOPE_DECAY: u16 = 36;
    pub(crate) const ENVELOPE_SUSTAIN: u16 = 37;
    pub(crate) const ENVELOPE_RELEASE: u16 = 38;
    pub(crate) const KEY_TO_DECAY: u16 = 40;
    pub(crate) const INSTRUMENT: u16 = 41;
    pub(crate) const KEY_RANGE: u16 = 43;
    pub(crate) const VELOCITY_RANGE: u16 = 44;
    pub(crate) const LOOP_START_OFFSET_COARSE: u16 = 45;
    pub(crate) const ATTENUATION: u16 = 48;
    pub(crate) const LOOP_END_OFFSET_COARSE: u16 = 50;
    pub(crate) const COARSE_TUNE: u16 = 51;
    pub(crate) const SAMPLE: u16 = 53;
    pub(crate) const SAMPLE_MODES: u16 = 54;
    pub(crate) const SCALE_TUNING: u16 = 56;
    pub(crate) const EXCLUSIVE_CLASS: u16 = 57;
    pub(crate) const ROOT_KEY: u16 = 58;
}
