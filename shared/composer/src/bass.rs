//! The bass: cells of rhythm and degrees from the style, struck where the chords change, and the cheapest line through
//! them, four bars at a time.

mod anchors;
pub(crate) mod beats;
pub(crate) mod cell;
mod choices;
mod exit;
pub(crate) mod ground;
mod hands;
mod heights;
mod ink;
mod line;
mod manner;
mod rhythm;
pub(crate) mod search;
mod slots;

use music::lane::Lane;
use music::time::Ticks;

use crate::arrange::Fill;
use crate::scene::{Earlier, Scene};
use crate::sketch::{Sketch, Stroke, Written};
use ground::Ground;
use line::{Keyed, Paper};

pub use cell::{Cell, Feel, Note, Part, STEPS, Sign};
pub use manner::{Line, Manner, Memory};

/// Writes the lane for the whole song; bars in which it does not play stay empty.
pub fn write(scene: &Scene<'_>, earlier: &Earlier) -> Written {
    let bars = scene.plan.bars.len();
    let grounds = Ground::all(scene.analysis);
    let notes: Vec<Vec<Note>> = (0..bars).map(|bar| rhythm::of(scene, earlier, bar)).collect();
    let slots = slots::of(scene, notes.clone());
    let alone = line::grounds_alone(scene, &grounds);
    let paper = Paper { scene, grounds: &grounds, alone: &alone, slots: &slots };
    let keyed = line::of(paper);
    let main = Sketch { bars: (0..bars).map(|bar| strokes(scene, &keyed, bar)).collect() };
    let fill = fills(paper, &notes, &keyed, &main);
    Written { main, fill: Some(fill) }
}

fn strokes(scene: &Scene<'_>, keyed: &Keyed, bar: usize) -> Vec<Stroke> {
    match scene.settled(Lane::Bass, bar) {
        Some(settled) => settled.to_vec(),
        None => ink::strokes(scene, &keyed[bar], first_key(keyed, bar + 1)),
    }
}

fn first_key(keyed: &Keyed, bar: usize) -> Option<u8> {
    keyed.get(bar)?.first().filter(|(slot, _)| slot.at == Ticks::ZERO).map(|(_, key)| *key)
}

/// What each bar would play if a fill were asked for there: its second half leads on, whatever follows stays.
fn fills(paper: Paper<'_>, notes: &[Vec<Note>], keyed: &Keyed, main: &Sketch) -> Sketch {
    let scene = paper.scene;
    let bar = |bar: usize| {
        let may_fill = !keyed[bar].is_empty()
            && scene.settled(Lane::Bass, bar).is_none()
            && scene.bar_plan(bar).fill == Fill::None
            && scene.bar_plan(bar).ending.is_none();
        if may_fill { with_fill(paper, notes, keyed, bar) } else { main.bar(bar).to_vec() }
    };
    Sketch { bars: (0..keyed.len()).map(bar).collect() }
}

fn with_fill(paper: Paper<'_>, notes: &[Vec<Note>], keyed: &Keyed, bar: usize) -> Vec<Stroke> {
    let scene = paper.scene;
    let from = rhythm::fill_start(scene.bar(bar), Fill::Half);
    let filled = rhythm::filled(scene, bar, notes[bar].clone(), Fill::Half);
    let new: Vec<_> =
        slots::in_bar_alone(scene, bar, filled).into_iter().filter(|slot| slot.at >= from).collect();
    let mut kept: Vec<_> = keyed[bar].iter().filter(|(slot, _)| slot.at < from).copied().collect();
    kept.iter_mut().for_each(|(slot, _)| slot.length = slot.length.min(from - slot.at));
    let before = kept.last().map(|(_, key)| *key);
    let after = keyed.get(bar + 1).and_then(|next| next.first()).map(|(_, key)| *key);
    kept.extend(line::between(paper, &new, bar, before, after));
    ink::strokes(scene, &kept, first_key(keyed, bar + 1))
}
