//! A host that is in no hurry: it plays a program from a place of a song on, a block whenever somebody asks for one.

mod clock;

use music::time::{TICKS_PER_BEAT, Ticks};
use music::{meter, tempo};

use crate::automation::Automation;
use crate::block::{Block, Transport};
use crate::compiled::Program;
use crate::handle::PlayerHandle;
use crate::player::Player;
use crate::sink::NoteSink;
use crate::to_audio::{Moment, Strategy};

pub use clock::Clock;

/// A host's transport that rolls through a song, at the song's own tempo and meter, with a player behind it.
pub struct Bounce {
    player: Player,
    /// What the player sends home needs somewhere to arrive.
    _handle: PlayerHandle,
    clock: Clock,
    meter: meter::Map,
    automation: Automation,
    now: u64,
}

/// Where a song is played from, by which maps and at which rate.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    pub tempo: &'a tempo::Map,
    pub meter: &'a meter::Map,
    pub from: Ticks,
    pub sample_rate: u32,
}

impl Bounce {
    /// Its first block lands at `from` as a host's does: held notes are taken up.
    pub fn new(program: Box<Program>, ground: &Ground<'_>, automation: Automation) -> Bounce {
        let (player, mut handle) = Player::new();
        handle.play(program, Moment::Now, Strategy::HardCut);
        let clock = Clock::new(ground.tempo, ground.from, ground.sample_rate);
        let meter = ground.meter.clone();
        Bounce { player, _handle: handle, clock, meter, automation, now: 0 }
    }

    /// How many samples there were before the block that is played next.
    pub fn now(&self) -> u64 {
        self.now
    }

    /// Plays a block of at most `frames_max`, or to where the tempo changes: each has one tempo. How many there were.
    pub fn next(&mut self, frames_max: u32, sink: &mut impl NoteSink) -> u32 {
        let until_change = self.clock.next_change(self.now).map_or(u64::MAX, |change| change - self.now);
        let frames = u64::from(frames_max.max(1)).min(until_change) as u32;
        self.player.process(&self.block(frames), sink);
        self.now += u64::from(frames);
        frames
    }

    fn block(&self, frames: u32) -> Block {
        let (ticks, tempo) = self.clock.at(self.now);
        let on_paper = Ticks(ticks.floor() as i64);
        let bar_start = on_paper - self.meter.bar_at(on_paper).into;
        let transport = Transport {
            playing: true,
            tempo_bpm: tempo.bpm_f64(),
            position_beats: Some(ticks / TICKS_PER_BEAT as f64),
            loop_range: None,
            meter: Some(self.meter.at(on_paper)),
            bar_start: Some(bar_start.as_beats_f64()),
        };
        let sample_rate = f64::from(self.clock.sample_rate());
        Block { frames, sample_rate, transport: Some(transport), automation: self.automation }
    }
}
