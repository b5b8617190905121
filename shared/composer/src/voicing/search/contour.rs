//! Where the hands would like to be: home, how far from it a window begins, and how its top line goes from there.

use music::lane::Lane;

use super::event::Event;
use super::questions::{CONTOUR, WANDER};
use crate::scene::Scene;
use crate::voicing::Policy;

/// Louder sections sit a little higher.
const ENERGY_PER_SEMITONE: i32 = 24;

/// From where a section's phrases begin, in halves of how far a style wanders: no two in a row from the same place.
const PATHS: [[i32; 4]; 5] = [[0, 2, 0, -2], [0, -2, 0, 2], [-1, 1, -2, 1], [1, -1, 2, -1], [0, 2, -1, 1]];

/// Semitones from home at five points of a window. All begin at home: which of them it is changes with a re-roll, and the
/// window before must not hear of that at the anchor.
const CONTOURS: [[i32; 5]; 6] = [
    [0, 0, 1, 0, 0],
    [0, 1, 3, 4, 1],
    [0, -1, -3, -4, -1],
    [0, 3, 4, 2, 0],
    [0, -2, -4, -2, 0],
    [0, 3, 1, 4, 1],
];
const _: () = {
    let mut index = 0;
    while index < CONTOURS.len() {
        assert!(CONTOURS[index][0] == 0);
        index += 1;
    }
};

/// Where the hands' middle is at a window's beginning, whatever chord stands there.
pub(super) fn home(scene: &Scene<'_>, lane: Lane, bar: usize, policy: &Policy) -> i32 {
    let (_, opened) = lifted(scene, bar, policy);
    let energy = (i32::from(scene.bar_plan(bar).energy) - 64) / ENERGY_PER_SEMITONE;
    i32::from(policy.middle) + opened + energy + wandered(scene, lane, bar, policy)
}

/// How much higher than a style's own the top line and the hands' middle lie here: hands open upwards.
pub(super) fn lifted(scene: &Scene<'_>, bar: usize, policy: &Policy) -> (i32, i32) {
    let lift = if is_b(scene, bar) { i32::from(policy.lift) } else { 0 };
    (lift, lift / 2)
}

fn is_b(scene: &Scene<'_>, bar: usize) -> bool {
    scene.plan.sections.get(scene.bar_plan(bar).section).is_some_and(|section| section.is_b)
}

/// How far from home a window begins: chance that no re-roll changes, so that the window before can lead there.
fn wandered(scene: &Scene<'_>, lane: Lane, bar: usize, policy: &Policy) -> i32 {
    let plan = scene.bar_plan(bar);
    let first = scene.plan.sections.get(plan.section).map_or(0, |section| section.bars.start);
    let place = plan.window - scene.plan.bars.get(first).map_or(0, |first| first.window);
    let path = scene.section_draw(lane, plan.section, WANDER).pick(&PATHS).copied().unwrap_or_default();
    path[place % path.len()] * i32::from(policy.wander) / 2
}

/// Where the top line wants to be: it rises, falls, arches, dips or stays within the window, and ends at home.
pub(super) fn draw(scene: &Scene<'_>, lane: Lane, events: &mut [Event], policy: &Policy) {
    let Some(first) = events.first().map(|event| event.bar) else { return };
    let shape = scene.draw(lane, first, CONTOUR).pick(&CONTOURS).copied().unwrap_or_default();
    let (away, count) = (wandered(scene, lane, first, policy), events.len() as i32);
    let steps = events.len().max(2) as i32 - 1;
    for (index, event) in events.iter_mut().enumerate() {
        let energy = i32::from(scene.bar_plan(event.bar).energy);
        let at = index as i32 * 4;
        let (corner, rest) = ((at / steps).min(3), at - (at / steps).min(3) * steps);
        let [from, to] = [shape[corner as usize], shape[corner as usize + 1]];
        let back = away * (count - index as i32) / count;
        let by = (energy - 64) / ENERGY_PER_SEMITONE + back + (from * (steps - rest) + to * rest) / steps;
        (event.target_top, event.target_middle) = (event.target_top + by, event.target_middle + by);
    }
}
