//! The left hand's way: one shape for each chord, with the least movement a four-bar window allows.
//!
//! Each window begins with an anchor: a shape that chance and its own chord decide, whatever stands around it. From there
//! the way is searched exactly, twice: as if nothing came after the window, and then its last bar once more, on to the
//! next anchor; so that one window never changes another but for the approach. In a bar that somebody settled the hand
//! holds what is struck there.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use music::lane::Lane;
use music::pitch::{Class, ClassSet};
use music::time::{Span, Ticks};

use super::family::Family;
use super::grips::{self, Grip};
use super::neck::Shape;
use super::need::Need;
use super::questions;
use super::shapes::{self, Candidate, Wish};
use crate::scene::Scene;
use crate::sketch::Stroke;
use crate::way;

/// Costs that chance adds, so that another roll finds another way of the same quality.
const WHIM_MAX: usize = 4;
/// How much worse than the best an anchor may be.
const ANCHOR_SLACK: i32 = 5;

/// A colour a semitone beside what the keys play: who comes later gives way.
const RUB: i32 = 30;

/// Where and how the hand plays in one window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Setting {
    pub(super) family: Family,
    pub(super) centre: u8,
    pub(super) colour: bool,
    /// The register another chordal instrument is in, as a key.
    pub(super) avoid: Option<u8>,
    /// What the keys strike there.
    pub(super) keys: Vec<(Ticks, Class)>,
    /// A bar's first chord may be struck before its bar line.
    pub(super) may_be_early: bool,
}

impl Setting {
    fn keys_in(&self, span: Span) -> ClassSet {
        let struck = self.keys.iter().filter(|(at, _)| span.contains(*at));
        struck.map(|(_, class)| *class).collect()
    }
}

/// What a chord's shape minds besides the chord. Keys are led towards the next window in a last bar: only what leads
/// there too may mind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Around {
    scale: ClassSet,
    keys: ClassSet,
}

/// A shape, as long as it is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) span: Span,
    pub(super) change: usize,
    pub(super) shape: Shape,
}

/// All shapes of a song in order; spans never overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fingering {
    held: Vec<Held>,
}

impl Fingering {
    pub(super) fn at(&self, position: Ticks) -> Option<&Held> {
        let after = self.held.partition_point(|held| held.span.start <= position);
        self.held[..after].last().filter(|held| held.span.contains(position))
    }

    pub(super) fn in_span(&self, span: Span) -> &[Held] {
        let first = self.held.partition_point(|held| held.span.end <= span.start);
        let after = self.held.partition_point(|held| held.span.start < span.end);
        &self.held[first..after.max(first)]
    }

    /// One setting for each window of the plan.
    pub(super) fn find(scene: &Scene<'_>, settings: &[Setting]) -> Fingering {
        let mut neck = Neck::default();
        let windows = scene.plan.windows.iter().zip(settings);
        let stages: Vec<Vec<Stage>> = windows
            .map(|(window, setting)| {
                let grips = grips::in_window(scene, window.clone());
                grips
                    .iter()
                    .enumerate()
                    .map(|(index, grip)| neck.stage(scene, setting, grip, window, index == 0))
                    .collect()
            })
            .collect();
        let mut held: Vec<Held> = Vec::new();
        for (index, stage) in stages.iter().enumerate() {
            let goal =
                stages.get(index + 1).and_then(|next| next.first()).map(|anchor| anchor.alone[0].shape);
            let shapes = walked(stage, goal);
            held.extend(stage.iter().zip(shapes).map(|(stage, shape)| stage.held(shape)));
        }
        for index in 1..held.len() {
            let next_start = held[index].span.start;
            held[index - 1].span.end = held[index - 1].span.end.min(next_start);
        }
        Fingering { held }
    }
}

/// A chord with the shapes it may take; an anchor has one.
struct Stage {
    grip: Grip,
    /// Whichever chord comes after it.
    alone: Vec<Candidate>,
    choices: Vec<Candidate>,
    /// It sounds in the window's last bar only: it may be chosen for what the next window begins with.
    is_approach: bool,
}

impl Stage {
    fn held(&self, shape: Shape) -> Held {
        Held { span: self.grip.span, change: self.grip.change, shape }
    }
}

