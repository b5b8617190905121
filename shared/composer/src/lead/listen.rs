//! What the lead hears of the chords: which keys sound, so that it does not rub against them.

use std::ops::Range;

use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};

use crate::scene::{Earlier, Scene};

/// Who says the chords.
const CHORDS: [Lane; 3] = [Lane::Keys, Lane::Guitar, Lane::Pad];
/// A semitone and a minor ninth; a major seventh is a colour.
const RUBS: [u8; 2] = [1, 13];

/// What the others hold in one bar. The last beat of a window is not listened to: it leads into the next window, and may
/// change with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Heard {
    sounding: Vec<(Range<Ticks>, u8)>,
}

impl Heard {
    pub(super) fn in_bar(scene: &Scene<'_>, earlier: &Earlier, bar: usize) -> Heard {
        let window = scene.plan.windows.get(scene.bar_plan(bar).window);
        let is_last = window.is_none_or(|window| bar + 1 == window.end);
        let until = scene.bar(bar).length - Ticks(if is_last { TICKS_PER_BEAT } else { 0 });
        let players = CHORDS.iter().filter_map(|lane| earlier.get(lane));
        let strokes = players.flat_map(|sketch| sketch.bar(bar)).filter(|stroke| stroke.at < until);
        let sounding = strokes.map(|stroke| {
            let end = until.min(Ticks(stroke.at.0.saturating_add(stroke.length.0)));
            (stroke.at..end, stroke.pitch.key())
        });
        Heard { sounding: sounding.collect() }
    }

    /// Whether a key held for a while is beside one that sounds meanwhile.
    pub(super) fn rubs(&self, key: u8, held: &Range<Ticks>) -> bool {
        let meets = |other: &Range<Ticks>| other.start < held.end && held.start < other.end;
        self.sounding.iter().any(|(other, sounds)| meets(other) && RUBS.contains(&sounds.abs_diff(key)))
    }
}
