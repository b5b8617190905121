//! What hands and instruments can do, whoever wrote the part: keys that exist, two hands, two feet.
//!
//! Spans of hands and frets are minded by the roles that have them; here is what holds for all.

mod haste;
mod limbs;

use music::lane::Lane;
use music::pitch::Pitch;
use music::time::Span;

use crate::scene::Scene;
use crate::sketch::{Sketch, Stroke};
use crate::style::Drummer;

/// Takes out or moves what nobody could play; the result has no violation.
pub fn mended(scene: &Scene<'_>, lane: Lane, sketch: Sketch) -> Sketch {
    let is_human = lane == Lane::Drums && scene.style.general.drummer == Drummer::Human;
    let bar = |strokes: Vec<Stroke>| {
        let within = strokes.into_iter().filter_map(|stroke| within_range(lane, stroke)).collect();
        if is_human { limbs::mended(within) } else { within }
    };
    let mut bars: Vec<Vec<Stroke>> = sketch.bars.into_iter().map(bar).collect();
    if is_human {
        haste::mended(scene, &mut bars);
    }
    if !lane.character().is_kit {
        for (index, strokes) in bars.iter_mut().enumerate() {
            strokes.iter_mut().for_each(|stroke| hush(scene, index, stroke));
        }
    }
    Sketch { bars }.settled(scene.song)
}

/// What rings when a silence begins is let go.
fn hush(scene: &Scene<'_>, bar: usize, stroke: &mut Stroke) {
    let start = scene.bar(bar).start + stroke.at;
    let within = scene.song.chords_in(Span { start, end: start + stroke.length });
    let silence = within.iter().find(|harmony| harmony.chord.is_none() && harmony.start > start);
    if let Some(silence) = silence {
        stroke.length = silence.start - start;
    }
}

const OCTAVE: i32 = 12;

/// By octaves into the instrument's keys; a kit has no octaves, so what it does not have is left out.
fn within_range(lane: Lane, stroke: Stroke) -> Option<Stroke> {
    let character = lane.character();
    let (lowest, highest) = (i32::from(character.range.0), i32::from(character.range.1));
    let key = i32::from(stroke.pitch.key());
    if (lowest..=highest).contains(&key) {
        return Some(stroke);
    }
    let up = if key < lowest {
        (lowest - key + OCTAVE - 1) / OCTAVE
    } else {
        -((key - highest + OCTAVE - 1) / OCTAVE)
    };
    let folded = stroke.pitch.transposed(up * OCTAVE).filter(|_| !character.is_kit)?;
    let fits = |pitch: Pitch| (lowest..=highest).contains(&i32::from(pitch.key()));
    fits(folded).then_some(Stroke { pitch: folded, ..stroke })
}
