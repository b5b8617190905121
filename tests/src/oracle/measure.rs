//! Whole numbers for everything: places in *units* (a fraction of a tick), moments in *grains* (a fraction of a sample).
//!
//! Units are chosen per scenario, grains per tempo, both so fine that nothing is ever rounded.

use crate::scenario::ratio::{Ratio, greatest_common_divisor, least_common_multiple, times};
use crate::scenario::{Number, Scenario, Transport};

pub(super) const TICKS_PER_BEAT: i128 = 960;
const MICROS_PER_SECOND: i128 = 1_000_000;
/// Positions beyond this are nonsense to the law.
const BEATS_MAX: i128 = 1_000_000_000;
const TEMPO_FIRST: i128 = 120;
/// The law's h, a thousandth of a sample: so many of so many parts.
pub(super) const TIE_PARTS: i128 = 10_000;
pub(super) const PARTS_IN_A_SAMPLE: i128 = 10_000_019;
/// Shares of a sample: a decision closer than this to its threshold may fall either way in floats.
const TIGHT_PARTS: i128 = 100_000;

/// What places of a scenario are whole multiples of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ruler {
    pub(super) units_per_tick: i128,
}

impl Ruler {
    pub(super) fn new(scenario: &Scenario) -> Ruler {
        let (mut rates, mut tempi, mut places) = (1, 1, 1);
        for block in scenario.blocks() {
            if let Some(rate) = sample_rate(block.sample_rate) {
                rates = least_common_multiple(rates, rate.numerator());
            }
            if let Some(transport) = &block.transport {
                let tempo = tempo(transport.tempo_bpm).unwrap_or(Ratio::ZERO);
                tempi = least_common_multiple(tempi, tempo.denominator());
                for place in numbers(transport).filter_map(position) {
                    places = least_common_multiple(places, in_ticks(place).denominator());
                }
            }
        }
        Ruler { units_per_tick: least_common_multiple(times(rates, tempi), places) }
    }

    pub(super) fn ticks(self, ticks: i64) -> i128 {
        times(ticks.into(), self.units_per_tick)
    }

    pub(super) fn place(self, beats: Ratio) -> i128 {
        let ticks = in_ticks(beats);
        times(ticks.numerator(), self.units_per_tick / ticks.denominator())
    }

    pub(super) fn beats(self, units: i128) -> f64 {
        Ratio::new(units, self.units_per_tick * TICKS_PER_BEAT).nearest_f64()
    }

    /// How ticks, microseconds and samples relate at this tempo.
    pub(super) fn scale(self, sample_rate: Ratio, tempo: Ratio) -> Scale {
        // A sample is 16 × tempo / sample_rate ticks, as a beat is 960 ticks and a minute 60 seconds.
        let sixteen_tempi = times(16 * tempo.numerator(), sample_rate.denominator());
        let rate = times(sample_rate.numerator(), tempo.denominator());
        let one = times(times(sixteen_tempi, self.units_per_tick), MICROS_PER_SECOND);
        let per_unit = times(rate, MICROS_PER_SECOND);
        let per_micro = times(16 * tempo.numerator() * self.units_per_tick, sample_rate.numerator());
        let shared = greatest_common_divisor(greatest_common_divisor(one, per_unit), per_micro);
        let grains = |number: i128| times(number / shared, 2 * PARTS_IN_A_SAMPLE);
        Scale { one: grains(one), per_unit: grains(per_unit), per_micro: grains(per_micro) }
    }
}

pub(super) fn sample_rate(number: Number) -> Option<Ratio> {
    number.within(1_000, 10_000_000)
}

pub(super) fn tempo(number: Number) -> Option<Ratio> {
    number.within(1, 10_000)
}

pub(super) fn tempo_at_first() -> Ratio {
    Ratio::whole(TEMPO_FIRST)
}

pub(super) fn position(number: Number) -> Option<Ratio> {
    number.within(-BEATS_MAX, BEATS_MAX)
}

fn in_ticks(beats: Ratio) -> Ratio {
    beats * Ratio::whole(TICKS_PER_BEAT)
}

fn numbers(transport: &Transport) -> impl Iterator<Item = Number> {
    let ends = transport.loop_range.map(|(start, end)| [start, end]).into_iter().flatten();
    transport.position_beats.into_iter().chain(transport.bar_start).chain(ends)
}

