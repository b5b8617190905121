//! Scenarios whose notes must not depend on how time is cut: one tempo, a faithful host, nobody touches anything.

use super::host::SAMPLES_IN_LOOP_MIN;
use super::ratio::Ratio;
use super::world::World;
use super::{Automation, Block, Moment, Number, Scenario, Sink, Step, Strategy, Transport, songs};
use crate::chance::Chance;

/// The same stretch of the same song in blocks of other sizes.
pub fn cut_twice(seed: u64) -> (Scenario, Scenario) {
    let mut world = World::new(seed);
    let (clips, programs) = songs::write(&mut world);
    let start = Ratio::new(i128::from(world.place()) * 7 - i128::from(world.chance.below(70)), 7);
    let in_loop = world.chance.one_in(2);
    let says_position = !world.chance.one_in(4);
    let second =
        (world.chance.below(programs.len() as u64) as usize, moment(&mut world), strategy(&mut world));
    let frames = world.frames.min(4_000);
    let host = Host { world: &world, start, in_loop, says_position, frames };
    let scenario = |sizes: u64| {
        let mut steps = vec![post(0, Moment::Now, Strategy::HardCut)];
        steps.extend(host.blocks(Chance::new(seed ^ sizes), post(second.0, second.1, second.2)));
        let (clips, programs) = (clips.clone(), programs.clone());
        Scenario { seed, habits: world.habits, clips, programs, steps, sink: Sink::Accepts }
    };
    (scenario(1), scenario(2))
}

/// A place that is the same however time is cut; what waits for a bar must have been posted before.
fn moment(world: &mut World) -> Moment {
    match world.chance.below(4) {
        0 => Moment::NextBar,
        1 => Moment::NextBeat,
        2.. => Moment::Beat(world.place()),
    }
}

fn strategy(world: &mut World) -> Strategy {
    let beats = world.chance.pick(&[0, 1, 2]);
    if world.chance.one_in(2) { Strategy::HardCut } else { Strategy::Crossfade { beats } }
}

fn post(program: usize, moment: Moment, strategy: Strategy) -> Step {
    Step::Post { program, moment, strategy }
}

struct Host<'a> {
    world: &'a World,
    start: Ratio,
    in_loop: bool,
    says_position: bool,
    frames: i64,
}

impl Host<'_> {
    /// The second program is posted after a first block that all cuts have in common.
    fn blocks(&self, mut chance: Chance, second: Step) -> Vec<Step> {
        let largest = chance.pick(&[1, 17, 64, 512, 4_096]);
        let (mut position, mut left) = (self.start, self.frames);
        let mut steps = Vec::new();
        let mut second = Some(second);
        while left > 0 {
            let frames =
                if second.is_some() { 7 } else { chance.between((largest / 2).max(1), largest) }.min(left);
            steps.push(self.block(frames, position, true));
            steps.extend(second.take());
            position = self.after(position, frames);
            left -= frames;
        }
        steps.push(self.block(8, position, false));
        steps
    }

    fn loop_range(&self) -> Option<(Ratio, Ratio)> {
        let (start, end) = self.world.loop_range;
        // Off the border of what counts as a loop, where floats would have to decide.
        let end = end + i64::from(end - start == 15);
        // Nor does a loop of a sample or two sound the same however it is cut: it wraps on every sample.
        let least = self.world.ticks_of(SAMPLES_IN_LOOP_MIN);
        let is_long_enough = Ratio::whole((end - start).into()) >= least;
        (self.in_loop && is_long_enough).then(|| (Ratio::whole(start.into()), Ratio::whole(end.into())))
    }

    /// Where the host is after a block: it wraps as the law does, a hair before the end, and keeps the fraction.
    fn after(&self, position: Ratio, frames: i64) -> Ratio {
        let reached = position + self.world.ticks_of(frames);
        let hair_after = |place: Ratio| place + self.world.ticks_per_sample() / Ratio::whole(1_024);
        match self.loop_range() {
            Some((start, end)) if hair_after(position) < end && hair_after(reached) >= end => {
                let laps = ((hair_after(reached) - end) / (end - start)).floor();
                start + (reached - end) - (end - start) * Ratio::whole(laps)
            }
            Some(_) | None => reached,
        }
    }

    fn block(&self, frames: i64, position: Ratio, playing: bool) -> Step {
        let beats = |ticks: Ratio| Number::Exact(ticks / Ratio::whole(960));
        let is_first = position == self.start;
        let transport = Transport {
            playing,
            tempo_bpm: Number::Exact(self.world.tempo),
            position_beats: (self.says_position || is_first).then(|| beats(position)),
            loop_range: self.loop_range().map(|(start, end)| (beats(start), beats(end))),
            meter: self.world.meter,
            bar_start: None,
        };
        let sample_rate = Number::whole(self.world.rate);
        let frames = u32::try_from(frames).expect("blocks have no negative length");
        let automation = Automation::default();
        Step::Block(Box::new(Block { frames, sample_rate, transport: Some(transport), automation }))
    }
}
