//! The left hand's way: one shape for each chord, with the least movement a four-bar window allows.
//!
//! Each window begins with an anchor: a shape that chance and its own chord decide, whatever stands around it. Between
//! anchors the way is searched exactly, so that one window never changes another.

use std::collections::BTreeMap;

use music::lane::Lane;
use music::pitch::{Class, ClassSet};
use music::time::{Span, Ticks};

use super::family::Family;
use super::grips::{self, Grip};
use super::neck::Shape;
use super::need::Need;
use super::shapes::{self, Candidate, Wish};
use crate::scene::Scene;

const SLOT_ANCHOR: u32 = 100;
/// One for each candidate of each chord of a bar.
const SLOT_WHIM: u32 = 1_000;
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
                    .map(|(index, grip)| neck.stage(scene, setting, grip, index == 0))
                    .collect()
            })
            .collect();
        let mut held: Vec<Held> = Vec::new();
        for (index, stage) in stages.iter().enumerate() {
            let goal =
                stages.get(index + 1).and_then(|next| next.first()).map(|anchor| anchor.choices[0].shape);
            let shapes = least_movement(stage, goal);
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
    choices: Vec<Candidate>,
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
    fn stage(&mut self, scene: &Scene<'_>, setting: &Setting, grip: &Grip, is_anchor: bool) -> Stage {
        let change = &scene.analysis.changes[grip.change];
        let chord = change.chord.expect("a grip is of a chord");
        let Setting { family, centre, colour, .. } = *setting;
        let keys = setting.keys.iter().filter(|(at, _)| grip.span.contains(*at));
        let keys: ClassSet = keys.map(|(_, class)| *class).collect();
        let own = chord.classes();
        let wish = Wish { need: Need::of(&chord, change.scale), family, centre, colour };
        let known = self.known.entry(wish).or_insert_with_key(shapes::candidates);
        let choices = match is_anchor {
            true => vec![anchor(scene, grip, known)],
            false => known
                .iter()
                .enumerate()
                .map(|(index, found)| {
                    let whim = whim(scene, setting, grip, index, found);
                    Candidate { cost: whim.cost + rubs(whim.shape, keys, own), ..whim }
                })
                .collect(),
        };
        Stage { grip: *grip, choices }
    }
}

fn anchor(scene: &Scene<'_>, grip: &Grip, known: &[Candidate]) -> Candidate {
    let best = known.first().map_or(0, |first| first.cost);
    let good = known.iter().filter(|found| found.cost <= best + ANCHOR_SLACK).count();
    let weights: Vec<u32> = [6, 2, 1].into_iter().take(good).collect();
    let draw = scene.steady_draw(Lane::Guitar, grip.bar, SLOT_ANCHOR);
    known[draw.weighted(&weights).unwrap_or(0)]
}

fn whim(scene: &Scene<'_>, setting: &Setting, grip: &Grip, index: usize, found: &Candidate) -> Candidate {
    let place = scene.analysis.place_in_bar(grip.bar, grip.change) % 16;
    let slot = SLOT_WHIM + place as u32 * 64 + index as u32;
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

/// The cheapest way through all stages and on to the next window's anchor.
fn least_movement(stages: &[Stage], goal: Option<Shape>) -> Vec<Shape> {
    let mut costs: Vec<i32> = Vec::new();
    let mut came_from: Vec<Vec<usize>> = Vec::new();
    for (index, stage) in stages.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| &stages[before]);
        let reached = stage.choices.iter().map(|choice| {
            let ways = before.iter().flat_map(|before| before.choices.iter().enumerate());
            let way = |(from, other): (usize, &Candidate)| {
                (costs[from] + movement(other.shape, choice.shape), from)
            };
            let (cost, from) = ways.map(way).min().unwrap_or((0, 0));
            (cost + choice.cost, from)
        });
        let (next, from): (Vec<i32>, Vec<usize>) = reached.unzip();
        costs = next;
        came_from.push(from);
    }
    let Some(last) = stages.last() else { return Vec::new() };
    let to_goal = |shape: Shape| goal.map_or(0, |goal| movement(shape, goal));
    let ends = last.choices.iter().zip(&costs).map(|(choice, cost)| cost + to_goal(choice.shape)).enumerate();
    let mut at = ends.min_by_key(|(index, cost)| (*cost, *index)).map_or(0, |(index, _)| index);
    let mut shapes = Vec::with_capacity(stages.len());
    for (stage, from) in stages.iter().zip(&came_from).rev() {
        shapes.push(stage.choices[at].shape);
        at = from[at];
    }
    shapes.reverse();
    shapes
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
