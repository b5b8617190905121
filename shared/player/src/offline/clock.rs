//! Which position each sample has that is played from a place of a song on, at the song's own tempo map.

#![expect(clippy::disallowed_methods, clippy::disallowed_macros, reason = "runs off the audio thread")]

use music::tempo::{self, Tempo};
use music::time::{TICKS_PER_BEAT, Ticks};

/// Far below what is heard, far above what doubles lose in ten hours: a place that is a whole sample is that one.
const ROUNDING_SAMPLES: f64 = 1e-6;

/// Counts samples from the place where playing begins.
#[derive(Clone, Debug)]
pub struct Clock {
    sample_rate: u32,
    /// Never empty; the first begins at sample 0.
    stretches: Vec<Stretch>,
}

/// Of one tempo. Measured from its own beginning, so that long songs lose nothing.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    start_ticks: f64,
    start_sample: f64,
    samples_per_tick: f64,
    tempo: Tempo,
}

impl Clock {
    pub fn new(map: &tempo::Map, from: Ticks, sample_rate: u32) -> Clock {
        let samples_per_tick =
            |tempo: Tempo| f64::from(sample_rate) * 60.0 / (tempo.bpm_f64() * TICKS_PER_BEAT as f64);
        let first = map.at(from);
        let mut last = Stretch {
            start_ticks: from.0 as f64,
            start_sample: 0.0,
            samples_per_tick: samples_per_tick(first),
            tempo: first,
        };
        let mut stretches = vec![last];
        for (at, tempo) in map.changes().iter().filter(|(at, _)| *at > from) {
            let start_ticks = at.0 as f64;
            let start_sample = last.sample_of(start_ticks);
            last = Stretch {
                start_ticks,
                start_sample,
                samples_per_tick: samples_per_tick(*tempo),
                tempo: *tempo,
            };
            stretches.push(last);
        }
        Clock { sample_rate, stretches }
    }

    pub fn sample_rate(&self) -> u32 {
        self.sample_rate
    }

    /// The position of a sample, and the tempo there.
    pub fn at(&self, sample: u64) -> (f64, Tempo) {
        let after = self.stretches.partition_point(|stretch| stretch.first_sample() <= sample);
        let stretch = self.stretches[after.saturating_sub(1)];
        (stretch.ticks_at(sample as f64), stretch.tempo)
    }

    pub fn nearest_tick(&self, sample: u64) -> Ticks {
        Ticks(self.at(sample).0.round() as i64)
    }

    /// The first sample after `sample` that has another tempo.
    pub fn next_change(&self, sample: u64) -> Option<u64> {
        self.stretches.iter().map(Stretch::first_sample).find(|first| *first > sample)
    }

    /// Of a place before the first one: that.
    pub fn first_sample_at(&self, position: Ticks) -> u64 {
        let ticks = position.0 as f64;
        let after = self.stretches.partition_point(|stretch| stretch.start_ticks <= ticks);
        first_from(self.stretches[after.saturating_sub(1)].sample_of(ticks))
    }
}

impl Stretch {
    fn sample_of(&self, ticks: f64) -> f64 {
        self.start_sample + (ticks - self.start_ticks) * self.samples_per_tick
    }

    fn ticks_at(&self, sample: f64) -> f64 {
        self.start_ticks + (sample - self.start_sample) / self.samples_per_tick
    }

    /// A change between two samples holds from the later one on.
    fn first_sample(&self) -> u64 {
        first_from(self.start_sample)
    }
}

fn first_from(sample: f64) -> u64 {
    (sample - ROUNDING_SAMPLES).ceil() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At 48 kHz a tick is 25 samples at 120 BPM and 50 at 60.
    fn clock() -> Clock {
        let tempo = |bpm| Tempo::from_bpm(bpm).unwrap();
        let changes = vec![(Ticks(0), tempo(120)), (Ticks(100), tempo(60)), (Ticks(101), tempo(7))];
        Clock::new(&tempo::Map::new(changes).unwrap(), Ticks::ZERO, 48_000)
    }

    #[test]
    fn every_sample_has_its_position_and_tempo() {
        for (sample, ticks, bpm) in [(0, 0.0, 120), (25, 1.0, 120), (2_499, 99.96, 120), (2_525, 100.5, 60)] {
            let (at, tempo) = clock().at(sample);
            assert!((at - ticks).abs() < 1e-9, "sample {sample} is at {at}");
            assert_eq!(tempo, Tempo::from_bpm(bpm).unwrap(), "sample {sample}");
        }
        assert_eq!(clock().at(2_500), (100.0, Tempo::from_bpm(60).unwrap()));
    }

    #[test]
    fn changes_are_met_in_order_and_ticks_come_back() {
        assert_eq!(
            [0, 2_499, 2_500, 2_550].map(|at| clock().next_change(at)),
            [Some(2_500), Some(2_500), Some(2_550), None]
        );
        for ticks in [0, 1, 99, 100, 101, 102, 5_000] {
            let sample = clock().first_sample_at(Ticks(ticks));
            assert_eq!(clock().nearest_tick(sample), Ticks(ticks));
        }
    }

    #[test]
    fn a_change_between_two_samples_holds_from_the_later_one() {
        let tempo = |bpm| Tempo::from_bpm(bpm).unwrap();
        let map = tempo::Map::new(vec![(Ticks(0), tempo(98)), (Ticks(1), tempo(60))]).unwrap();
        let odd = Clock::new(&map, Ticks::ZERO, 48_000);
        // A tick is 30.6 samples.
        assert_eq!((odd.at(30).1, odd.at(31).1), (tempo(98), tempo(60)));
        assert!(odd.at(31).0 > 1.0 && odd.at(30).0 < 1.0);
    }

    #[test]
    fn samples_are_counted_from_wherever_it_begins() {
        let tempo = |bpm| Tempo::from_bpm(bpm).unwrap();
        let changes = vec![(Ticks(-960), tempo(120)), (Ticks(960), tempo(60))];
        let map = tempo::Map::new(changes).unwrap();
        for (from, at, sample) in
            [(-960, -960, 0), (-960, 0, 24_000), (-960, 1_920, 96_000), (960, 1_920, 48_000)]
        {
            let clock = Clock::new(&map, Ticks(from), 48_000);
            assert_eq!(clock.first_sample_at(Ticks(at)), sample, "{at} from {from} on");
            assert_eq!(clock.nearest_tick(sample), Ticks(at), "{sample} from {from} on");
        }
        assert_eq!(Clock::new(&map, Ticks(960), 48_000).first_sample_at(Ticks(0)), 0, "nothing is before it");
    }

    /// `ticks × rate × 60 000 / (960 × milli_bpm)`, rounded up: what fractions say.
    #[test]
    fn a_length_in_samples_is_exact_at_every_tempo() {
        for rate in [44_100, 48_000, 88_200, 96_000] {
            for milli_bpm in (4_000..=1_000_000).step_by(1_237).chain([90_000, 97_125, 140_000]) {
                let map = tempo::Map::constant(Tempo::from_milli_bpm(milli_bpm).unwrap());
                let clock = Clock::new(&map, Ticks::ZERO, rate);
                for ticks in [1, 960, 2_880, 3_840, 960 * 128, 960 * 3_600] {
                    let (above, below) =
                        (i128::from(ticks * 60_000 * i64::from(rate)), i128::from(960 * milli_bpm));
                    let exact = (above + below - 1) / below;
                    let found = clock.first_sample_at(Ticks(ticks));
                    assert_eq!(i128::from(found), exact, "{ticks} ticks at {milli_bpm} and {rate} Hz");
                }
            }
        }
    }
}
