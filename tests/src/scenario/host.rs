//! A host: it knows exactly where it is, and says so in its own way, block by block.

use music::meter::Meter;

use super::habit::Habit;
use super::people::People;
use super::ratio::Ratio;
use super::world::World;
use super::{Automation, Block, Number, Step, Transport};

/// Writes the steps of a scenario.
#[derive(Debug)]
pub(super) struct Host {
    pub(super) world: World,
    people: People,
    pub(super) steps: Vec<Step>,
    /// In ticks.
    pub(super) position: Ratio,
    pub(super) tempo: Ratio,
    /// In ticks, while the loop is on.
    pub(super) loop_range: Option<(Ratio, Ratio)>,
    pub(super) meter: Option<Meter>,
    pub(super) bar_start: BarStart,
    saying: Saying,
    tempo_habit: TempoHabit,
    pub(super) frames_left: i64,
}

/// What a host says of its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Saying {
    Exactly,
    /// Off by up to a quarter of a sample.
    Jittering,
    /// In steps of 2⁻³¹ beats, cut or rounded.
    FixedPoint {
        rounded: bool,
    },
    Nothing,
}

/// What a host says of its bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BarStart {
    Missing,
    /// The last bar line before the block.
    Right,
    /// In ticks, wherever that is.
    Odd(i64),
    Nonsense,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TempoHabit {
    Constant,
    Steps,
    StepsInsideBlocks,
    Ramp,
    Nonsense,
}

pub(super) const SAMPLES_IN_LOOP_MIN: i64 = 3;

pub(super) const NONSENSE: [f64; 7] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e10, -1e300, 1e300, -2e9];

impl Host {
    pub(super) fn new(mut world: World, programs: usize) -> Host {
        let blocks = (world.frames / world.next_size()).max(1) as u64;
        let mut people = People::new(&mut world, programs, blocks);
        let mut steps = Vec::new();
        people.begin(&mut world, &mut steps);
        let chance = &mut world.chance;
        let saying = match chance.below(8) {
            0 => Saying::Jittering,
            1 => Saying::FixedPoint { rounded: chance.one_in(2) },
            2 => Saying::Nothing,
            3.. => Saying::Exactly,
        };
        let tempo_habit = match chance.below(8) {
            0 => TempoHabit::Steps,
            1 => TempoHabit::StepsInsideBlocks,
            2 => TempoHabit::Ramp,
            3 => TempoHabit::Nonsense,
            4.. => TempoHabit::Constant,
        };
        let bar_start = match chance.below(5) {
            0 => BarStart::Odd(chance.between(-500, 5_000)),
            1 => BarStart::Nonsense,
            2 | 3 => BarStart::Right,
            4.. => BarStart::Missing,
        };
        let position = Ratio::whole(world.start.into());
        let (tempo, meter, frames_left) = (world.tempo, world.meter, world.frames);
        let mut host = Host {
            world,
            people,
            steps,
            position,
            tempo,
            loop_range: None,
            meter,
            bar_start,
            saying,
            tempo_habit,
            frames_left,
        };
        host.record();
        host
    }

    fn record(&mut self) {
        let habits = &mut self.world.habits;
        match self.saying {
            Saying::Exactly => {}
            Saying::Jittering => habits.add(Habit::PositionJitter),
            Saying::FixedPoint { .. } => habits.add(Habit::PositionFixedPoint),
            Saying::Nothing => habits.add(Habit::NoPosition),
        }
        habits.add(match self.tempo_habit {
            TempoHabit::Constant => Habit::TempoConstant,
            TempoHabit::Steps => Habit::TempoSteps,
            TempoHabit::StepsInsideBlocks => Habit::TempoStepsInsideBlocks,
            TempoHabit::Ramp => Habit::TempoRamp,
            TempoHabit::Nonsense => Habit::TempoNonsense,
        });
        match self.bar_start {
            BarStart::Right => {}
            BarStart::Missing => habits.add(Habit::BarStartMissing),
            BarStart::Odd(_) => habits.add(Habit::BarStartOdd),
            BarStart::Nonsense => habits.add(Habit::BarStartNonsense),
        }
        if self.meter.is_none() {
            habits.add(Habit::MeterMissing);
        }
    }

    pub(super) fn is_free_running(&self) -> bool {
        self.saying == Saying::Nothing
    }

    pub(super) fn ticks_of(&self, frames: i64) -> Ratio {
        Ratio::new(frames.into(), 1) * Ratio::whole(16) * self.tempo / Ratio::whole(self.world.rate)
    }