/// What was searched already: songs repeat their chords.
#[derive(Default)]
struct Neck {
    known: BTreeMap<Wish, Vec<Candidate>>,
}

impl Neck {
    fn stage(
        &mut self,
        scene: &Scene<'_>,
        setting: &Setting,
        grip: &Grip,
        window: &Range<usize>,
        is_anchor: bool,
    ) -> Stage {
        let change = &scene.analysis.changes[grip.change];
        let last = scene.bar(window.end - 1);
        let next = scene.analysis.changes.get(grip.change + 1);
        let is_last = next.is_none_or(|next| next.written >= last.span().end);
        let alone = Around {
            scale: if is_last { change.scale_alone } else { change.scale },
            keys: setting.keys_in(Span { start: grip.span.start, end: grip.span.end.min(last.start) }),
        };
        let whole = Around { scale: change.scale, keys: setting.keys_in(grip.span) };
        let is_first = grip.span.start <= last.start;
        let is_approach = !is_anchor && grip.span.start >= last.start && !(is_first && setting.may_be_early);
        let found = self.choices(scene, setting, grip, alone, is_anchor);
        let choices = match is_approach && whole != alone {
            true => self.choices(scene, setting, grip, whole, false),
            false => found.clone(),
        };
        Stage { grip: *grip, alone: found, choices, is_approach }
    }

    fn choices(
        &mut self,
        scene: &Scene<'_>,
        setting: &Setting,
        grip: &Grip,
        around: Around,
        is_anchor: bool,
    ) -> Vec<Candidate> {
        let chord = scene.analysis.changes[grip.change].chord.expect("a grip is of a chord");
        let Setting { family, centre, colour, .. } = *setting;
        let wish = Wish { need: Need::of(&chord, around.scale), family, centre, colour };
        let settled = struck(scene, grip).and_then(|struck| self.settled(&struck, &wish));
        if let Some(settled) = settled {
            return vec![settled];
        }
        let known = self.known(wish);
        let own = chord.classes();
        let weighed = |(index, found)| {
            let whim = whim(scene, setting, grip, index, found);
            Candidate { cost: whim.cost + rubs(whim.shape, around.keys, own), ..whim }
        };
        match is_anchor {
            true => vec![anchor(scene, grip, known)],
            false => known.iter().enumerate().map(weighed).collect(),
        }
    }

    fn known(&mut self, wish: Wish) -> &[Candidate] {
        self.known.entry(wish).or_insert_with_key(shapes::candidates)
    }

    /// The shape under what somebody struck, wherever on the neck that was: looked for where the hand likes to be, and
    /// elsewhere if most of it is not there.
    fn settled(&mut self, struck: &BTreeSet<u8>, wish: &Wish) -> Option<Candidate> {
        let here = under(struck, self.known(wish.clone()));
        if here.is_some_and(|(held, _)| held * 2 > struck.len()) {
            return here.map(|(_, candidate)| candidate);
        }
        let elsewhere = ELSEWHERE.map(|centre| under(struck, self.known(Wish { centre, ..wish.clone() })));
        let found = here.into_iter().chain(elsewhere.into_iter().flatten());
        found.min_by_key(|(held, _)| Reverse(*held)).map(|(_, candidate)| candidate)
    }
}

/// Places of the neck where a hand may be that is not where the style's hand likes to be: every fret is near one.
const ELSEWHERE: [u8; 5] = [0, 3, 6, 9, 12];

/// The keys that somebody struck already under a grip.
fn struck(scene: &Scene<'_>, grip: &Grip) -> Option<BTreeSet<u8>> {
    let start = scene.bar(grip.bar).start;
    let sounds = |stroke: &&Stroke| grip.span.contains(start + stroke.at);
    let struck = scene.settled(Lane::Guitar, grip.bar)?.iter().filter(sounds);
    Some(struck.map(|stroke| stroke.pitch.key()).collect())
}

