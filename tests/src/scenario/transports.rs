//! What hosts do with their transport, one function a habit.

use super::habit::Habit;
use super::host::{Host, NONSENSE};
use super::ratio::Ratio;
use super::{Number, Step};

/// A habit and how it is acted out.
type Act = (Habit, fn(&mut Host));

const ACTS: [Act; 24] = [
    (Habit::PlayOn, play_on),
    (Habit::PlayOn, play_on),
    (Habit::StopAndPlay, stop_and_play),
    (Habit::PlayAgainWithoutStop, play_again_without_stop),
    (Habit::Seek, seek),
    (Habit::SeekUnderASample, seek_under_a_sample),
    (Habit::SeekOnTheBoundary, seek_on_the_boundary),
    (Habit::LoopSplitToItsStart, loop_split_to_its_start),
    (Habit::LoopSplitWithFraction, loop_split_with_fraction),
    (Habit::LoopUnsplit, loop_unsplit),
    (Habit::LoopUnsplit, loop_unsplit),
    (Habit::LoopInWholeSamples, loop_in_whole_samples),
    (Habit::LoopShorterThanBlock, loop_shorter_than_block),
    (Habit::LoopTooShort, loop_too_short),
    (Habit::LoopMoves, loop_moves),
    (Habit::PlayBeyondLoop, play_beyond_loop),
    (Habit::PreRoll, pre_roll),
    (Habit::LoopWhileStopped, loop_while_stopped),
    (Habit::NoTransport, no_transport),
    (Habit::FirstBlockNotPlaying, first_block_not_playing),
    (Habit::PositionNonsense, nonsense),
    (Habit::MeterChanges, meter_changes),
    (Habit::EmptyBlock, empty_block),
    (Habit::RateChanges, rate_changes),
];

/// As many blocks as a scenario may have: they cost more than the frames in them.
const STEPS_MAX: usize = 500;

impl Host {
    /// Acts until the frames are used up, and stops for good.
    pub(super) fn perform(&mut self) {
        start_somewhere(self);
        while self.frames_left > 0 && self.steps.len() < STEPS_MAX {
            let (habit, act) = self.world.chance.pick(&ACTS);
            self.world.habits.add(habit);
            act(self);
        }
        self.stand(16);
        self.stand(16);
    }

    fn count(&mut self, most: i64) -> i64 {
        self.world.chance.between(1, most)
    }

    fn roll_blocks(&mut self, most: i64) {
        for _ in 0..self.count(most) {
            let frames = self.world.next_size();
            self.roll(frames);
        }
    }

    fn place(&mut self) -> Ratio {
        Ratio::whole(self.world.place().into())
    }

    /// The world's loop, now and then between ticks.
    fn turn_loop_on(&mut self) {
        let (start, end) = self.world.loop_range;
        let shift = if self.world.chance.one_in(6) { Ratio::new(1, 3) } else { Ratio::ZERO };
        self.set_loop(Ratio::whole(start.into()) + shift, Ratio::whole(end.into()) + shift);
    }

    /// Exactly 1/64 beat is the shortest loop; floats can tell only where both ends are multiples of it.
    fn set_loop(&mut self, start: Ratio, end: Ratio) {
        let shortest = Ratio::whole(15);
        let unclear = end - start == shortest && (start / shortest).denominator() != 1;
        self.loop_range = Some((start, if unclear { end + Ratio::whole(1) } else { end }));
    }

    fn loop_ends(&self) -> (Ratio, Ratio) {
        self.loop_range.expect("the loop was turned on")
    }

    /// Before the loop's end, often near it.
    fn go_into_loop(&mut self) {
        let (start, end) = self.loop_ends();
        if start <= self.position && self.position < end {
            return;
        }
        let back = self.world.chance.between(0, 700);
        let near = end - self.ticks_of(back);
        self.position = match self.world.chance.below(3) {
            0 => start,
            1 => near.max(start),
            2.. => near,
        };
    }

    /// Time goes on as one block; a host that does not split says wrapped positions afterwards.
    fn roll_unsplit(&mut self, frames: i64) {
        let before = self.position;
        self.roll(frames);
        let (start, end) = self.loop_ends();
        if before < end && self.position >= end {
            let laps = ((self.position - end) / (end - start)).floor();
            self.position = start + (self.position - end) - (end - start) * Ratio::whole(laps);
        }
    }

