//! Hands: swing, lean, micro-timing and dynamics, with a seed of their own.
//!
//! A bar is played by what is written in it, its tempo and its energy; hands never hear another bar, save that a phrase
//! does not jerk at a bar line inside a window.

mod dynamics;
mod swing;
mod timing;

use music::clip::{IMPORTANCE_MAX, Note, OFFSET_MAX, VELOCITY_MAX};
use music::lane::Lane;
use music::pitch::Pitch;
use music::tempo::Tempo;
use music::time::{MAX_TICKS, Micros, Ticks};

use crate::brief::Brief;
use crate::chance::{Address, Chance, Draw};
use crate::scene::Scene;
use crate::sketch::{Sketch, Stroke};
use crate::style::Drummer;

/// A lane's notes as played, one list for each bar of the song; starts count from the bar's.
pub type Played = Vec<Vec<Note>>;

/// Bars that were played before and are kept are taken note by note.
pub fn performed(scene: &Scene<'_>, lane: Lane, sketch: &Sketch) -> Played {
    let bars = 0..scene.song.bars().len();
    let kept =
        |bar: usize| scene.brief.kept.get(&(lane, scene.bar(bar).id)).filter(|_| is_held(scene, lane, bar));
    let bar = |bar: usize| match kept(bar) {
        Some(notes) => notes.iter().copied().map(possible).collect(),
        None => played(scene, lane, bar, sketch.bar(bar)),
    };
    bars.map(bar).collect()
}

/// A clip refuses what is outside its limits; a note that comes from elsewhere must not cost its neighbours their place.
fn possible(note: Note) -> Note {
    Note {
        start: Ticks(note.start.0.clamp(-MAX_TICKS, MAX_TICKS)),
        length: Ticks(note.length.0.clamp(0, MAX_TICKS)),
        offset: Micros(note.offset.0.clamp(-OFFSET_MAX.0, OFFSET_MAX.0)),
        velocity: note.velocity.clamp(1, VELOCITY_MAX),
        importance: note.importance.min(IMPORTANCE_MAX),
        ..note
    }
}

/// Locked, or outside of what is to be written anew.
pub(crate) fn is_held(scene: &Scene<'_>, lane: Lane, bar: usize) -> bool {
    let Brief { bars, locks, .. } = scene.brief;
    bars.as_ref().is_some_and(|bars| !bars.contains(&bar)) || locks.contains_key(&(lane, scene.bar(bar).id))
}

fn played(scene: &Scene<'_>, lane: Lane, bar: usize, strokes: &[Stroke]) -> Vec<Note> {
    if strokes.is_empty() {
        return Vec::new();
    }
    let hands = Hands::new(scene, lane, bar);
    let swing = swing::Pairs::of(scene, bar);
    let mut onsets: Vec<Ticks> = strokes.iter().map(|stroke| stroke.at).collect();
    onsets.sort_unstable();
    onsets.dedup();
    let note = |stroke: &Stroke| {
        let onset = onsets.partition_point(|onset| *onset < stroke.at);
        let at = Ticks(stroke.at.0.clamp(-MAX_TICKS, MAX_TICKS));
        let start = swing.warped(at);
        Note {
            start,
            length: (swing.warped(at + Ticks(stroke.length.0.clamp(1, MAX_TICKS))) - start).max(Ticks(1)),
            offset: hands.offset(stroke, onset, onsets.len()),
            pitch: stroke.pitch,
            velocity: hands.velocity(stroke, onset, onsets.len()),
            importance: stroke.importance.min(IMPORTANCE_MAX),
        }
    };
    strokes.iter().map(note).collect()
}

/// The tempo that a bar is played at: the chart's, or what is usual in the style.
pub(crate) fn tempo(scene: &Scene<'_>, bar: usize) -> Tempo {
    let usual = Tempo::from_bpm(scene.style.general.tempo_default_bpm);
    scene.bar(bar).tempo.or(usual).unwrap_or(Tempo::DEFAULT)
}

/// One player in one bar.
struct Hands<'a> {
    scene: &'a Scene<'a>,
    lane: Lane,
    bar: usize,
    is_machine: bool,
}

/// What is asked of the hands' chance: one number for each, far enough apart for any count of onsets.
#[derive(Clone, Copy)]
enum Question {
    Timing,
    Finger,
    Strength,
    FingerStrength,
}

/// Onsets and pitches are numbered below this.
const NUMBERS_MAX: u32 = 1 << 24;
/// The last onset of a bar, whichever number it has: the next bar's first one remembers it.
const LAST: u32 = NUMBERS_MAX - 1;
/// So that hands do not draw what the composer drew.
const OWN_SEED: u64 = 0x4841_4e44_5300_0001;

impl<'a> Hands<'a> {
    fn new(scene: &'a Scene<'a>, lane: Lane, bar: usize) -> Hands<'a> {
        let is_kit = matches!(lane, Lane::Drums | Lane::Percussion);
        Hands { scene, lane, bar, is_machine: is_kit && scene.style.general.drummer == Drummer::Machine }
    }

    fn draw(&self, question: Question, bar: usize, number: u32) -> Draw {
        let seed = self.scene.brief.hands_seed.unwrap_or(self.scene.brief.seed);
        let slot = (question as u32) * NUMBERS_MAX + number;
        Chance::new(seed ^ OWN_SEED).at(Address {
            lane: self.lane,
            bar: self.scene.bar(bar).id,
            reroll: 0,
            slot,
        })
    }

    /// Two draws for an onset, one of them shared with the onset before: what makes hands drift and not jump.
    fn pair(&self, question: Question, onset: usize, onsets: usize) -> [Draw; 2] {
        let own = if onset + 1 == onsets { LAST } else { onset as u32 };
        let before = match onset.checked_sub(1) {
            Some(before) => self.draw(question, self.bar, before as u32),
            None => self.before_bar(question),
        };
        [self.draw(question, self.bar, own), before]
    }

    /// What the bar before drew last, if it is in the same window.
    fn before_bar(&self, question: Question) -> Draw {
        let window = |bar: usize| self.scene.bar_plan(bar).window;
        match self.bar.checked_sub(1).filter(|before| window(*before) == window(self.bar)) {
            Some(before) => self.draw(question, before, LAST),
            None => self.draw(question, self.bar, LAST - 1),
        }
    }

    fn finger(&self, question: Question, onset: usize, pitch: Pitch) -> Draw {
        self.draw(question, self.bar, (onset as u32) << 7 | u32::from(pitch.key()))
    }
}