/// In grains: a sample, a unit of place, a microsecond.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub(super) one: i128,
    pub(super) per_unit: i128,
    per_micro: i128,
}

impl Scale {
    /// The thousandth of a sample by which ties go to the later one.
    pub(super) fn tie(self) -> i128 {
        self.one / PARTS_IN_A_SAMPLE * TIE_PARTS
    }

    pub(super) fn units_per_sample(self) -> i128 {
        self.one / self.per_unit
    }

    fn grains(self, units: i128) -> i128 {
        times(units, self.per_unit)
    }

    /// Law 4.1: less than a sample before the landing.
    pub(super) fn belongs(self, place: i128, landed: i128) -> bool {
        self.grains(place - landed) > self.tie() - self.one
    }

    /// *At or after*, give or take a thousandth of a sample.
    pub(super) fn is_at_or_after(self, place: i128, other: i128) -> bool {
        self.grains(place - other) >= -self.tie()
    }

    pub(super) fn earliest_at_or_after(self, place: i128) -> i128 {
        place - self.tie().div_euclid(self.per_unit)
    }

    /// Law 3.1, the other way round: what is left until the end is a thousandth of a sample or less.
    pub(super) fn has_reached(self, at: i128, end: i128) -> bool {
        self.grains(end - at) <= self.tie()
    }

    /// Whether a distance is less than so many half samples.
    pub(super) fn is_under_halves(self, units: i128, halves: i128) -> bool {
        2 * self.grains(units) < halves * self.one
    }

    /// Whether a distance in units is so near to a threshold in grains that floats may see it on the other side.
    pub(super) fn is_tight(self, units: i128, threshold: i128) -> bool {
        is_tight((self.grains(units) - threshold).abs(), self.one)
    }
}

fn is_tight(grains: i128, one: i128) -> bool {
    grains < one / TIGHT_PARTS
}

/// A sample, and whether a hair would have made it another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Near {
    pub(super) sample: i64,
    pub(super) tight: bool,
}

/// A stretch of a block without a jump: it passes `at` at sample `from`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub(super) scale: Scale,
    pub(super) from: i64,
    pub(super) at: i128,
}

impl Stretch {
    /// In grains from the block's first sample.
    fn x(&self, place: i128, offset_us: i32) -> i128 {
        let distance = times(place - self.at, self.scale.per_unit);
        i128::from(self.from) * self.scale.one + distance + i128::from(offset_us) * self.scale.per_micro
    }

    /// ⌊x + 1/2 + h⌋.
    pub(super) fn nearest(&self, place: i128, offset_us: i32) -> Near {
        let one = self.scale.one;
        let shifted = self.x(place, offset_us) + one / 2 + self.scale.tie();
        let sample = shifted.div_euclid(one);
        let above = shifted - sample * one;
        Near { sample: clamped(sample), tight: is_tight(above.min(one - above), one) }
    }

    /// ⌈x − h⌉: the first sample at or past a place.
    pub(super) fn first_at_or_past(&self, place: i128) -> Near {
        let one = self.scale.one;
        let reached = self.scale.tie() - self.x(place, 0);
        let sample = -reached.div_euclid(one);
        let above = reached.rem_euclid(one);
        Near { sample: clamped(sample), tight: is_tight(above.min(one - above), one) }
    }

    /// The earliest place whose nearest sample is `sample` or later.
    pub(super) fn earliest_near(&self, sample: i64) -> i128 {
        let one = self.scale.one;
        let grains = i128::from(sample - self.from) * one - one / 2 - self.scale.tie();
        self.at - (-grains).div_euclid(self.scale.per_unit)
    }

    /// The earliest place that belongs to a landing here.
    pub(super) fn earliest_belonging(&self) -> i128 {
        self.at + (self.scale.tie() - self.scale.one).div_euclid(self.scale.per_unit) + 1
    }

    pub(super) fn place_at(&self, sample: i64) -> i128 {
        self.at + i128::from(sample - self.from) * self.scale.units_per_sample()
    }
}

fn clamped(sample: i128) -> i64 {
    sample.clamp(i64::MIN.into(), i64::MAX.into()) as i64
}