    /// Splits the block where the loop ends; what is left over plays from `landing`.
    fn roll_split(&mut self, frames: i64, with_fraction: bool) {
        let (start, end) = self.loop_ends();
        let until = i64::try_from(self.samples_to(end).ceil()).unwrap_or(i64::MAX);
        if self.position >= end || until >= frames {
            self.roll(frames);
        } else {
            self.roll(until);
            let over = (self.position - end).max(Ratio::ZERO);
            self.position = if with_fraction { start + over } else { start };
            self.roll(frames - until);
        }
    }
}

/// On a place, or so that a place falls on, or half way between, samples of a block's edge.
fn start_somewhere(host: &mut Host) {
    let place = host.place();
    let frames = host.world.next_size() * host.world.chance.between(0, 2);
    let half = host.ticks_of(1) / Ratio::whole(2);
    host.position = match host.world.chance.below(6) {
        0 => place,
        1 => place - host.ticks_of(frames),
        2 => place - host.ticks_of(frames) + half,
        3 => place - host.ticks_of(frames) - half,
        4 => place - Ratio::new(host.world.chance.between(-7, 70).into(), 7),
        5.. => Ratio::whole(host.world.start.into()),
    };
    if host.world.chance.one_in(3) {
        host.stand(8);
    }
}

fn play_on(host: &mut Host) {
    host.roll_blocks(12);
}

fn stop_and_play(host: &mut Host) {
    host.roll_blocks(3);
    for _ in 0..host.count(2) {
        let frames = host.world.next_size();
        host.stand(frames);
    }
    if host.world.chance.one_in(2) {
        start_somewhere(host);
    }
    host.roll_blocks(4);
}

fn play_again_without_stop(host: &mut Host) {
    host.position = Ratio::whole(host.world.start.into());
    host.roll_blocks(4);
    host.position = Ratio::whole(host.world.start.into());
    host.roll_blocks(4);
}

fn seek(host: &mut Host) {
    host.position = host.place();
    host.roll_blocks(3);
}

/// Some of these are corrections, some are jumps.
fn seek_under_a_sample(host: &mut Host) {
    host.roll_blocks(2);
    let parts = host.world.chance.between(-100, 100);
    host.position = host.position + host.ticks_of(1) * Ratio::new(parts.into(), 101);
    host.roll_blocks(3);
}

/// So that the next block's first or last sample is a place.
fn seek_on_the_boundary(host: &mut Host) {
    let frames = host.world.next_size();
    let beside = host.world.chance.between(-1, 1);
    host.position = host.place() - host.ticks_of(frames + beside);
    host.roll(frames);
    host.roll_blocks(2);
}

fn loop_split_to_its_start(host: &mut Host) {
    split_rounds(host, false);
}

fn loop_split_with_fraction(host: &mut Host) {
    split_rounds(host, true);
}

fn split_rounds(host: &mut Host, with_fraction: bool) {
    host.turn_loop_on();
    host.go_into_loop();
    for _ in 0..host.count(6) {
        let frames = host.world.next_size();
        host.roll_split(frames, with_fraction);
    }
    leave_loop(host);
}

fn loop_unsplit(host: &mut Host) {
    host.turn_loop_on();
    host.go_into_loop();
    if host.is_free_running() {
        host.world.habits.add(Habit::NoPositionInLoop);
    }
    for _ in 0..host.count(10) {
        let frames = host.world.next_size();
        host.roll_unsplit(frames);
    }
    leave_loop(host);
}

/// Both ends stand on the host's own samples: each of its wraps is off by the same part of one.
fn loop_in_whole_samples(host: &mut Host) {
    host.turn_loop_on();
    host.go_into_loop();
    let parts = host.world.chance.between(-100, 100);
    for _ in 0..host.count(10) {
        let (before, frames) = (host.position, host.world.next_size());
        host.roll_unsplit(frames);
        if host.position < before {
            host.position = host.position + host.ticks_of(1) * Ratio::new(parts.into(), 101);
        }
    }
    leave_loop(host);
}

fn leave_loop(host: &mut Host) {
    if host.world.chance.one_in(2) {
        host.loop_range = None;
    }
}

