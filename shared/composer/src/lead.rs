//! The lead: a short motif, its answer, and silence around them; chord tones where it counts, thirds and sevenths first.

mod manner;
mod phrase;
mod tune;

use music::lane::Lane;

use crate::scene::{Earlier, Scene};
use crate::sketch::{Sketch, Stroke, Written};

pub use manner::{Manner, Motif, Part};

/// Writes the lane for the whole song; bars in which it does not play stay empty.
pub fn write(scene: &Scene<'_>, earlier: &Earlier) -> Written {
    let _ = earlier;
    let bar = |bar: usize| settled(scene, bar).unwrap_or_else(|| written(scene, bar));
    Written { main: Sketch { bars: (0..scene.plan.bars.len()).map(bar).collect() }, fill: None }
}

/// Where somebody decided already: a lock, or a bar that was not asked for.
fn settled(scene: &Scene<'_>, bar: usize) -> Option<Vec<Stroke>> {
    let lock = scene.brief.locks.get(&(Lane::Lead, scene.bar(bar).id)).cloned();
    let is_asked_for = scene.brief.bars.as_ref().is_none_or(|bars| bars.contains(&bar));
    let given = scene.brief.given.get(&Lane::Lead).filter(|_| !is_asked_for);
    lock.or_else(|| given.map(|given| given.bar(bar).to_vec()))
}

/// Every bar for itself: what holds phrases together is the motif that a section's bars share.
fn written(scene: &Scene<'_>, bar: usize) -> Vec<Stroke> {
    match phrase::of(scene, bar) {
        Some(phrase) => tune::of(scene, bar, &phrase),
        None => Vec::new(),
    }
}
