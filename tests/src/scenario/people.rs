//! What people do while it plays: turn knobs, approve new programs, reset.

use music::lane::Lane;

use super::habit::Habit;
use super::world::World;
use super::{Automation, Moment, Sink, Step, Strategy};

/// Acts between blocks.
#[derive(Clone, Debug)]
pub(super) struct People {
    pub(super) automation: Automation,
    /// What is turned in this scenario.
    knobs: Vec<Habit>,
    /// One of so many blocks sees something turned.
    patience: u64,
    programs: u64,
    posts_left: u64,
    posted: u64,
}

const KNOBS: [Habit; 9] = [
    Habit::Mute,
    Habit::Solo,
    Habit::Level,
    Habit::Complexity,
    Habit::Intensity,
    Habit::PatternB,
    Habit::Fill,
    Habit::Fill,
    Habit::Bypass,
];

/// As many as somebody in a hurry decides.
const POSTS_MAX: u64 = 6;

impl People {
    pub(super) fn new(world: &mut World, programs: usize, blocks: u64) -> People {
        let knobs = (0..world.chance.below(4)).map(|_| world.chance.pick(&KNOBS)).collect();
        let posts_left = world.chance.below(POSTS_MAX);
        let patience = (blocks / world.chance.between(1, 8) as u64).max(2);
        let automation = Automation::default();
        People { automation, knobs, patience, programs: programs as u64, posts_left, posted: 0 }
    }

    /// The first program is there from the start, as a rule.
    pub(super) fn begin(&mut self, world: &mut World, steps: &mut Vec<Step>) {
        if world.chance.one_in(10) {
            world.habits.add(Habit::SilenceAtFirst);
        } else {
            steps.push(Step::Post { program: 0, moment: Moment::Now, strategy: Strategy::HardCut });
            self.posted = 1;
        }
    }

    /// Before a block.
    pub(super) fn act(&mut self, world: &mut World, steps: &mut Vec<Step>, stopped: bool) {
        if !self.knobs.is_empty() && world.chance.one_in(self.patience) {
            let knob = world.chance.pick(&self.knobs);
            self.turn(world, knob);
        }
        if self.posts_left > 0 && world.chance.one_in(self.patience) {
            self.post(world, steps);
            if stopped {
                world.habits.add(Habit::SwitchWhileStopped);
            }
            if world.chance.one_in(4) && self.posts_left > 0 {
                self.post(world, steps);
                world.habits.add(Habit::SwitchSuperseded);
            }
        }
        if world.chance.one_in(self.patience * 8) {
            world.habits.add(Habit::Reset);
            steps.push(Step::Reset);
        }
    }

    fn turn(&mut self, world: &mut World, knob: Habit) {
        world.habits.add(knob);
        let chance = &mut world.chance;
        let lane = &mut self.automation.lanes[chance.pick(&[0, 1, 2, 2, 3, 4, Lane::Pad.index()])];
        match knob {
            Habit::Mute => lane.muted = !lane.muted,
            Habit::Solo => lane.soloed = !lane.soloed,
            Habit::Level => lane.level = chance.pick(&[0, 1, 63, 64, 100, 127, 128, 255]),
            Habit::Complexity => self.automation.complexity = chance.pick(&[0, 63, 64, 86, 87, 88, 127, 255]),
            Habit::Intensity => {
                self.automation.intensity = chance.pick(&[0, 1, 32, 63, 65, 100, 127, 64, 128, 255]);
            }
            Habit::PatternB => self.automation.pattern_b = !self.automation.pattern_b,
            Habit::Fill => self.automation.fill = !self.automation.fill,
            other => {
                assert_eq!(other, Habit::Bypass, "a habit that is no knob");
                self.automation.bypass = !self.automation.bypass;
            }
        }
    }

    fn post(&mut self, world: &mut World, steps: &mut Vec<Step>) {
        let (habit, moment) = match world.chance.below(6) {
            0 | 1 => (Habit::SwitchNow, Moment::Now),
            2 => (Habit::SwitchNextBeat, Moment::NextBeat),
            3 => (Habit::SwitchNextBar, Moment::NextBar),
            4 => (Habit::SwitchNextSection, Moment::NextSection),
            5.. => (Habit::SwitchAtBeat, Moment::Beat(world.place())),
        };
        let (how, strategy) = match world.chance.below(5) {
            0 | 1 => (Habit::HardCut, Strategy::HardCut),
            2 => (Habit::CrossfadeOverNothing, Strategy::Crossfade { beats: 0 }),
            3.. => (Habit::Crossfade, Strategy::Crossfade { beats: world.chance.pick(&[1, 1, 2, 4]) }),
        };
        world.habits.add(habit);
        world.habits.add(how);
        if self.posted > 1 {
            world.habits.add(Habit::SeveralSwitches);
        }
        let program = world.chance.below(self.programs) as usize;
        steps.push(Step::Post { program, moment, strategy });
        self.posted += 1;
        self.posts_left -= 1;
    }
}

/// A host's buffer.
pub(super) fn sink(world: &mut World) -> Sink {
    match world.chance.below(10) {
        0 => {
            world.habits.add(Habit::SinkHolds);
            Sink::Holds(world.chance.below(4) as u32)
        }
        1 => {
            world.habits.add(Habit::SinkFickle);
            Sink::Fickle { salt: world.chance.next_u64(), refusals: world.chance.between(1, 6) as u64 }
        }
        2.. => Sink::Accepts,
    }
}
