//! Drift: what a hand does not mean but does for a few beats on end, whatever the notes are.
//!
//! Each beat has a draw of its own; what a hand is off by is the sum of five beats' draws. So neighbours are alike, notes
//! five beats apart are not, and no note changes how another is played.

use music::time::{TICKS_PER_BEAT, Ticks};

use super::Question;
use crate::chance::{Address, Chance};
use crate::scene::Scene;
use music::lane::Lane;

/// How many beats one draw is felt.
const BEATS_FELT: usize = 5;

/// At the beats of one bar, in units of a single draw's width over [`DRAW_WIDTH`].
#[derive(Clone, Debug)]
pub(super) struct Drift {
    at_beats: Vec<i32>,
}

/// Finer than a microsecond of the widest spread.
const DRAW_WIDTH: i32 = 1 << 15;

impl Drift {
    pub(super) fn of(scene: &Scene<'_>, chance: Chance, lane: Lane, bar: usize, question: Question) -> Drift {
        let wanted = beats(scene, bar) + BEATS_FELT;
        let draws: Vec<i32> = places(scene, bar, wanted)
            .map(|(bar, beat)| {
                let (bar, slot) = (scene.bar(bar).id, question.slot(beat as u32));
                chance.at(Address { lane, bar, reroll: 0, slot }).within(DRAW_WIDTH)
            })
            .collect();
        Drift { at_beats: draws.windows(BEATS_FELT).map(|felt| felt.iter().sum()).collect() }
    }

    /// Where a draw alone would be within `width` either way.
    pub(super) fn at(&self, at: Ticks, width: i64) -> i64 {
        let at = at.0.clamp(0, (self.at_beats.len() as i64 - 1).max(0) * TICKS_PER_BEAT);
        let (beat, into) = ((at / TICKS_PER_BEAT) as usize, at % TICKS_PER_BEAT);
        let value = |beat: usize| {
            self.at_beats.get(beat).or(self.at_beats.last()).map_or(0, |value| i64::from(*value))
        };
        let between = value(beat) * (TICKS_PER_BEAT - into) + value(beat + 1) * into;
        between * width / TICKS_PER_BEAT / i64::from(DRAW_WIDTH)
    }
}

/// Those that begin in the bar.
fn beats(scene: &Scene<'_>, bar: usize) -> usize {
    ((scene.bar(bar).length.0 + TICKS_PER_BEAT - 1) / TICKS_PER_BEAT).max(1) as usize
}

/// Beats from the bar's first on, as long as the window lasts; after that the last bar has as many as it takes.
fn places(scene: &Scene<'_>, bar: usize, wanted: usize) -> impl Iterator<Item = (usize, usize)> {
    let end = scene.plan.windows.get(scene.bar_plan(bar).window).map_or(bar + 1, |window| window.end);
    let within = (bar..end).flat_map(move |bar| {
        let beats = if bar + 1 == end { wanted.max(beats(scene, bar)) * 2 } else { beats(scene, bar) };
        (0..beats).map(move |beat| (bar, beat))
    });
    within.take(wanted)
}