/// The shape under what is struck, and how much of it that holds: of those with the most of its keys the one with the
/// fewest others.
fn under(struck: &BTreeSet<u8>, known: &[Candidate]) -> Option<(usize, Candidate)> {
    let alike = known.iter().filter_map(|candidate| {
        let keys = candidate.shape.notes().map(|(_, pitch)| pitch.key());
        let (held, others): (Vec<u8>, Vec<u8>) = keys.partition(|key| struck.contains(key));
        (!held.is_empty()).then_some(((Reverse(held.len()), others.len(), candidate.cost), candidate))
    });
    alike.min_by_key(|(order, _)| *order).map(|((held, _, _), candidate)| (held.0, *candidate))
}

fn anchor(scene: &Scene<'_>, grip: &Grip, known: &[Candidate]) -> Candidate {
    let best = known.first().map_or(0, |first| first.cost);
    let good = known.iter().filter(|found| found.cost <= best + ANCHOR_SLACK).count();
    let weights: Vec<u32> = [6, 2, 1].into_iter().take(good).collect();
    let draw = scene.steady_draw(Lane::Guitar, grip.bar, questions::ANCHOR.of(0));
    known[draw.weighted(&weights).unwrap_or(0)]
}

fn whim(scene: &Scene<'_>, setting: &Setting, grip: &Grip, index: usize, found: &Candidate) -> Candidate {
    let slot = questions::whim(scene.analysis.place_in_bar(grip.bar, grip.change), index);
    let whim = scene.draw(Lane::Guitar, grip.bar, slot).below(WHIM_MAX) as i32;
    Candidate { cost: found.cost + whim + crowding(found.shape, setting.avoid), shape: found.shape }
}

/// What colours cost a semitone beside the keys': both choose of the same scale, and not always the same.
fn rubs(shape: Shape, keys: ClassSet, own: ClassSet) -> i32 {
    let beside = |class: Class| [1, -1].into_iter().filter(|by| keys.contains(class.transposed(*by))).count();
    let classes: ClassSet = shape.notes().map(|(_, pitch)| pitch.class()).collect();
    let colours = classes.iter().filter(|class| !keys.contains(*class) && !own.contains(*class));
    colours.map(|class| beside(class) as i32 * RUB).sum()
}

/// Two chordal instruments in one octave are mud.
fn crowding(shape: Shape, avoid: Option<u8>) -> i32 {
    const NEAR: i32 = 6;
    let keys: Vec<i32> = shape.notes().map(|(_, pitch)| i32::from(pitch.key())).collect();
    let middle = keys.iter().sum::<i32>() / (keys.len() as i32).max(1);
    avoid.map_or(0, |key| (NEAR - (middle - i32::from(key)).abs()).max(0))
}

/// The shape of each stage; all before the last bar as if nothing came after it.
fn walked(stages: &[Stage], goal: Option<Shape>) -> Vec<Shape> {
    let settled = stages.iter().take_while(|stage| !stage.is_approach).count();
    let mut shapes = least_movement(stages.iter().map(|stage| &stage.alone[..]), None, None);
    shapes.truncate(settled);
    let approach = stages[settled..].iter().map(|stage| &stage.choices[..]);
    shapes.extend(least_movement(approach, shapes.last().copied(), goal));
    shapes
}

/// The cheapest way from one shape through one choice each, and on to another.
fn least_movement<'a>(
    stages: impl Iterator<Item = &'a [Candidate]>,
    from: Option<Shape>,
    goal: Option<Shape>,
) -> Vec<Shape> {
    let choices = stages.map(|choices| choices.iter().map(|choice| (choice.cost, choice.shape)).collect());
    let to_goal = |shape: Shape| goal.map_or(0, |goal| movement(shape, goal));
    way::cheapest(from, choices, 0, |_, from, to| movement(from, to), to_goal)
}

/// What a change of shapes costs: the way along the neck, fingers that move, and the leap of the top note.
pub(super) fn movement(from: Shape, to: Shape) -> i32 {
    let along = match (from.position(), to.position()) {
        (Some(here), Some(there)) => (i32::from(here) - i32::from(there)).abs(),
        (None, _) | (_, None) => 0,
    };
    let moved = from.frets.iter().zip(&to.frets).filter(|(here, there)| here != there).count() as i32;
    let top = |shape: Shape| shape.highest().map_or(0, |pitch| i32::from(pitch.key()));
    along * 3 + moved + (top(from) - top(to)).abs()
}
