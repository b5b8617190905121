//! Hands: swing, lean, micro-timing and dynamics, with a seed of their own.

use music::clip::Note;
use music::lane::Lane;
use music::time::Span;

use crate::scene::Scene;
use crate::sketch::Sketch;

/// The bars of `span` as notes from its start on.
pub fn performed(
    scene: &Scene<'_>,
    lane: Lane,
    sketch: &Sketch,
    bars: std::ops::Range<usize>,
    span: Span,
) -> Vec<Note> {
    let _ = lane;
    let start_of = |bar: usize| scene.bar(bar).start - span.start;
    let strokes = bars.flat_map(|bar| sketch.bar(bar).iter().map(move |stroke| (bar, stroke)));
    let notes = strokes.map(|(bar, stroke)| Note {
        start: start_of(bar) + stroke.at,
        length: stroke.length,
        offset: stroke.offset,
        pitch: stroke.pitch,
        velocity: stroke.velocity.clamp(1, 127),
        importance: stroke.importance.min(127),
    });
    notes.filter(|note| note.start.0 >= 0 && note.start < span.length()).collect()
}
