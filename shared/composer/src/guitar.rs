//! The guitar: a left hand that finds shapes on the neck, a right hand that keeps moving, and a style that says how.
//!
//! A style's `guitar.toml` lists **cells**, one character for each step of a bar, described in `styles/README.md`.
//! Writing a song: `choice` finds a cell for each window and what its bars vary, `path` the shapes of its chords,
//! `bar` what happens in a bar, `hand` its notes.

mod bar;
mod cell;
mod choice;
mod family;
mod fit;
mod grips;
mod hand;
mod listen;
mod manner;
pub mod neck;
mod need;
mod path;
mod questions;
pub mod shapes;
mod weight;

use music::chord::Chord;
use music::lane::Lane;
use music::pitch::{ClassSet, Pitch};

pub use cell::{Boogie, Cell, Direction, Gesture, Part, Symbol};
pub use family::Family;
pub use manner::Manner;
pub use need::Need;

use bar::{Bars, Extra};
use choice::Choice;
use path::{Fingering, Setting};
use shapes::Wish;

use crate::arrange;
use crate::scene::{Earlier, Scene};
use crate::sketch::{Sketch, Written};

/// The last chord where nothing else says it: the best shape there is where the hand is at home.
pub(crate) fn last_chord(scene: &Scene<'_>, bar: usize, chord: &Chord, scale: ClassSet) -> Vec<Pitch> {
    let manner = &scene.style.guitar;
    let section = scene.plan.sections.get(scene.bar_plan(bar).section);
    let is_b = section.is_some_and(|section| section.is_b);
    let centre = if is_b { manner.centre.1 } else { manner.centre.0 };
    let family = match arrange::has(scene.brief, Lane::Bass) {
        true => manner.cells.first().map_or(Family::Triad, |cell| cell.family),
        // Nobody else says what it stands on.
        false => Family::Barre,
    };
    let wish = Wish { need: Need::of(chord, scale), family, centre, colour: false };
    let best = shapes::candidates(&wish).into_iter().min();
    best.map(|best| best.shape.notes().map(|(_, pitch)| pitch).collect()).unwrap_or_default()
}

/// Writes the lane for the whole song; bars in which it does not play stay empty.
pub fn write(scene: &Scene<'_>, earlier: &Earlier) -> Written {
    let choices = Choice::of_windows(scene, earlier);
    let settings: Vec<Setting> = choices.iter().map(|choice| choice.setting.clone()).collect();
    let fingering = Fingering::find(scene, &settings);
    let bars = Bars { scene, choices: &choices, fingering: &fingering };
    let sketch = |extra: Extra| {
        let strokes = |bar: usize| bars.events(bar, extra).map(|events| hand::strokes(scene, bar, &events));
        Sketch { bars: (0..scene.song.bars().len()).map(|bar| strokes(bar).unwrap_or_default()).collect() }
    };
    let has_fills = !scene.style.guitar.fills.is_empty();
    Written { main: sketch(Extra::Planned), fill: has_fills.then(|| sketch(Extra::Fill)) }
}
