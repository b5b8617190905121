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
pub mod shapes;

pub use cell::{Boogie, Cell, Direction, Gesture, Part, Symbol};
pub use family::Family;
pub use manner::Manner;
pub use need::Need;

use bar::{Bars, Extra};
use choice::Choice;
use path::{Fingering, Setting};

use crate::scene::{Earlier, Scene};
use crate::sketch::{Sketch, Written};

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
