//! One block on the audio thread: where the host is, what the player says, what is sent and what sounds.
//!
//! **Invariant.** Nothing here allocates, locks, frees or logs while playing live. In an offline render the host's
//! thread may wait, and does: a bounce gets the music that is saved from its first sample on.

mod keys;
mod outlet;
mod position;

use std::time::Duration;

use nice_plug::prelude::*;
use player::Block;

use crate::bell::Bell;
use crate::mailboxes::{AudioEnd, Instrument};
use crate::params::{BandParams, Follow};
use crate::plugin::AiBand;
use keys::Keys;
use outlet::{Cue, Outlet};
use position::Clock;

/// Notes on their way to the synth within one block: more than 16 channels of 128 keys can begin and end at once.
const CUES: usize = 8_192;
/// Notes that came in within one block; hosts send what a person can play.
const THRU: usize = 512;
/// How long an offline render waits for the worker. A default bank is made in less, a big one is loaded in less.
pub const OFFLINE_PATIENCE: Duration = Duration::from_secs(30);
/// Longer than any release and reverb of a bank: then the synth is left alone until somebody plays.
const TAIL_SECONDS: f64 = 12.0;

pub struct Processing {
    end: AudioEnd,
    bell: Bell,
    instrument: Option<Box<Instrument>>,
    clock: Clock,
    sample_rate: f64,
    is_offline: bool,
    /// Keys that sound at the host's, and at the synth.
    sent: Keys,
    sounding: Keys,
    /// On which channel each key that came in was pressed: it ends there, wherever the next one goes.
    pressed: [Option<u8>; 128],
    /// What came in and ended while nobody took its end.
    owed: Keys,
    /// The host started over: what came in before it has no end of its own any more.
    has_reset: bool,
    cues: Vec<Cue>,
    incoming: Vec<Cue>,
    /// Frames since the synth was last told to begin something.
    still_frames: f64,
}

impl Processing {
    pub fn new(end: AudioEnd, bell: Bell) -> Processing {
        Processing {
            end,
            bell,
            instrument: None,
            clock: Clock::default(),
            sample_rate: f64::from(u16::MAX),
            is_offline: false,
            sent: Keys::default(),
            sounding: Keys::default(),
            pressed: [None; 128],
            owed: Keys::default(),
            has_reset: false,
            cues: Vec::with_capacity(CUES),
            incoming: Vec::with_capacity(THRU),
            still_frames: f64::INFINITY,
        }
    }

    /// Off the audio thread, before the first block at this rate.
    pub fn activate(&mut self, config: &BufferConfig, is_offline: bool) {
        self.sample_rate = f64::from(config.sample_rate);
        self.is_offline = is_offline;
        // One made for another rate is out of tune. Freeing is allowed here.
        self.instrument = self.instrument.take().filter(|instrument| is_for(instrument, self.sample_rate));
    }

    /// What sounds ends at the start of the next block.
    pub fn reset(&mut self) {
        self.end.player.reset();
        if let Some(instrument) = &mut self.instrument {
            instrument.all_sound_off();
        }
        self.sounding.clear();
        self.has_reset = true;
    }

    pub fn process(
        &mut self,
        buffer: &mut Buffer<'_>,
        params: &BandParams,
        context: &mut impl ProcessContext<AiBand>,
    ) -> ProcessStatus {
        if self.is_offline {
            // Too late is silence, which the window explains; a hanging host would lose more.
            let _ = self.bell.wait(OFFLINE_PATIENCE);
        }
        self.take_instrument();
        let frames = buffer.samples() as u32;
        let transport = match params.follow.value() {
            Follow::Host => position::of_host(context.transport(), self.end.wiring.origin_beat()),
            Follow::Session => Some(self.clock.transport(&self.end.wiring.clock, frames, self.sample_rate)),
        };
        self.end.heard.block(transport.as_ref(), context.transport().pos_beats);
        let block =
            Block { frames, sample_rate: self.sample_rate, transport, automation: params.automation() };
        self.play(&block, params.panic.value(), context);
        self.sound(buffer);
        // Even with nothing to play: a host that let it sleep would not wake it when somebody types a chord.
        ProcessStatus::KeepAlive
    }

    /// The player's notes and those that come in, to the host and into `cues`.
    fn play(&mut self, block: &Block, is_panic: bool, context: &mut impl ProcessContext<AiBand>) {
        self.cues.clear();
        self.incoming.clear();
        while let Some(event) = context.next_event() {
            outlet::take_in(&event, &mut self.incoming, THRU);
        }
        if block.automation.bypass {
            self.incoming.clear();
        }
        let mut outlet = Outlet {
            context,
            wiring: &self.end.wiring,
            heard: &self.end.heard,
            sent: &mut self.sent,
            sounding: &mut self.sounding,
            cues: &mut self.cues,
            cues_max: CUES,
            incoming: &self.incoming,
            pressed: &mut self.pressed,
            owed: &mut self.owed,
            thru: self.end.wiring.thru(),
        };
        outlet.pay();
        if std::mem::take(&mut self.has_reset) || block.automation.bypass {
            outlet.release();
        }
        self.end.player.process(block, &mut outlet);
        outlet.pass_through(u32::MAX);
        if is_panic {
            outlet.silence(block.frames.saturating_sub(1));
        }
    }

    /// Renders the synth from cue to cue.
    fn sound(&mut self, buffer: &mut Buffer<'_>) {
        let frames = buffer.samples();
        let [left, right, ..] = buffer.as_slice() else { return };
        left.fill(0.0);
        right.fill(0.0);
        let Some(instrument) = &mut self.instrument else { return };
        if !self.cues.is_empty() {
            self.still_frames = 0.0;
        } else if self.sounding.is_empty() {
            self.still_frames += frames as f64;
        }
        if self.still_frames > TAIL_SECONDS * self.sample_rate {
            return;
        }
        let mut at = 0;
        for cue in &self.cues {
            let sample = (cue.sample as usize).min(frames);
            if sample > at {
                instrument.render(&mut left[at..sample], &mut right[at..sample]);
                at = sample;
            }
            match cue.velocity {
                0 => instrument.note_off(cue.channel, cue.key),
                velocity => instrument.note_on(cue.channel, cue.key, velocity),
            }
        }
        instrument.render(&mut left[at..], &mut right[at..]);
    }

    /// The newest one plays; what it replaces goes home, where freeing is allowed.
    fn take_instrument(&mut self) {
        if self.end.instruments_home.slots() == 0 {
            return;
        }
        let Some(instrument) = self.end.instrument.take() else { return };
        if !is_for(&instrument, self.sample_rate) {
            // Its successor is being made. There was a slot.
            let _ = self.end.instruments_home.push(instrument);
            return;
        }
        // What sounds in the old one is cut with it; its ends would mean nothing to the new one.
        self.sounding.clear();
        if let Some(old) = self.instrument.replace(instrument) {
            // There was a slot.
            let _ = self.end.instruments_home.push(old);
        }
    }
}

/// Hosts' rates are whole numbers, as far as they can be played.
fn is_for(instrument: &Instrument, sample_rate: f64) -> bool {
    f64::from(instrument.sample_rate()) == sample_rate.round()
}
