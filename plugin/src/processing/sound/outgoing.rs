//! An instrument that plays what began in it to its end, and nothing new.

use crate::mailboxes::Instrument;

use super::super::keys::Keys;

/// As many frames are rendered at once: what it says is added to what the newest says.
const FRAMES: usize = 256;
/// Nobody hears what is below −100 dB.
const SILENCE: f32 = 1e-5;
/// A reverb may breathe before its last word.
const SILENT_SECONDS: f64 = 0.25;
/// With a newer one waiting: short enough not to be waited for, long enough not to click.
const HURRY_SECONDS: f64 = 0.02;

pub(super) struct Outgoing {
    instrument: Box<Instrument>,
    held: Keys,
    sample_rate: f64,
    silent_frames: f64,
    gain: f32,
    /// What the gain loses with each frame.
    fade: f32,
}

impl Outgoing {
    pub(super) fn new(instrument: Box<Instrument>, held: Keys, sample_rate: f64) -> Outgoing {
        Outgoing { instrument, held, sample_rate, silent_frames: 0.0, gain: 1.0, fade: 0.0 }
    }

    pub(super) fn is_over(&self) -> bool {
        let is_silent = self.silent_frames > SILENT_SECONDS * self.sample_rate;
        self.gain <= 0.0 || self.held.is_empty() && is_silent
    }

    pub(super) fn into_instrument(self) -> Box<Instrument> {
        self.instrument
    }

    /// Somebody waits for its place.
    pub(super) fn hurry(&mut self) {
        self.fade = (1.0 / (HURRY_SECONDS * self.sample_rate)) as f32;
    }

    pub(super) fn all_off(&mut self) {
        self.instrument.all_sound_off();
        self.held.clear();
    }

    /// Whether the key was down here.
    pub(super) fn end(&mut self, channel: u8, key: u8) -> bool {
        let was_down = self.held.release(channel, key);
        if was_down {
            self.instrument.note_off(channel, key);
        }
        was_down
    }

    pub(super) fn add_to(&mut self, left: &mut [f32], right: &mut [f32]) {
        for (left, right) in left.chunks_mut(FRAMES).zip(right.chunks_mut(FRAMES)) {
            self.add_chunk(left, right);
        }
    }

    fn add_chunk(&mut self, left: &mut [f32], right: &mut [f32]) {
        let (mut own_left, mut own_right) = ([0.0; FRAMES], [0.0; FRAMES]);
        let frames = left.len().min(right.len());
        self.instrument.render(&mut own_left[..frames], &mut own_right[..frames]);
        let mut loudest = 0.0_f32;
        for frame in 0..frames {
            left[frame] += own_left[frame] * self.gain;
            right[frame] += own_right[frame] * self.gain;
            self.gain = (self.gain - self.fade).max(0.0);
            loudest = loudest.max(own_left[frame].abs()).max(own_right[frame].abs());
        }
        self.silent_frames = if loudest < SILENCE { self.silent_frames + frames as f64 } else { 0.0 };
    }
}
