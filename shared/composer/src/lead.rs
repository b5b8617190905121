//! The lead: a short motif, its answer, and silence around them; chord tones where it counts, thirds and sevenths first,
//! and on beats no key beside one that the others hold.

mod development;
mod listen;
mod manner;
mod phrase;
mod tune;

use listen::Heard;
use music::lane::Lane;

use crate::scene::{Earlier, Scene};
use crate::sketch::{Sketch, Stroke, Written};

pub use manner::{Manner, Motif, Part};

/// Writes the lane for the whole song; bars in which it does not play stay empty.
pub fn write(scene: &Scene<'_>, earlier: &Earlier) -> Written {
    let bar = |bar: usize| match scene.settled(Lane::Lead, bar) {
        Some(settled) => settled.to_vec(),
        None => written(scene, earlier, bar),
    };
    Written { main: Sketch { bars: (0..scene.plan.bars.len()).map(bar).collect() }, fill: None }
}

/// Every bar for itself: what holds phrases together is the motif that a section's bars share.
fn written(scene: &Scene<'_>, earlier: &Earlier, bar: usize) -> Vec<Stroke> {
    match phrase::of(scene, bar) {
        Some(phrase) => tune::of(scene, &Heard::in_bar(scene, earlier, bar), bar, &phrase),
        None => Vec::new(),
    }
}
