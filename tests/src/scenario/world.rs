//! Where a scenario takes place: sample rate, tempi, block sizes and the ticks at which things like to collide.

use music::meter::Meter;

use super::habit::{Habit, Habits};
use super::ratio::Ratio;
use crate::chance::Chance;

/// Made first; songs, hosts and people live in it.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) chance: Chance,
    pub(super) habits: Habits,
    pub(super) rate: i128,
    /// Tempi are multiples of one over this.
    tempo_parts: i128,
    pub(super) tempo: Ratio,
    tempo_min: Ratio,
    pub(super) sizes: Sizes,
    /// Frames of the whole scenario.
    pub(super) frames: i64,
    /// Where the song is, in ticks.
    pub(super) start: i64,
    pub(super) end: i64,
    /// Collisions: loop ends, region starts, lines.
    pub(super) places: Vec<i64>,
    /// Start and end of the loop that hosts use, in ticks.
    pub(super) loop_range: (i64, i64),
    pub(super) meter: Option<Meter>,
}

/// How a host cuts time into blocks.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sizes {
    Fixed(i64),
    Random(i64),
    Odd,
}

const ODD_SIZES: [i64; 7] = [92, 184, 256, 276, 17, 511, 513];
/// Nearly three hours at 120 BPM.
const LONG_SONG_BARS: i64 = 5_000;
/// Slower, a float's last bit that far out is more than a hair of a sample.
const LONG_SONG_TEMPO_MIN: i128 = 20;
const METERS: [(u8, u8); 7] = [(4, 4), (3, 4), (7, 8), (1, 16), (1, 8), (3, 32), (5, 64)];

impl World {
    pub(super) fn new(seed: u64) -> World {
        let mut chance = Chance::new(seed);
        let mut habits = Habits::default();
        let rate = sample_rate(&mut chance, &mut habits);
        let (sizes, frames) = sizes(&mut chance, &mut habits);
        let tempo_parts = chance.pick(&[1, 1, 2, 3, 8, 10]);
        let tempo = tempo(&mut chance, tempo_parts);
        let mut world = World {
            chance,
            habits,
            rate,
            tempo_parts,
            tempo,
            tempo_min: Ratio::whole(1),
            sizes,
            frames,
            start: 0,
            end: 0,
            places: Vec::new(),
            loop_range: (0, 0),
            meter: None,
        };
        world.choose_places();
        world
    }

    fn choose_places(&mut self) {
        let is_far = self.chance.one_in(12);
        if is_far {
            self.habits.add(Habit::LongSong);
            self.tempo_min = Ratio::whole(LONG_SONG_TEMPO_MIN);
            self.tempo = self.tempo.max(self.tempo_min);
        }
        let ticks = (self.ticks_of(self.frames).floor() as i64).clamp(40, 20_000);
        let chance = &mut self.chance;
        self.start = match chance.below(8) {
            _ if is_far => 3_840 * chance.between(100, LONG_SONG_BARS),
            0..=2 => 0,
            3 | 4 => -chance.between(1, ticks / 2),
            5 => 3_840 * chance.between(1, 9),
            6 => -3_840,
            7.. => chance.between(-1_000, 100_000),
        };
        self.end = self.start + ticks / 2 + chance.between(16, ticks);
        let (start, end) = (self.start, self.end);
        let length = match chance.below(4) {
            0 => 15,
            1 => chance.between(15, 60),
            2.. => chance.between(15, (end - start).max(30)),
        };
        let loop_start = if chance.one_in(2) { start } else { chance.between(start, end) };
        self.loop_range = (loop_start, loop_start + length);
        self.meter = match chance.below(5) {
            0 => None,
            1.. => {
                let (numerator, denominator) = chance.pick(&METERS);
                Meter::new(numerator, denominator)
            }
        };
        self.places = vec![0, start, end, loop_start, loop_start + length];
        for _ in 0..3 {
            let place = self.chance.between(start, end);
            self.places.push(place);
        }
        let bar = self.meter.map_or(3_840, |meter| meter.bar_ticks().0);
        self.places.push(start.div_euclid(bar) * bar + bar);
        self.places.push(start.div_euclid(960) * 960 + 960);
    }

