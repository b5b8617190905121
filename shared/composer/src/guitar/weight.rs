//! What a gesture of the right hand weighs: how hard it is, and how much one would miss it.

use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};

use super::cell::{Direction, Gesture};
use super::questions;
use crate::scene::Scene;

/// How hard a stroke is, before the hand's own unevenness. Upstrokes brush past, the thumb is firm, and what is muted
/// or scratched is softer than what rings, unless it is meant to be heard.
const STRUM_ACCENT: i32 = 98;
const STRUM_DOWN: i32 = 80;
const STRUM_UP: i32 = 70;
const SCRATCH_ACCENT: i32 = 50;
const SCRATCH: i32 = 36;
const MUTED_ACCENT: i32 = 88;
const MUTED: i32 = 72;
const THUMB: i32 = 82;
const OTHER_BASS: i32 = 74;
const FINGERS: i32 = 74;
const GRIP: i32 = 82;
/// The first string carries the tune of a picked chord.
const PICKED_TOP: i32 = 76;
const PICKED: i32 = 68;
const BOOGIE_ON_BEAT: i32 = 86;
const BOOGIE_OFF_BEAT: i32 = 74;
/// A hand's own unevenness, in either direction.
const UNEVEN: i32 = 5;

/// Importances: what stays when the music is thinned. Beats stay longest, scratches go first.
const ON_BEAT: i32 = 86;
const OFF_BEAT: i32 = 62;
const NEW_CHORD_LEAST: i32 = 104;
const WITH_ACCENT: i32 = 18;
const WITH_BASS: i32 = 12;
/// An upstroke fills the gap between two that matter.
const IN_PASSING: i32 = 18;
const SCRATCH_ACCENT_IMPORTANCE: i32 = 34;
const SCRATCH_IMPORTANCE: i32 = 22;

/// Of the gesture that has this place in its bar.
pub(super) fn force(scene: &Scene<'_>, bar: usize, gesture: Gesture, at: Ticks, index: usize) -> i32 {
    let on_beat = at.0 % TICKS_PER_BEAT == 0;
    let force = match gesture {
        Gesture::Strum { accent: true, .. } => STRUM_ACCENT,
        Gesture::Strum { direction: Direction::Down, accent: false } => STRUM_DOWN,
        Gesture::Strum { direction: Direction::Up, accent: false } => STRUM_UP,
        Gesture::Dead { accent: true } => SCRATCH_ACCENT,
        Gesture::Dead { accent: false } => SCRATCH,
        Gesture::Muted { accent: true } => MUTED_ACCENT,
        Gesture::Muted { accent: false } => MUTED,
        Gesture::Thumb => THUMB,
        Gesture::ThumbOther => OTHER_BASS,
        Gesture::Fingers => FINGERS,
        Gesture::Grip | Gesture::Pinch => GRIP,
        Gesture::String(1) => PICKED_TOP,
        Gesture::String(_) => PICKED,
        Gesture::Boogie(_) if on_beat => BOOGIE_ON_BEAT,
        Gesture::Boogie(_) => BOOGIE_OFF_BEAT,
    };
    force + scene.draw(Lane::Guitar, bar, questions::FORCE.of(index)).around_zero(UNEVEN)
}

pub(super) fn importance(gesture: Gesture, at: Ticks, is_new: bool) -> i32 {
    let on_beat = at.0 % TICKS_PER_BEAT == 0;
    let usual = if on_beat { ON_BEAT } else { OFF_BEAT };
    let importance = match gesture {
        Gesture::Dead { accent: true } => return SCRATCH_ACCENT_IMPORTANCE,
        Gesture::Dead { accent: false } => return SCRATCH_IMPORTANCE,
        Gesture::Strum { accent: true, .. } | Gesture::Muted { accent: true } => usual + WITH_ACCENT,
        Gesture::Strum { direction: Direction::Up, accent: false } => usual - IN_PASSING,
        Gesture::Thumb | Gesture::Grip => usual + WITH_BASS,
        Gesture::Strum { direction: Direction::Down, accent: false }
        | Gesture::Muted { accent: false }
        | Gesture::ThumbOther
        | Gesture::Fingers
        | Gesture::Pinch
        | Gesture::String(_)
        | Gesture::Boogie(_) => usual,
    };
    if is_new { importance.max(NEW_CHORD_LEAST) } else { importance }
}