    /// How many samples it is from here to a place; never negative.
    pub(super) fn samples_to(&self, place: Ratio) -> Ratio {
        ((place - self.position) / self.ticks_of(1)).max(Ratio::ZERO)
    }

    /// A playing block, and time goes on.
    pub(super) fn roll(&mut self, frames: i64) {
        if frames <= 0 || self.frames_left <= 0 {
            return;
        }
        let said = self.tempo;
        let transport = self.said(true);
        self.push(frames, Some(transport));
        let tempo_after = self.next_tempo();
        let average = match self.tempo_habit {
            TempoHabit::Ramp => (said + tempo_after) / Ratio::whole(2),
            TempoHabit::StepsInsideBlocks => (said + tempo_after * Ratio::whole(3)) / Ratio::whole(4),
            TempoHabit::Constant | TempoHabit::Steps | TempoHabit::Nonsense => said,
        };
        self.tempo = average;
        let ticks = self.ticks_of(frames);
        self.position = self.position + ticks;
        self.tempo = tempo_after;
    }

    fn next_tempo(&mut self) -> Ratio {
        let often = match self.tempo_habit {
            TempoHabit::Constant => return self.tempo,
            TempoHabit::Ramp => 2,
            TempoHabit::Steps | TempoHabit::StepsInsideBlocks | TempoHabit::Nonsense => 8,
        };
        if self.world.chance.one_in(often) { self.world.another_tempo() } else { self.tempo }
    }

    /// A block in which the host stands still.
    pub(super) fn stand(&mut self, frames: i64) {
        let transport = self.said(false);
        self.push(frames, Some(transport));
    }

    pub(super) fn push(&mut self, frames: i64, transport: Option<Transport>) {
        let stopped = transport.as_ref().is_none_or(|said| !said.playing);
        self.people.act(&mut self.world, &mut self.steps, stopped);
        let sample_rate = Number::whole(self.world.rate);
        let automation: Automation = self.people.automation;
        let frames = u32::try_from(frames).expect("blocks have no negative length");
        self.steps.push(Step::Block(Box::new(Block { frames, sample_rate, transport, automation })));
        // Stopped blocks cost, too.
        self.frames_left -= i64::from(frames.max(1));
    }

    pub(super) fn said(&mut self, playing: bool) -> Transport {
        let beats = |ticks: Ratio| Number::Exact(ticks / Ratio::whole(960));
        let tempo_bpm = if self.tempo_habit == TempoHabit::Nonsense && self.world.chance.one_in(4) {
            Number::Nonsense(self.world.chance.pick(&[
                f64::NAN,
                0.0,
                -120.0,
                f64::INFINITY,
                0.99,
                10_001.0,
                1e300,
            ]))
        } else {
            Number::Exact(self.tempo)
        };
        Transport {
            playing,
            tempo_bpm,
            position_beats: self.said_position().map(beats),
            loop_range: self.said_loop().map(|(start, end)| (beats(start), beats(end))),
            meter: self.meter,
            bar_start: self.said_bar_start(),
        }
    }

    /// Loops of a sample or two wrap everywhere, on floats' whim, and prove nothing.
    fn said_loop(&self) -> Option<(Ratio, Ratio)> {
        let least = self.ticks_of(SAMPLES_IN_LOOP_MIN);
        self.loop_range.filter(|(start, end)| *end - *start >= least || *end - *start < Ratio::whole(15))
    }

    fn said_position(&mut self) -> Option<Ratio> {
        match self.saying {
            Saying::Exactly => Some(self.position),
            // Parts of a sample that never add up to the half that would make it a jump.
            Saying::Jittering => {
                let parts = self.world.chance.between(-24, 24);
                Some(self.position + self.ticks_of(1) * Ratio::new(parts.into(), 101))
            }
            Saying::FixedPoint { rounded } => {
                let beats = self.position / Ratio::whole(960);
                let half = Ratio::new(i128::from(rounded), 1 << 32);
                Some((beats + half).floored_to(1 << 31) * Ratio::whole(960))
            }
            Saying::Nothing => None,
        }
    }

    fn said_bar_start(&self) -> Option<Number> {
        let beats = |ticks: i128| Number::Exact(Ratio::new(ticks, 960));
        match self.bar_start {
            BarStart::Missing => None,
            BarStart::Odd(ticks) => Some(beats(ticks.into())),
            BarStart::Nonsense => Some(Number::Nonsense(f64::NAN)),
            BarStart::Right => {
                let bar = i128::from(self.meter.map_or(3_840, |meter| meter.bar_ticks().0));
                Some(beats(self.position.floor().div_euclid(bar) * bar))
            }
        }
    }
}
