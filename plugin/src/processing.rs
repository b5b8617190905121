//! One block on the audio thread: where the host is, what the player says, what is sent and what sounds.
//!
//! **Invariant.** Nothing here allocates, locks, frees or logs while playing live. In an offline render the host's
//! thread may wait, and does: a bounce gets the music that is saved from its first sample on.

mod keys;
mod outlet;
mod patience;
mod position;
mod session;
mod sound;

use std::time::Duration;

use nice_plug::prelude::*;
use player::Block;

use crate::bell::Bell;
use crate::mailboxes::AudioEnd;
use crate::net::block_times::BlockTimes;
use crate::net::host_clock;
use crate::params::{BandParams, Follow};
use crate::plugin::AiBand;
use keys::Keys;
use outlet::{Cue, Outlet};
use patience::Patience;
use position::Clock;
use session::Session;
use sound::Sound;

/// Notes on their way to the synth within one block: more than 16 channels of 128 keys can begin and end at once.
const CUES: usize = 8_192;
/// Notes that came in within one block; hosts send what a person can play.
const THRU: usize = 512;
/// How long an offline render waits for the worker. A default bank is made in less, a big one is loaded in less.
pub const OFFLINE_PATIENCE: Duration = Duration::from_secs(30);

pub struct Processing {
    end: AudioEnd,
    bell: Bell,
    patience: Patience,
    sound: Sound,
    clock: Clock,
    session: Session,
    block_times: BlockTimes,
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
}

impl Processing {
    pub fn new(end: AudioEnd, bell: Bell) -> Processing {
        Processing {
            end,
            bell,
            patience: Patience::of(OFFLINE_PATIENCE),
            sound: Sound::new(),
            clock: Clock::default(),
            session: Session::default(),
            block_times: BlockTimes::default(),
            sample_rate: f64::from(u16::MAX),
            is_offline: false,
            sent: Keys::default(),
            sounding: Keys::default(),
            pressed: [None; 128],
            owed: Keys::default(),
            has_reset: false,
            cues: Vec::with_capacity(CUES),
            incoming: Vec::with_capacity(THRU),
        }
    }

    /// Off the audio thread, before the first block at this rate.
    pub fn activate(&mut self, config: &BufferConfig, is_offline: bool) {
        self.sample_rate = f64::from(config.sample_rate);
        self.is_offline = is_offline;
        self.sound.activate(self.sample_rate);
    }

    /// What sounds ends at the start of the next block.
    pub fn reset(&mut self) {
        self.end.player.reset();
        self.sound.all_off();
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
            self.patience.wait(&self.bell);
        }
        self.sound.take(&self.end.instrument, &self.sounding, &mut self.end.instruments_home);
        let frames = buffer.samples() as u32;
        let transport = self.transport(params.follow.value(), frames, context.transport());
        self.end.heard.block(transport.as_ref(), context.transport().pos_beats);
        let block =
            Block { frames, sample_rate: self.sample_rate, transport, automation: params.automation() };
        self.play(&block, params.panic.value(), context);
        self.sound(buffer);
        // Even with nothing to play: a host that let it sleep would not wake it when somebody types a chord.
        ProcessStatus::KeepAlive
    }

    /// Where the music is in this block: as the host says, as the session does, or by the own clock.
    fn transport(
        &mut self,
        follow: Follow,
        frames: u32,
        host: &nice_plug::prelude::Transport,
    ) -> Option<player::Transport> {
        let wiring = &self.end.wiring;
        let due = self.block_times.block(host_clock::now(), frames, self.sample_rate);
        let by_host = position::of_host(host, wiring.origin_beat());
        if let Some(said) = position::said(by_host.as_ref(), due, self.is_offline, follow) {
            self.end.heard.host(&said);
        }
        // A bounce has a clock of its own.
        let is_led = !self.is_offline && !wiring.is_on_its_own();
        match follow {
            Follow::Host if is_led && self.session.is_to_play(&wiring.course, host.playing) => {
                self.session.transport(due, frames, self.sample_rate)
            }
            Follow::Host => {
                self.session.stop();
                by_host
            }
            Follow::Session if is_led && self.session.is_there(&wiring.course) => {
                let transport = self.session.transport(due, frames, self.sample_rate);
                // Where the own clock goes on should it have to.
                self.clock.stand(transport.as_ref());
                transport
            }
            Follow::Session => {
                self.session.stop();
                Some(self.clock.transport(&wiring.clock, frames, self.sample_rate))
            }
        }
    }

    /// The player's notes and those that come in, to the host and into `cues`.
    fn play(&mut self, block: &Block, is_panic: bool, context: &mut impl ProcessContext<AiBand>) {
        self.cues.clear();
        self.incoming.clear();
        let mut ended_keys = 0;
        while let Some(event) = context.next_event() {
            outlet::take_in(&event, &mut self.incoming, THRU, &mut ended_keys);
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
            outlet.release(u128::MAX, 0);
        }
        self.end.player.process(block, &mut outlet);
        outlet.pass_through(u32::MAX);
        let last = block.frames.saturating_sub(1);
        outlet.release(ended_keys, last);
        if is_panic {
            outlet.silence(last);
        }
    }

    fn sound(&mut self, buffer: &mut Buffer<'_>) {
        let [left, right, ..] = buffer.as_slice() else { return };
        left.fill(0.0);
        right.fill(0.0);
        self.sound.render(left, right, &self.cues, &self.sounding);
    }
}
