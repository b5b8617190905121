//! The last chord for who wrote nothing that says it: as the instrument plays it elsewhere, plain and in its register.

use music::lane::Lane;
use music::pitch::{Class, ClassSet, Pitch};

use super::Arrival;
use crate::arrange;
use crate::scene::Scene;
use crate::sketch::{Sketch, Stroke};
use crate::voicing::{Policy, Voicing, candidates, movement};
use crate::{comping, drums, guitar, percussion};

/// How loud, where nothing was played that it could be like.
const VELOCITY: u8 = 84;
const IMPORTANCE: u8 = 124;

pub(super) fn strokes(scene: &Scene<'_>, lane: Lane, arrival: &Arrival<'_>, sketch: &Sketch) -> Vec<Stroke> {
    let near = near(scene, arrival, sketch);
    let pitches: Vec<Pitch> = match lane {
        Lane::Drums => return at(arrival, drums::last_hit(scene, arrival.bar)),
        Lane::Percussion => return at(arrival, percussion::last_hit(scene, arrival.bar)),
        Lane::Bass => bass(scene, arrival).into_iter().collect(),
        Lane::Lead => lead(scene, arrival, &near).into_iter().collect(),
        Lane::Keys => keys(scene, arrival, &near),
        Lane::Pad => {
            chord(arrival, &scene.style.pad.policy, &near).iter().flat_map(Voicing::pitches).collect()
        }
        Lane::Guitar => guitar::last_chord(scene, arrival.bar, arrival.chord, arrival.change.scale),
        Lane::Extra => Vec::new(),
    };
    let velocity = near.iter().map(|stroke| stroke.velocity).max().unwrap_or(VELOCITY);
    let stroke = |pitch| Stroke::new(arrival.at, arrival.length, pitch, velocity, IMPORTANCE);
    pitches.into_iter().map(stroke).collect()
}

/// What the player struck last in the last window.
fn near(scene: &Scene<'_>, arrival: &Arrival<'_>, sketch: &Sketch) -> Vec<Stroke> {
    let window = scene.plan.windows.get(scene.bar_plan(arrival.bar).window).cloned();
    let bars = window.unwrap_or(arrival.bar..arrival.bar + 1);
    let last = bars.rev().map(|bar| sketch.bar(bar)).find(|strokes| !strokes.is_empty()).unwrap_or(&[]);
    let at = last.iter().map(|stroke| stroke.at).max();
    last.iter().filter(|stroke| Some(stroke.at) == at).copied().collect()
}

fn at(arrival: &Arrival<'_>, hits: Vec<Stroke>) -> Vec<Stroke> {
    hits.into_iter().map(|hit| Stroke { at: arrival.at, ..hit }).collect()
}

/// The lowest there is.
fn bass(scene: &Scene<'_>, arrival: &Arrival<'_>) -> Option<Pitch> {
    let class = arrival.chord.bass().class();
    within(scene.style.bass.range, |found| found == class).next()
}

/// The root, the third or the seventh nearest to where the line was.
fn lead(scene: &Scene<'_>, arrival: &Arrival<'_>, near: &[Stroke]) -> Option<Pitch> {
    let manner = &scene.style.lead;
    let guides: ClassSet = arrival.chord.guide_tones().iter().map(|tone| tone.class).collect();
    let root = arrival.chord.root().class();
    let from = near.last().map_or(manner.home, |stroke| stroke.pitch).key();
    let home = within(manner.range, |class| class == root || guides.contains(class));
    home.min_by_key(|pitch| pitch.key().abs_diff(from))
}

fn within((low, high): (Pitch, Pitch), fits: impl Fn(Class) -> bool) -> impl Iterator<Item = Pitch> {
    (low.key()..=high.key()).filter_map(Pitch::new).filter(move |pitch| fits(pitch.class()))
}

/// With what the chord stands on, where nobody has it for certain: a guitar's lowest may lie above the hands.
fn keys(scene: &Scene<'_>, arrival: &Arrival<'_>, near: &[Stroke]) -> Vec<Pitch> {
    let is_grounded = arrange::has(scene.brief, Lane::Bass);
    let policy = if is_grounded { comping::policy(scene) } else { comping::policy_for_one_hand(scene) };
    let Some(voicing) = chord(arrival, &policy, near) else { return Vec::new() };
    let bass = (!is_grounded).then(|| comping::bass_under(scene, arrival.chord, &voicing)).flatten();
    bass.into_iter().chain(voicing.pitches()).collect()
}

/// Under the hands as they lie.
fn chord(arrival: &Arrival<'_>, policy: &Policy, near: &[Stroke]) -> Option<Voicing> {
    let mut keys: Vec<u8> = near.iter().map(|stroke| stroke.pitch.key()).collect();
    keys.sort_unstable();
    keys.dedup();
    let hands = Voicing::new(&keys);
    let mut found = candidates(arrival.chord, arrival.change.scale, policy);
    let classes = arrival.classes();
    found.retain(|found| found.voicing.pitches().all(|pitch| classes.contains(pitch.class())));
    let way = |to| hands.map_or(0, |from| movement(&from, to));
    let best = found.iter().min_by_key(|found| found.cost + way(&found.voicing));
    best.map(|best| best.voicing)
}
