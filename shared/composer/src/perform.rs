//! Hands: swing, lean, micro-timing and dynamics, with a seed of their own.
//!
//! A note is played by where it stands, its bar's tempo and its energy: no other note changes how, and no bar outside of
//! its window. Only its end gives way: what has ended on paper before another note begins has ended before it is heard.

mod drift;
mod dynamics;
mod ritard;
mod swing;
mod timing;

use music::clip::{IMPORTANCE_MAX, Note, OFFSET_MAX, VELOCITY_MAX};
use music::lane::Lane;
use music::tempo::Tempo;
use music::time::{MAX_TICKS, Micros, TICKS_PER_BEAT, Ticks};

use crate::brief::Brief;
use crate::chance::{Address, Chance, Draw};
use crate::scene::Scene;
use crate::sketch::{Sketch, Stroke};
use crate::style::Drummer;
use drift::Drift;
use ritard::Ritard;

/// A lane's notes as played, one list for each bar of the song; starts count from the bar's.
pub type Played = Vec<Vec<Note>>;

/// Bars that were played before and are kept are taken note by note.
pub fn performed(scene: &Scene<'_>, lane: Lane, sketch: &Sketch) -> Played {
    let bars = 0..scene.song.bars().len();
    let ritard = Ritard::of(scene);
    let kept =
        |bar: usize| scene.brief.kept.get(&(lane, scene.bar(bar).id)).filter(|_| is_held(scene, lane, bar));
    let bar = |bar: usize| match kept(bar) {
        Some(notes) => notes.iter().copied().map(possible).collect(),
        None => played(scene, lane, bar, ritard, sketch.bar(bar)),
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

fn played(
    scene: &Scene<'_>,
    lane: Lane,
    bar: usize,
    ritard: Option<Ritard>,
    strokes: &[Stroke],
) -> Vec<Note> {
    if strokes.is_empty() {
        return Vec::new();
    }
    let hands = Hands::new(scene, lane, bar);
    let heard_at = heard(scene, bar, ritard);
    let ends_heard = ends_heard(strokes, &heard_at);
    let note = |stroke: &Stroke| {
        let at = Ticks(stroke.at.0.clamp(-MAX_TICKS, MAX_TICKS));
        let start = heard_at(at);
        Note {
            start,
            length: (ends_heard(at + Ticks(stroke.length.0.clamp(1, MAX_TICKS))) - start).max(Ticks(1)),
            offset: hands.offset(stroke),
            pitch: stroke.pitch,
            velocity: hands.velocity(stroke),
            importance: stroke.importance.min(IMPORTANCE_MAX),
        }
    };
    strokes.iter().map(note).collect()
}

/// When an end on paper is heard: swing moves an eighth, but no triplet after it, and so could hold it into that.
fn ends_heard(strokes: &[Stroke], heard_at: &impl Fn(Ticks) -> Ticks) -> impl Fn(Ticks) -> Ticks {
    let mut begins: Vec<(Ticks, Ticks)> =
        strokes.iter().map(|stroke| (stroke.at, heard_at(stroke.at))).collect();
    begins.sort_unstable();
    // From each on, what is heard first.
    for index in (1..begins.len()).rev() {
        begins[index - 1].1 = begins[index - 1].1.min(begins[index].1);
    }
    move |end| {
        let next = begins.partition_point(|(at, _)| *at < end);
        begins.get(next).map_or(heard_at(end), |(_, first)| heard_at(end).min(*first))
    }
}

/// The tempo that a bar is played at: the chart's, or what is usual in the style.
pub(crate) fn tempo(scene: &Scene<'_>, bar: usize) -> Tempo {
    let usual = Tempo::from_bpm(scene.style.general.tempo_default_bpm);
    scene.bar(bar).tempo.or(usual).unwrap_or(Tempo::DEFAULT)
}

/// When what stands in a bar on paper is played, in microseconds from the bar's start: swung and slowed down, but before
/// hands are early or late.
pub(crate) fn clock(scene: &Scene<'_>, bar: usize) -> impl Fn(Ticks) -> i64 + use<> {
    let beat_us = i64::from(tempo(scene, bar).micros_per_beat());
    let heard_at = heard(scene, bar, Ritard::of(scene));
    move |at| heard_at(at).0.saturating_mul(beat_us) / TICKS_PER_BEAT
}

/// How long a bar is on paper, in microseconds.
pub(crate) fn bar_us(scene: &Scene<'_>, bar: usize) -> i64 {
    let beat_us = i64::from(tempo(scene, bar).micros_per_beat());
    scene.bar(bar).length.0.saturating_mul(beat_us) / TICKS_PER_BEAT
}

/// Where in a bar something is heard that stands at a place on paper.
fn heard(scene: &Scene<'_>, bar: usize, ritard: Option<Ritard>) -> impl Fn(Ticks) -> Ticks + use<> {
    let (swing, start) = (swing::Pairs::of(scene, bar), scene.bar(bar).start);
    move |at| {
        let swung = swing.warped(at);
        ritard.map_or(swung, |ritard| ritard.slowed(start + swung) - start)
    }
}

/// One player in one bar.
struct Hands<'a> {
    scene: &'a Scene<'a>,
    lane: Lane,
    bar: usize,
    is_machine: bool,
    chance: Chance,
    timing: Drift,
    strength: Drift,
}

/// What is asked of the hands' chance.
#[derive(Clone, Copy)]
enum Question {
    Timing,
    Finger,
    Strength,
    FingerStrength,
}

impl Question {
    fn slot(self, number: u32) -> u32 {
        self as u32 * NUMBERS_MAX + number % NUMBERS_MAX
    }
}

/// Each of 128 keys on every tick of eight thousand beats, more than a bar has: questions do not run into each other.
const NUMBERS_MAX: u32 = 1 << 30;
/// So that hands do not draw what the composer drew.
const OWN_SEED: u64 = 0x4841_4e44_5300_0001;

impl<'a> Hands<'a> {
    fn new(scene: &'a Scene<'a>, lane: Lane, bar: usize) -> Hands<'a> {
        let is_kit = matches!(lane, Lane::Drums | Lane::Percussion);
        let chance = Chance::new(scene.brief.hands_seed.unwrap_or(scene.brief.seed) ^ OWN_SEED);
        let drift = |question: Question| Drift::of(scene, chance, lane, bar, question);
        Hands {
            scene,
            lane,
            bar,
            is_machine: is_kit && scene.style.general.drummer == Drummer::Machine,
            chance,
            timing: drift(Question::Timing),
            strength: drift(Question::Strength),
        }
    }

    /// What one finger, stick or foot adds to what the whole player does.
    fn finger(&self, question: Question, stroke: &Stroke) -> Draw {
        let place = (stroke.at.0 as u32) << 7 | u32::from(stroke.pitch.key());
        let (bar, slot) = (self.scene.bar(self.bar).id, question.slot(place));
        self.chance.at(Address { lane: self.lane, bar, reroll: 0, slot })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use music::pitch::Pitch;

    #[test]
    fn what_ends_before_a_triplet_is_not_swung_into_it() {
        let stroke = |at: i64| Stroke {
            at: Ticks(at),
            length: Ticks(120),
            pitch: Pitch::new(60).unwrap(),
            velocity: 80,
            importance: 0,
            offset: Micros(0),
            touch: crate::sketch::Touch::default(),
        };
        // A hard swing: what stands off the triplets comes later, and so may come after the triplet that follows it.
        let heard_at = |at: Ticks| if at.0 % 160 == 0 { at } else { at + Ticks(89) };
        for (strokes, end, heard) in [
            (vec![4_320, 4_480], 4_440, 4_480),
            (vec![4_320], 4_440, 4_529),
            (vec![4_320, 4_400], 4_440, 4_529),
            (vec![4_320, 4_700], 4_440, 4_529),
            (vec![4_450, 4_480], 4_440, 4_480),
        ] {
            let strokes: Vec<Stroke> = strokes.into_iter().map(stroke).collect();
            assert_eq!(ends_heard(&strokes, &heard_at)(Ticks(end)), Ticks(heard), "{strokes:?}");
        }
    }
}
