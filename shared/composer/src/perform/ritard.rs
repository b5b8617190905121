//! A ritard written as note timing: the host keeps its tempo, the notes come later and later, everybody's alike.
//!
//! The last bars are stretched up to where the last chord is struck; what it loses by coming late, it rings the less.

use music::time::Ticks;

use crate::brief::Brief;
use crate::scene::Scene;

/// How much later the last chord comes, in percent of the bars that slow down: the tempo falls evenly to two thirds.
const LATER_PERCENT: i64 = 25;
/// Of what the last chord had, the rest is left for it.
const LATER_SHARE_MAX: i64 = 2;

/// Where a song slows down, in its ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ritard {
    from: i64,
    last_chord: i64,
    end: i64,
    later: i64,
}

impl Ritard {
    /// `None` where nothing is asked for, the song fades or goes round, or the session slows its own tempo down.
    pub(crate) fn of(scene: &Scene<'_>) -> Option<Ritard> {
        let Brief { owns_tempo, .. } = scene.brief;
        let count = scene.song.ritard_bars().filter(|_| !owns_tempo)?;
        let last = scene.plan.bars.len().checked_sub(1).filter(|last| scene.bar_plan(*last).is_landing())?;
        let end = scene.song.end();
        let last_chord = scene.bar(last).start + scene.landing_place(last);
        let from = scene.bar(last.saturating_sub(usize::from(count))).start;
        let later = (last_chord - from).0 * LATER_PERCENT / 100;
        let later = later.min((end - last_chord).0 / LATER_SHARE_MAX);
        (later > 0).then_some(Ritard { from: from.0, last_chord: last_chord.0, end: end.0, later })
    }

    /// Where on the song's ticks something is heard that stands at `at`.
    pub(crate) fn slowed(self, at: Ticks) -> Ticks {
        let Ritard { from, last_chord, end, later } = self;
        if at.0 <= from || at.0 >= end {
            return at;
        }
        if at.0 >= last_chord {
            let left = end - last_chord;
            return Ticks(last_chord + later + (at.0 - last_chord) * (left - later) / left.max(1));
        }
        let (into, whole) = (i128::from(at.0 - from), i128::from(last_chord - from));
        // Lateness grows with the square of the way: the tempo falls by the same amount each beat.
        Ticks(at.0 + (i128::from(later) * into * into / (whole * whole)) as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RITARD: Ritard = Ritard { from: 3_840, last_chord: 11_520, end: 15_360, later: 1_920 };

    #[test]
    fn what_comes_before_and_after_stays() {
        for at in [-960, 0, 3_840, 15_360, 20_000] {
            assert_eq!(RITARD.slowed(Ticks(at)), Ticks(at), "{at}");
        }
    }

    #[test]
    fn each_beat_is_longer_than_the_one_before_until_the_last_chord() {
        let beats: Vec<i64> = (4..=12).map(|beat| RITARD.slowed(Ticks(beat * 960)).0).collect();
        let lengths: Vec<i64> = beats.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(lengths.windows(2).all(|pair| pair[0] < pair[1]), "{lengths:?}");
        assert_eq!(beats[8], 11_520 + 1_920);
        assert!(lengths[0] >= 960 && lengths[7] <= 960 * 3 / 2, "{lengths:?}");
    }

    #[test]
    fn after_the_last_chord_time_runs_on_to_the_end_and_never_back() {
        let places: Vec<i64> = (3_840..15_360).step_by(40).map(|at| RITARD.slowed(Ticks(at)).0).collect();
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(places.last().is_some_and(|last| *last < 15_360));
    }
}
