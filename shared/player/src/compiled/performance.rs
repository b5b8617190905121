//! Feel that takes thought, so it is applied when compiling: drum map, key fold, swing, humanise.

use music::clip::OFFSET_MAX;
use music::time::{TICKS_PER_BEAT, Ticks};

use super::Note;

/// Settings of one lane; the default plays as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Performance {
    /// Which key of the user's kit each written key becomes.
    pub drum_map: Option<Box<[u8; 128]>>,
    /// Notes outside are moved by octaves until they are inside, lowest and highest key included.
    pub fold: Option<(u8, u8)>,
    pub swing: Option<Swing>,
    pub humanise: Humanise,
}

/// Delays the second of each pair of `unit`s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swing {
    /// An eighth (480) or a sixteenth (240).
    pub unit: Ticks,
    /// Share of the pair that the first gets, in percent: 50 straight, 67 triplets.
    pub percent: u8,
}

/// Moves each note by up to `micros_max` either way, by a hash of the seed and the note: the same every time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Humanise {
    pub micros_max: u32,
    pub seed: u64,
}

const OCTAVE: i32 = 12;

impl Performance {
    pub(super) fn apply(&self, notes: &mut [Note]) {
        for note in notes {
            note.key = self.mapped(note.key);
            if let Some(swing) = self.swing {
                (note.start, note.end) = (swing.warped(note.start), swing.warped(note.end));
            }
            note.offset_us += self.humanise.offset_us(note);
            note.offset_us = note.offset_us.clamp(-OFFSET_MAX.0, OFFSET_MAX.0);
        }
    }

    fn mapped(&self, key: u8) -> u8 {
        let key = self.drum_map.as_ref().map_or(key, |map| map[usize::from(key & 127)].min(127));
        self.fold.map_or(key, |range| folded(key, range))
    }
}

/// A range of less than an octave may not hold the pitch class at all: then the note stays just below it.
fn folded(key: u8, (lowest, highest): (u8, u8)) -> u8 {
    let (mut key, lowest, highest) = (i32::from(key), i32::from(lowest), i32::from(highest));
    if key < lowest {
        key += (lowest - key + OCTAVE - 1) / OCTAVE * OCTAVE;
    }
    if key > highest {
        key -= (key - highest + OCTAVE - 1) / OCTAVE * OCTAVE;
    }
    key.clamp(0, 127) as u8
}

impl Swing {
    const STRAIGHT_PERCENT: i64 = 50;
    /// Beyond three to one the second note is a grace note to the next.
    const HARDEST_PERCENT: i64 = 75;
    /// Nobody swings notes longer than a whole one; and products of ticks stay far from overflowing.
    const UNIT_MAX: i64 = 4 * TICKS_PER_BEAT;

    /// Stretches the first unit of each pair and squeezes the second, so that order is kept.
    fn warped(self, at: i64) -> i64 {
        let unit = self.unit.0.clamp(1, Self::UNIT_MAX);
        let percent = i64::from(self.percent).clamp(Self::STRAIGHT_PERCENT, Self::HARDEST_PERCENT);
        let (pair, within) = (at.div_euclid(2 * unit), at.rem_euclid(2 * unit));
        let middle = 2 * unit * percent / 100;
        let warped = if within < unit {
            within * middle / unit
        } else {
            middle + (within - unit) * (2 * unit - middle) / unit
        };
        pair * 2 * unit + warped
    }
}

impl Humanise {
    fn offset_us(self, note: &Note) -> i32 {
        let micros_max = self.micros_max.min(OFFSET_MAX.0 as u32);
        if micros_max == 0 {
            return 0;
        }
        let place = (note.start as u64) << 8 | u64::from(note.key);
        let choices = 2 * u64::from(micros_max) + 1;
        (mixed(self.seed ^ mixed(place)) % choices) as i32 - micros_max as i32
    }
}

/// The finaliser of SplitMix64: every input bit reaches every output bit.
fn mixed(value: u64) -> u64 {
    let value = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let value = (value ^ value >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ value >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ value >> 31
}
