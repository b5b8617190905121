//! The same music, otherwise: what a lane plays already is kept in one respect and changed in the rest, by an amount.
//!
//! No note comes or goes, and each keeps its importance, velocity and hand. A bar's variation depends on its own draws
//! and on what was there before, in its window; never on how other bars came to vary. What rings over a bar line keeps
//! its pitch, so that neighbours agree without seeing each other. The bass keeps the roots that changes stand on.

mod draws;
mod kit;
mod line;
mod onsets;
mod places;
mod rhythm;
mod spot;
mod swaps;
mod tones;

use std::collections::BTreeSet;

use music::chart::PassId;
use music::chart::song::Song;
use music::clip::{Clip, Note};
use music::lane::Lane;
use music::time::{Span, Ticks};

use crate::analyse::Analysis;
use crate::chance;
use crate::sketch::{Sketch, Stroke, Touch};
use spot::Spot;

pub use swaps::are_kin;

/// What stays exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Keep {
    /// Where notes begin and how long they are; of a kit, instruments are swapped.
    Rhythm,
    /// Which notes, in which order; of a kit, each instrument's number of strokes in a bar.
    Pitches,
    /// Where the top line rises, falls and stays; of a kit, its bones: kick, snare and what stands for them.
    Contour,
}

/// The song that the music stands on.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    pub song: &'a Song,
    pub analysis: &'a Analysis,
}

#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    pub lane: Lane,
    pub keep: Keep,
    /// 0 changes nothing; from [`AMOUNT_MAX`] on almost everything that may change does.
    pub amount: u8,
    pub seed: u64,
    /// Bars that stay as they are.
    pub locked: &'a BTreeSet<PassId>,
}

pub const AMOUNT_MAX: u8 = 127;
/// More than anyone plays in a bar; a fuller one stays as it is, because every note minds every other of its bar.
pub const BAR_STROKES_MAX: usize = 256;

/// The seed of the `nth` variation asked of what was made with `seed`.
pub fn nth_seed(seed: u64, nth: u32) -> u64 {
    chance::derived(seed, "variation", u64::from(nth))
}

/// Strokes stay in their bars and in their order.
#[must_use]
pub fn of_sketch(ground: Ground<'_>, wish: &Wish<'_>, sketch: &Sketch) -> Sketch {
    let song = Span { start: ground.song.start(), end: ground.song.end() };
    Sketch { bars: varied(ground, wish, &sketch.bars, song) }
}

/// A clip that begins at `start` of the song. What lies outside of the song stays as it is, and so do controls.
#[must_use]
pub fn of_clip(ground: Ground<'_>, wish: &Wish<'_>, clip: &Clip, start: Ticks) -> Clip {
    let end = Ticks(start.0.saturating_add(clip.length().0));
    let places = ground.song.bars();
    let mut bars = vec![Vec::new(); places.len()];
    let mut sources: Vec<Vec<usize>> = vec![Vec::new(); places.len()];
    for (index, note) in clip.notes().iter().enumerate() {
        let at = Ticks(start.0.saturating_add(note.start.0));
        let bar = places.partition_point(|bar| bar.start <= at).saturating_sub(1);
        if places.get(bar).is_some_and(|bar| bar.span().contains(at)) {
            bars[bar].push(stroke(note, at - places[bar].start));
            sources[bar].push(index);
        }
    }
    let mut notes = clip.notes().to_vec();
    let after = varied(ground, wish, &bars, Span { start, end });
    for ((bar, strokes), sources) in places.iter().zip(&after).zip(&sources) {
        for (stroke, source) in strokes.iter().zip(sources) {
            let (start, length) = (bar.start + stroke.at - start, stroke.length);
            notes[*source] = Note { start, length, pitch: stroke.pitch, ..notes[*source] };
        }
    }
    Clip::new(clip.length(), notes, clip.controls().to_vec())
        .expect("strokes moved inside of the clip, and nothing else of them changed but pitch and length")
}

fn stroke(note: &Note, at: Ticks) -> Stroke {
    let Note { length, offset, pitch, velocity, importance, .. } = *note;
    Stroke { at, length, pitch, velocity, importance, offset, touch: Touch::Plain }
}

/// `room` is the stretch of the song in which strokes may stand.
fn varied(ground: Ground<'_>, wish: &Wish<'_>, bars: &[Vec<Stroke>], room: Span) -> Vec<Vec<Stroke>> {
    let mut around = spot::Around::new(ground, bars);
    let mut after = Vec::with_capacity(bars.len());
    for (index, strokes) in bars.iter().enumerate() {
        let bar = ground.song.bars().get(index).filter(|bar| {
            wish.amount > 0 && strokes.len() <= BAR_STROKES_MAX && !wish.locked.contains(&bar.id)
        });
        after.push(match bar {
            Some(_) => Spot::new(ground, wish, index, room, &around).varied(strokes.clone()),
            None => strokes.clone(),
        });
        around.passed(index);
    }
    after
}