    pub(super) fn ticks_of(&self, frames: i64) -> Ratio {
        Ratio::whole(frames.into()) * self.ticks_per_sample()
    }

    pub(super) fn ticks_per_sample(&self) -> Ratio {
        Ratio::whole(16) * self.tempo / Ratio::whole(self.rate)
    }

    pub(super) fn another_tempo(&mut self) -> Ratio {
        match self.chance.below(3) {
            0 => tempo(&mut self.chance, self.tempo_parts).max(self.tempo_min),
            1.. => {
                let percent = self.chance.between(60, 160);
                let near = self.tempo * Ratio::new(percent.into(), 100);
                near.floored_to(self.tempo_parts).max(self.tempo_min).min(Ratio::whole(9_999))
            }
        }
    }

    pub(super) fn another_meter(&mut self) -> Option<Meter> {
        let (numerator, denominator) = self.chance.pick(&METERS);
        Meter::new(numerator, denominator)
    }

    /// One of the places, now and then a tick beside it, now and then anywhere.
    pub(super) fn place(&mut self) -> i64 {
        let place = self.chance.pick(&self.places);
        match self.chance.below(8) {
            0 => place - 1,
            1 => place + 1,
            2 => self.chance.between(self.start - 20, self.end),
            3.. => place,
        }
    }

    pub(super) fn next_size(&mut self) -> i64 {
        match self.sizes {
            Sizes::Fixed(frames) => frames,
            Sizes::Random(most) => self.chance.between(1, most),
            Sizes::Odd => self.chance.pick(&ODD_SIZES),
        }
    }
}

fn sample_rate(chance: &mut Chance, habits: &mut Habits) -> i128 {
    let (habit, rate) = chance.pick(&[
        (Habit::RateOfMusic, 44_100),
        (Habit::RateOfMusic, 88_200),
        (Habit::RateOfFilm, 48_000),
        (Habit::RateOfFilm, 48_000),
        (Habit::RateDoubled, 96_000),
        (Habit::RateQuadrupled, 192_000),
        (Habit::RateLow, 8_000),
        (Habit::RateLow, 11_025),
        (Habit::RateLow, 1_000),
    ]);
    habits.add(habit);
    rate
}

/// Small blocks make short scenarios: what takes time is the number of blocks.
fn sizes(chance: &mut Chance, habits: &mut Habits) -> (Sizes, i64) {
    let (habit, sizes, most) = chance.pick(&[
        (Habit::BlocksOfOne, Sizes::Fixed(1), 300),
        (Habit::BlocksOf17, Sizes::Fixed(17), 1_500),
        (Habit::BlocksOf64, Sizes::Fixed(64), 4_000),
        (Habit::BlocksOf512, Sizes::Fixed(512), 10_000),
        (Habit::BlocksOf4096, Sizes::Fixed(4_096), 20_000),
        (Habit::BlocksRandom, Sizes::Random(600), 8_000),
        (Habit::BlocksRandom, Sizes::Random(30), 800),
        (Habit::BlocksOddSizes, Sizes::Odd, 6_000),
    ]);
    habits.add(habit);
    (sizes, chance.between(most / 4, most))
}

/// Slow enough for a few ticks, fast enough for a few bars.
fn tempo(chance: &mut Chance, parts: i128) -> Ratio {
    let whole = match chance.below(4) {
        0 => chance.pick(&[120, 125, 60, 100, 300, 150]),
        1 => chance.between(20, 300),
        2 => chance.between(300, 3_000),
        3.. => chance.pick(&[960, 1_000, 3_000, 6_000, 1]),
    };
    Ratio::whole(whole.into()) + Ratio::new(chance.below(parts as u64).into(), parts)
}
