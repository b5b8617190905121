//! A scenario: everything one trial of the player is told, as plain data with exact numbers.

mod dump;
pub mod habit;
mod host;
mod people;
pub mod ratio;
mod songs;
pub mod steady;
mod transports;
mod world;

use music::lane::Lane;
use music::meter::Meter;

use habit::Habits;
use ratio::Ratio;

/// Clips, programs made of them, and what happens in which order.
#[derive(Clone, Debug)]
pub struct Scenario {
    pub seed: u64,
    pub habits: Habits,
    pub clips: Vec<Clip>,
    pub programs: Vec<Program>,
    pub steps: Vec<Step>,
    pub sink: Sink,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clip {
    pub length: i64,
    pub notes: Vec<Note>,
}

/// In ticks of its clip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    pub start: i64,
    pub length: i64,
    pub offset_us: i32,
    pub key: u8,
    pub velocity: u8,
    pub importance: u8,
}

#[derive(Clone, Debug)]
pub struct Program {
    pub regions: Vec<Region>,
    /// Where sections start, in ticks.
    pub sections: Vec<i64>,
    pub lanes: [LaneSetting; Lane::COUNT],
}

/// Clips are named by their place in [`Scenario::clips`].
#[derive(Clone, Copy, Debug)]
pub struct Region {
    pub lane: Lane,
    pub start: i64,
    pub end: i64,
    pub into: i64,
    pub looped: bool,
    pub main: usize,
    pub b: Option<usize>,
    pub fill: Option<usize>,
}

#[derive(Clone, Copy, Debug)]
pub struct LaneSetting {
    pub plays: bool,
    pub channel: u8,
    pub sustains: bool,
}

#[derive(Clone, Debug)]
pub enum Step {
    Block(Box<Block>),
    Post { program: usize, moment: Moment, strategy: Strategy },
    Reset,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    Now,
    NextBeat,
    NextBar,
    NextSection,
    Beat(i64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    HardCut,
    Crossfade { beats: u8 },
}

#[derive(Clone, Debug)]
pub struct Block {
    pub frames: u32,
    pub sample_rate: Number,
    pub transport: Option<Transport>,
    pub automation: Automation,
}

/// A host's number: one it can mean, or nonsense.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    Exact(Ratio),
    Nonsense(f64),
}

#[derive(Clone, Debug)]
pub struct Transport {
    pub playing: bool,
    pub tempo_bpm: Number,
    pub position_beats: Option<Number>,
    pub loop_range: Option<(Number, Number)>,
    pub meter: Option<Meter>,
    pub bar_start: Option<Number>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Automation {
    pub complexity: u8,
    pub intensity: u8,
    pub pattern_b: bool,
    pub fill: bool,
    pub bypass: bool,
    pub lanes: [LaneAutomation; Lane::COUNT],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaneAutomation {
    pub muted: bool,
    pub soloed: bool,
    pub level: u8,
}

/// A host's event buffer: what it refuses.
#[derive(Clone, Copy, Debug)]
pub enum Sink {
    Accepts,
    /// Takes this many events a block, then no more.
    Holds(u32),
    /// Refuses some offers by their count, `refusals` of 8 on average.
    Fickle {
        salt: u64,
        refusals: u64,
    },
}

/// A sink at work: the player's and the oracle's count alike.
#[derive(Clone, Debug)]
pub struct SinkAtWork {
    sink: Sink,
    offered: u64,
    taken_this_block: u32,
}

impl Sink {
    pub fn at_work(self) -> SinkAtWork {
        SinkAtWork { sink: self, offered: 0, taken_this_block: 0 }
    }
}

impl SinkAtWork {
    /// The last block of a scenario refuses nothing.
    pub fn begin_block(&mut self, is_last: bool) {
        self.taken_this_block = 0;
        if is_last {
            self.sink = Sink::Accepts;
        }
    }

    pub fn accepts(&mut self) -> bool {
        self.offered += 1;
        let accepted = match self.sink {
            Sink::Accepts => true,
            Sink::Holds(capacity) => self.taken_this_block < capacity,
            Sink::Fickle { salt, refusals } => crate::chance::mixed(salt ^ self.offered) % 8 >= refusals,
        };
        self.taken_this_block += u32::from(accepted);
        accepted
    }
}

impl Number {
    pub fn whole(number: i128) -> Number {
        Number::Exact(Ratio::whole(number))
    }

    /// What the host hands over.
    pub fn as_f64(self) -> f64 {
        match self {
            Number::Exact(ratio) => ratio.nearest_f64(),
            Number::Nonsense(float) => float,
        }
    }

    /// The number if it lies in the range.
    pub fn within(self, low: i128, high: i128) -> Option<Ratio> {
        match self {
            Number::Exact(ratio) => {
                (Ratio::whole(low) <= ratio && ratio <= Ratio::whole(high)).then_some(ratio)
            }
            Number::Nonsense(_) => None,
        }
    }
}

impl Default for Automation {
    fn default() -> Automation {
        let open = LaneAutomation { muted: false, soloed: false, level: 127 };
        let lanes = [open; Lane::COUNT];
        Automation { complexity: 127, intensity: 64, pattern_b: false, fill: false, bypass: false, lanes }
    }
}

impl Default for LaneSetting {
    fn default() -> LaneSetting {
        LaneSetting { plays: true, channel: 0, sustains: false }
    }
}

impl Scenario {
    /// The same seed makes the same scenario, everywhere.
    pub fn from_seed(seed: u64) -> Scenario {
        let mut world = world::World::new(seed);
        let (clips, programs) = songs::write(&mut world);
        let sink = people::sink(&mut world);
        let mut host = host::Host::new(world, programs.len());
        host.perform();
        Scenario { seed, habits: host.world.habits, clips, programs, steps: host.steps, sink }
    }

    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.steps.iter().filter_map(|step| match step {
            Step::Block(block) => Some(&**block),
            Step::Post { .. } | Step::Reset => None,
        })
    }
}
