//! Swing: how long the first of two notes is, by tempo.

use music::chart::Feel;
use music::time::{TICKS_PER_BEAT, Ticks};

use crate::brief::NEUTRAL;
use crate::scene::Scene;
use crate::style::Swing;

/// Long to short in thousandths, by beats per minute: slow tunes swing hard, fast ones hardly can.
const RATIO_BY_BPM: [(i64, i64); 6] =
    [(50, 2_300), (100, 2_120), (140, 1_980), (180, 1_830), (220, 1_680), (240, 1_600)];
/// Beyond three to one the second note is a grace note of the next.
const LONG_SHARE_MAX: i64 = 750;

/// How the pairs of a bar are stretched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pairs {
    /// Of a pair; zero when nothing swings.
    length: i64,
    /// Of the pair's first note, once stretched.
    long: i64,
    /// How far into a pair the bar begins: a pickup may begin in the middle of one.
    into: i64,
    bar: i64,
}

impl Pairs {
    pub(super) fn of(scene: &Scene<'_>, bar: usize) -> Pairs {
        let place = scene.bar(bar);
        let general = &scene.style.general;
        let kind = match (place.feel, general.swing) {
            (Feel::Straight, _) => Swing::Straight,
            (Feel::Swing, Swing::Straight) => Swing::Eighths,
            (
                Feel::Normal
                | Feel::HalfTime
                | Feel::DoubleTime
                | Feel::Swing
                | Feel::InTwo
                | Feel::InFour
                | Feel::StopTime,
                swing,
            ) => swing,
        };
        let knob = i64::from(scene.brief.knobs.swing.min(127)) - i64::from(NEUTRAL);
        // Nobody can swing less than straight; more is asked of eighths.
        let is_lent = kind == Swing::Straight && place.feel != Feel::Straight && knob > 0;
        let kind = if is_lent { Swing::Eighths } else { kind };
        let beat_is_whole = place.meter.denominator() <= 4;
        let length = match kind {
            Swing::Eighths if beat_is_whole => TICKS_PER_BEAT,
            Swing::Sixteenths => TICKS_PER_BEAT / 2,
            // Bars that count eighths have them in threes and sevens, not in pairs.
            Swing::Eighths | Swing::Straight => 0,
        };
        let ratio = ratio(i64::from(super::tempo(scene, bar).milli_bpm() / 1_000));
        let percent = match is_lent {
            true => knob * 100 / i64::from(NEUTRAL - 1),
            false => i64::from(general.swing_percent) * (knob + i64::from(NEUTRAL)) / i64::from(NEUTRAL),
        };
        let share = (500 + (ratio * 1_000 / (1_000 + ratio) - 500) * percent / 100).min(LONG_SHARE_MAX);
        let missing = place.meter.bar_ticks() - place.length;
        let into = if length == 0 { 0 } else { missing.0.rem_euclid(length) };
        Pairs { length, long: length * share / 1_000, into, bar: place.length.0 }
    }

    /// Where a note on paper is played. Triplets stay where they are: they are what swing is measured by.
    pub(super) fn warped(self, at: Ticks) -> Ticks {
        if self.length == 0 || at.0 < 0 || at.0 >= self.bar {
            return at;
        }
        let (pair, within) = ((at.0 + self.into) / self.length, (at.0 + self.into) % self.length);
        let pair_start = pair * self.length - self.into;
        let is_triplet = within % (self.length / 6) == 0 && within % (self.length / 8) != 0;
        if is_triplet || pair_start + self.length > self.bar {
            return at;
        }
        let half = self.length / 2;
        let warped = if within < half {
            within * self.long / half
        } else {
            self.long + (within - half) * (self.length - self.long) / half
        };
        Ticks((pair_start + warped).max(0))
    }
}

fn ratio(bpm: i64) -> i64 {
    let ((first, slowest), (last, fastest)) = (RATIO_BY_BPM[0], RATIO_BY_BPM[RATIO_BY_BPM.len() - 1]);
    let bpm = bpm.clamp(first, last);
    let mut steps = RATIO_BY_BPM.windows(2);
    let step = steps.find(|step| step[0].0 <= bpm && bpm <= step[1].0);
    step.map_or(if bpm <= first { slowest } else { fastest }, |step| {
        let ((from, high), (to, low)) = (step[0], step[1]);
        high + (low - high) * (bpm - from) / (to - from)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_tunes_swing_harder_than_fast_ones() {
        for (bpm, thousandths) in [(30, 2_300), (50, 2_300), (120, 2_050), (240, 1_600), (400, 1_600)] {
            assert_eq!(ratio(bpm), thousandths, "{bpm}");
        }
    }

    #[test]
    fn the_second_of_a_pair_is_late_and_triplets_stay() {
        let pairs = Pairs { length: 960, long: 640, into: 0, bar: 3_840 };
        for (paper, played) in
            [(0, 0), (480, 640), (320, 320), (160, 160), (960, 960), (1_440, 1_600), (240, 320)]
        {
            assert_eq!(pairs.warped(Ticks(paper)), Ticks(played), "{paper}");
        }
    }

    #[test]
    fn a_lone_eighth_at_the_end_of_an_odd_bar_stays() {
        let pairs = Pairs { length: 960, long: 640, into: 0, bar: 3_360 };
        assert_eq!(pairs.warped(Ticks(2_880)), Ticks(2_880));
        assert_eq!(pairs.warped(Ticks(2_400)), Ticks(2_560));
    }

    #[test]
    fn a_pickup_counts_its_pairs_from_its_end() {
        let pairs = Pairs { length: 960, long: 640, into: 480, bar: 1_440 };
        assert_eq!(pairs.warped(Ticks(0)), Ticks(160));
        assert_eq!(pairs.warped(Ticks(480)), Ticks(480));
        assert_eq!(pairs.warped(Ticks(960)), Ticks(1_120));
    }
}
