//! The comping: chords under the hands of a keyboard player, in a rhythm that remembers itself.
//!
//! `choice` finds a cell for each bar (a theme for the section, varied and answered within each four-bar phrase),
//! `rhythm` lets the chords have their say (changes, pushes, anticipations, stops, endings), `voicing` finds the hands,
//! and `strike` writes the strokes, with what `ground` puts under them where nobody plays a bass. The first stroke of a bar that is played early stands at the end of the bar before.

mod choice;
pub(crate) mod grid;
mod ground;
pub(crate) mod manner;
mod rhythm;
mod strike;

use music::chord::Chord;
use music::lane::Lane;
use music::pitch::Pitch;

pub use manner::Manner;

use crate::scene::{Earlier, Scene};
use crate::sketch::{Sketch, Stroke, Written};
use crate::voicing::{Policy, Voiced, Voicing, searched};
use rhythm::Hit;

/// Writes the lane for the whole song; bars in which it does not play stay empty.
pub fn write(scene: &Scene<'_>, earlier: &Earlier) -> Written {
    let bars = scene.song.bars().len();
    if scene.plan.bars.len() < bars {
        return Written { main: Sketch::silent(bars), fill: None };
    }
    let manner = &scene.style.comping;
    let voiced =
        searched(scene, Lane::Keys, &policy(scene), |bar| rhythm::is_drawn_early(scene, manner, bar));
    let player = rhythm::Player { scene, manner, earlier, voiced: &voiced };
    let main = (0..bars).map(|bar| player.hits(bar)).collect();
    let fill = (0..bars).map(|bar| player.fill_hits(bar)).collect();
    Written { main: written(scene, &voiced, main), fill: Some(written(scene, &voiced, fill)) }
}

/// What the hands look for in this band.
pub(crate) fn policy(scene: &Scene<'_>) -> Policy {
    if ground::is_needed(scene) {
        policy_for_one_hand(scene)
    } else {
        coloured(scene, &scene.style.comping.policy)
    }
}

/// What the right hand looks for where the left has the bass.
pub(crate) fn policy_for_one_hand(scene: &Scene<'_>) -> Policy {
    ground::for_one_hand(coloured(scene, &scene.style.comping.policy))
}

/// What the left hand has under a chord.
pub(crate) fn bass_under(scene: &Scene<'_>, chord: &Chord, voicing: &Voicing) -> Option<Pitch> {
    ground::under(chord, voicing, scene.style.comping.policy.low)
}

/// The complexity knob adds or takes colours.
fn coloured(scene: &Scene<'_>, policy: &Policy) -> Policy {
    use crate::voicing::Colour;
    const PLAINER_BELOW: u8 = 24;
    const RICHER_FROM: u8 = 104;
    let colour = match (policy.colour, scene.brief.knobs.complexity) {
        (Colour::Plain | Colour::Warm, ..PLAINER_BELOW) => Colour::Plain,
        (Colour::Rich, ..PLAINER_BELOW) => Colour::Warm,
        (Colour::Plain, RICHER_FROM..) => Colour::Warm,
        (Colour::Warm | Colour::Rich, RICHER_FROM..) => Colour::Rich,
        (colour, PLAINER_BELOW..RICHER_FROM) => colour,
    };
    Policy { colour, ..policy.clone() }
}

fn written(scene: &Scene<'_>, voiced: &Voiced, hits: Vec<Vec<Hit>>) -> Sketch {
    let mut sketch = Sketch::silent(hits.len());
    for (bar, hits) in hits.iter().enumerate() {
        for stroke in strike::strokes(scene, voiced, bar, hits) {
            place(scene, &mut sketch, bar, stroke);
        }
    }
    for strokes in &mut sketch.bars {
        strokes.sort_by_key(|stroke| (stroke.at, stroke.pitch));
    }
    sketch
}

/// What comes before its bar is written at the end of the one before.
fn place(scene: &Scene<'_>, sketch: &mut Sketch, bar: usize, stroke: Stroke) {
    if stroke.at.is_negative() && bar > 0 {
        let at = stroke.at + scene.bar(bar - 1).length;
        sketch.bars[bar - 1].push(Stroke { at, ..stroke });
    } else {
        sketch.bars[bar].push(stroke);
    }
}
