//! The drums: grooves with a memory of four bars, fills that differ, and nothing two hands and two feet cannot do.
//!
//! A style's `drums.toml` holds `[[groove]]`s (a bar, or two that alternate), `[[fill]]`s for the ends of sections,
//! `[[set_up]]`s for the ends of phrases, and the hits of arrivals, stops and endings; see [`grid`] for their signs.
//! A drummer takes one groove for the A sections of a song and one for its B sections, by energy; decides once for a
//! phrase which kicks and ghosts of it are played (A A A), and marks its end (B) or fills it.

pub mod beats;
mod fill_choice;
mod fills;
pub mod grid;
pub(crate) mod groove_choice;
pub mod kit;
pub mod limbs;
mod manner;
pub mod pattern_book;
mod pushes;
mod seams;
pub(crate) mod spot;
pub(crate) mod strokes;

use music::chart::Feel;
use music::lane::Lane;
use music::time::Ticks;

use crate::arrange::{self, Landing};
use crate::scene::{Earlier, Scene};
use crate::sketch::{Sketch, Stroke, Written};
use crate::style::Drummer;
use grid::Level;
use groove_choice::Lacking;
use kit::Piece;
use pattern_book::Fill;
use spot::Spot;

pub(crate) use fills::{chosen_set_up, set_up};
pub use manner::Manner;
pub(crate) use manner::touch_percent;
pub(crate) use seams::faded;

/// Writes the lane for the whole song; bars in which it does not play stay empty.
pub fn write(scene: &Scene<'_>, _: &Earlier) -> Written {
    let manner = &scene.style.drums;
    let choices = fill_choice::chosen(scene, Lane::Drums, &manner.fills);
    let bars = scene.song.bars().len();
    let (mut main, mut fill) = (Sketch::silent(bars), Sketch::silent(bars));
    for bar in (0..bars).filter(|bar| scene.plays(Lane::Drums, *bar)) {
        let spot = Spot::new(scene, Lane::Drums, bar);
        let chosen = choices[bar].and_then(|index| manner.fills.get(index));
        let other = fills::alternate(&spot, &manner.fills, choices[bar]);
        main.bars[bar] = feasible(scene, played(&spot, manner, chosen, fills::wanted(&spot)));
        let other = other.and_then(|index| manner.fills.get(index));
        fill.bars[bar] = feasible(scene, played(&spot, manner, other, arrange::Fill::Whole));
    }
    Written { main, fill: Some(fill) }
}

fn feasible(scene: &Scene<'_>, strokes: Vec<Stroke>) -> Vec<Stroke> {
    match scene.style.general.drummer {
        Drummer::Human => limbs::playable(&strokes),
        Drummer::Machine => limbs::single(&strokes),
    }
}

/// One bar, with a fill or without.
fn played(spot: &Spot<'_>, manner: &Manner, fill: Option<&Fill>, room: arrange::Fill) -> Vec<Stroke> {
    let plan = spot.plan();
    match plan.ending {
        Some(Landing::Button) => return landed(spot, manner, fill, seams::button(manner)),
        Some(Landing::Ring) => return landed(spot, manner, fill, seams::ring(spot, manner)),
        Some(Landing::Fade) | None => {}
    }
    let is_stop = plan.is_stop || spot.scene.bar(spot.bar).feel == Feel::StopTime;
    let mut strokes = if is_stop { seams::stop(manner) } else { groove(spot, manner) };
    if let Some(fill) = fill {
        strokes = fills::laid_over(spot, strokes, fill, room, manner.touch_percent);
    } else if let Some(figure) = fills::chosen_set_up(spot, &manner.set_ups, |_| true).filter(|_| !is_stop) {
        strokes = fills::set_up(spot, strokes, figure, manner.touch_percent);
    }
    if spot.arrives() && !is_stop && !spot.enters_with_fill() && !pushes::came_early(spot, manner) {
        strokes = seams::arrival(spot, strokes, manner);
    }
    strokes = pushes::caught(spot, strokes, manner);
    if plan.ending == Some(Landing::Fade) { seams::faded(spot, strokes) } else { strokes }
}

/// What the last chord is struck with where nothing else is: as the style ends, or a kick and a crash.
pub(crate) fn last_hit(scene: &Scene<'_>, bar: usize) -> Vec<Stroke> {
    let manner = &scene.style.drums;
    let spot = Spot::new(scene, Lane::Drums, bar);
    let hits = match spot.plan().ending {
        Some(Landing::Button) => seams::button(manner),
        Some(Landing::Ring | Landing::Fade) | None => seams::ring(&spot, manner),
    };
    let hits: Vec<Stroke> = hits.into_iter().filter(|hit| hit.at == Ticks::ZERO).collect();
    if hits.is_empty() { strokes::of_hits(&PLAIN_END.to_vec(), 0, manner.touch_percent) } else { hits }
}

const PLAIN_END: [(Piece, Level); 2] = [(Piece::Kick, Level::Accent), (Piece::Crash, Level::Accent)];

/// On the last chord, wherever in the bar that is: time until then, a hit with the band on every chord before it, and a
/// fill that leads on to it.
fn landed(spot: &Spot<'_>, manner: &Manner, fill: Option<&Fill>, last: Vec<Stroke>) -> Vec<Stroke> {
    let place = spot.scene.landing_place(spot.bar);
    if place == Ticks::ZERO {
        return last;
    }
    let mut strokes = pushes::caught(spot, groove(spot, manner), manner);
    strokes.retain(|stroke| stroke.at < place);
    if let Some(fill) = fill {
        strokes = fills::laid_before(spot, strokes, fill, place, manner.touch_percent);
    }
    strokes = seams::with_the_band(spot, strokes, manner, place);
    strokes.extend(last.into_iter().map(|stroke| Stroke { at: stroke.at + place, ..stroke }));
    strokes
}

fn groove(spot: &Spot<'_>, manner: &Manner) -> Vec<Stroke> {
    if spot.is_pickup() || spot.enters_with_fill() {
        return Vec::new();
    }
    groove_choice::chosen(spot, &manner.grooves, Lacking::Nearest)
        .map_or_else(Vec::new, |(groove, pace)| strokes::of_groove(spot, groove, pace, manner.touch_percent))
}