/// A block of several rounds; the loop is never shorter than a few samples.
fn loop_shorter_than_block(host: &mut Host) {
    let samples = host.world.chance.between(5, 40);
    let length = host.ticks_of(samples).max(Ratio::whole(15));
    let start = host.place();
    host.set_loop(start, start + length);
    host.position = start;
    let rounds = host.world.chance.between(2, 5);
    let whole = i64::try_from((length / host.ticks_of(1)).ceil()).unwrap_or(1_000);
    let frames = (whole * rounds + host.world.chance.between(-2, 2)).clamp(1, 8_000);
    host.roll_unsplit(frames);
    host.roll_unsplit(host.world.frames.min(64));
    host.loop_range = None;
}

fn loop_too_short(host: &mut Host) {
    let (start, length) = (host.place(), host.world.chance.between(-20, 14));
    host.loop_range = Some((start, start + Ratio::whole(length.into())));
    if host.world.chance.one_in(3) {
        host.world.habits.add(Habit::LoopNonsense);
    }
    host.roll_blocks(3);
    host.loop_range = None;
}

fn loop_moves(host: &mut Host) {
    host.turn_loop_on();
    host.go_into_loop();
    host.roll_unsplit(64);
    let (start, end) = host.loop_ends();
    let by = Ratio::whole(host.world.chance.between(-30, 30).into());
    host.set_loop(start + by, end + by + by.max(Ratio::ZERO));
    for _ in 0..host.count(3) {
        let frames = host.world.next_size();
        host.roll_unsplit(frames);
    }
}

fn play_beyond_loop(host: &mut Host) {
    host.turn_loop_on();
    let (_, end) = host.loop_ends();
    let beyond = host.world.chance.pick(&[0, 0, 1, 100]);
    host.position = end + host.ticks_of(beyond);
    host.roll_blocks(4);
    leave_loop(host);
}

fn pre_roll(host: &mut Host) {
    let frames = host.world.chance.between(1, 600);
    host.position = Ratio::ZERO - host.ticks_of(frames);
    host.roll_blocks(6);
}

fn loop_while_stopped(host: &mut Host) {
    host.turn_loop_on();
    host.stand(64);
    host.go_into_loop();
    host.roll_unsplit(64);
    host.roll_unsplit(200);
    leave_loop(host);
}

fn no_transport(host: &mut Host) {
    host.roll_blocks(2);
    for _ in 0..host.count(2) {
        let frames = host.world.next_size();
        host.push(frames, None);
    }
    host.roll_blocks(2);
}

/// The position moves on while the first block does not claim to play.
fn first_block_not_playing(host: &mut Host) {
    host.stand(32);
    let frames = host.world.next_size();
    host.stand(frames);
    host.position = host.position + host.ticks_of(frames);
    host.roll_blocks(4);
}

fn nonsense(host: &mut Host) {
    host.roll_blocks(2);
    for _ in 0..host.count(3) {
        let mut transport = host.said(true);
        let strange = Number::Nonsense(host.world.chance.pick(&NONSENSE));
        let frames = host.world.next_size();
        match host.world.chance.below(3) {
            0 => transport.position_beats = Some(strange),
            1 => {
                host.world.habits.add(Habit::LoopNonsense);
                transport.loop_range = Some((Number::whole(0), strange));
            }
            2.. => transport.bar_start = Some(strange),
        }
        host.push(frames, Some(transport));
        host.position = host.position + host.ticks_of(frames);
    }
    if host.world.chance.one_in(2) {
        host.world.habits.add(Habit::SampleRateNonsense);
        host.roll(64);
        let rate = host.world.chance.pick(&[f64::NAN, 0.0, -48_000.0, 999.0, 1e8, f64::INFINITY]);
        if let Some(Step::Block(block)) = host.steps.last_mut() {
            block.sample_rate = Number::Nonsense(rate);
        }
    }
    host.roll_blocks(2);
}

fn meter_changes(host: &mut Host) {
    host.roll_blocks(3);
    host.meter = host.world.another_meter();
    host.roll_blocks(3);
}

fn empty_block(host: &mut Host) {
    host.roll_blocks(2);
    let transport = host.said(true);
    host.push(0, Some(transport));
    host.roll_blocks(2);
}

/// The host was set up anew: other rate, reset.
fn rate_changes(host: &mut Host) {
    if !host.world.chance.one_in(4) {
        return play_on(host);
    }
    host.stand(16);
    host.world.rate = if host.world.rate == 48_000 { 44_100 } else { 48_000 };
    host.world.habits.add(Habit::Reset);
    host.steps.push(Step::Reset);
    host.roll_blocks(4);
}
