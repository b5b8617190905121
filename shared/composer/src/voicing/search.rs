//! The way from chord to chord: exact within a four-bar window, between anchors that both neighbours know.
//!
//! The first chord of a window is its anchor: chosen by the chord itself and by chance that no re-roll changes. From
//! there the window is walked by dynamic programming, so that it ends well before the next window's anchor.

use std::ops::Range;
use std::rc::Rc;

use music::chord::Chord;
use music::lane::Lane;
use music::pitch::ClassSet;

use super::{Candidate, Policy, Voicing, candidates, movement};
use crate::scene::Scene;

/// The voicing of each change in each bar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voiced {
    bars: Vec<Vec<(usize, Voicing)>>,
}

impl Voiced {
    /// `change` is an index into the analysis; `bar` the one it is written in or held through.
    pub fn of(&self, bar: usize, change: usize) -> Option<&Voicing> {
        self.bars.get(bar)?.iter().find(|(index, _)| *index == change).map(|(_, voicing)| voicing)
    }

    pub fn in_bar(&self, bar: usize) -> &[(usize, Voicing)] {
        self.bars.get(bar).map_or(&[], Vec::as_slice)
    }
}

const ANCHOR: u32 = 900;
const CONTOUR: u32 = 901;
const RESTLESS: u32 = 902;
const WANDER: u32 = 903;
/// And as many as a bar has changes.
const TASTE: u32 = 1_000;

/// What one semitone of every voice costs.
const PER_SEMITONE: i32 = 36;
/// The top line leaps rarely: by semitones, from staying on.
const TOP_LINE: [i32; 8] = [3, 0, 0, 3, 5, 9, 18, 20];
const TOP_LEAP: i32 = 30;
/// How a top line sings where a style says nothing, and what each degree more makes it cost to stay: at 7 a step of the
/// top voice alone is cheaper.
const MELODY_USUAL: i32 = 4;
const PER_MELODY: i32 = 6;
const MOVED_WHILE_HELD: i32 = 500;
const STAYED_THOUGH_RESTLESS: i32 = 14;
const PER_SEMITONE_FROM_CONTOUR: i32 = 4;
/// The hands' middle stays where the next window's anchor will find it.
const PER_SEMITONE_FROM_HOME: i32 = 4;
/// Chance decides between voicings about as good.
const TASTE_MAX: usize = 4;

/// Voices every chord of the lane's playing bars.
pub fn searched(scene: &Scene<'_>, lane: Lane, policy: &Policy) -> Voiced {
    let mut larder = Larder { policy, known: Vec::new() };
    let windows: Vec<Vec<Event>> =
        scene.plan.windows.iter().map(|window| events(scene, lane, window, &mut larder)).collect();
    let anchors: Vec<Option<usize>> =
        windows.iter().map(|events| events.first().and_then(|event| anchor(scene, lane, event))).collect();
    let mut voiced = Voiced { bars: vec![Vec::new(); scene.song.bars().len()] };
    for (index, events) in windows.iter().enumerate() {
        let Some(start) = anchors[index] else { continue };
        let next = next_anchor(events, windows.get(index + 1), anchors.get(index + 1));
        let taste = |event: &Event| scene.draw(lane, event.bar, TASTE + event.place).below(1 << 16);
        let tastes: Vec<usize> = events.iter().map(taste).collect();
        for (event, chosen) in events.iter().zip(walked(events, &tastes, start, next)) {
            voiced.bars[event.bar].push((event.change, event.candidates[chosen].voicing));
        }
    }
    voiced
}

/// A chord that is to be voiced.
struct Event {
    bar: usize,
    change: usize,
    /// Which of its bar's changes: edits elsewhere do not count it anew.
    place: u32,
    /// The chord before goes on.
    is_held: bool,
    is_restless: bool,
    target_top: i32,
    target_middle: i32,
    /// What it costs to leave the top line where it is.
    stays: i32,
    candidates: Rc<[Candidate]>,
}

/// Candidates of chords met before.
struct Larder<'a> {
    policy: &'a Policy,
    known: Vec<(Chord, ClassSet, Rc<[Candidate]>)>,
}

impl Larder<'_> {
    fn of(&mut self, chord: Chord, scale: ClassSet) -> Rc<[Candidate]> {
        if let Some((_, _, found)) = self.known.iter().find(|known| known.0 == chord && known.1 == scale) {
            return Rc::clone(found);
        }
        let found: Rc<[Candidate]> = candidates(&chord, scale, self.policy).into();
        self.known.push((chord, scale, Rc::clone(&found)));
        found
    }
}

fn events(scene: &Scene<'_>, lane: Lane, window: &Range<usize>, larder: &mut Larder<'_>) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    let mut before: Option<Chord> = None;
    for bar in window.clone().filter(|bar| scene.plays(lane, *bar)) {
        let Some(changes) = scene.analysis.by_bar.get(bar) else { continue };
        let end = scene.bar(bar).span().end;
        for (place, index) in (0..).zip(changes.clone()) {
            let Some(change) = scene.analysis.changes.get(index).filter(|change| change.written < end) else {
                continue;
            };
            let Some(chord) = change.chord else { continue };
            let candidates = larder.of(chord, change.scale);
            if candidates.is_empty() {
                continue;
            }
            let is_held = before == Some(chord);
            let is_restless = scene.draw(lane, bar, RESTLESS).percent(larder.policy.restless_percent);
            let lift = if is_b(scene, bar) { i32::from(larder.policy.lift) } else { 0 };
            let home = |key: u8| i32::from(key) + lift;
            events.push(Event {
                bar,
                change: index,
                place,
                is_held,
                is_restless,
                target_top: home(larder.policy.top),
                target_middle: home(larder.policy.middle),
                stays: (TOP_LINE[0] + (i32::from(larder.policy.melody) - MELODY_USUAL) * PER_MELODY).max(0),
                candidates,
            });
            before = Some(chord);
        }
    }
    draw_contour(scene, lane, &mut events, larder.policy);
    events
}

fn is_b(scene: &Scene<'_>, bar: usize) -> bool {
    scene.plan.sections.get(scene.bar_plan(bar).section).is_some_and(|section| section.is_b)
}

/// How far from home a window begins: chance that no re-roll changes, so that the window before can lead there.
fn wandered(scene: &Scene<'_>, lane: Lane, bar: usize, policy: &Policy) -> i32 {
    scene.steady_draw(lane, bar, WANDER).within(i32::from(policy.wander))
}

/// Where the top line wants to be: it rises, falls, arches, dips or stays within the window, and ends at home.
fn draw_contour(scene: &Scene<'_>, lane: Lane, events: &mut [Event], policy: &Policy) {
    let Some(first) = events.first().map(|event| event.bar) else { return };
    let shape = scene.draw(lane, first, CONTOUR).pick(&CONTOURS).copied().unwrap_or_default();
    let (away, count) = (wandered(scene, lane, first, policy), events.len() as i32);
    let steps = events.len().max(2) as i32 - 1;
    for (index, event) in events.iter_mut().enumerate() {
        let energy = i32::from(scene.bar_plan(event.bar).energy);
        let at = index as i32 * 4;
        let (corner, rest) = ((at / steps).min(3), at - (at / steps).min(3) * steps);
        let [from, to] = [shape[corner as usize], shape[corner as usize + 1]];
        let back = away * (count - index as i32) / count;
        let by = (energy - 64) / ENERGY_PER_SEMITONE + back + (from * (steps - rest) + to * rest) / steps;
        (event.target_top, event.target_middle) = (event.target_top + by, event.target_middle + by);
    }
}

/// Louder sections sit a little higher.
const ENERGY_PER_SEMITONE: i32 = 24;

/// Semitones from home at five points of a window.
const CONTOURS: [[i32; 5]; 6] = [
    [0, 0, 1, 0, 0],
    [0, 1, 3, 4, 1],
    [0, -1, -3, -4, -1],
    [0, 3, 4, 2, 0],
    [0, -2, -4, -2, 0],
    [0, 3, 1, 4, 1],
];

fn anchor(scene: &Scene<'_>, lane: Lane, event: &Event) -> Option<usize> {
    let taste = scene.steady_draw(lane, event.bar, ANCHOR).below(1 << 16);
    (0..event.candidates.len()).min_by_key(|index| own_cost(event, *index, taste))
}

/// The next window's anchor, if it follows at once.
fn next_anchor<'a>(
    events: &[Event],
    next: Option<&'a Vec<Event>>,
    anchor: Option<&Option<usize>>,
) -> Option<&'a Voicing> {
    let (last, first) = (events.last()?, next?.first()?);
    let chosen = (*anchor?)?;
    (first.bar == last.bar + 1).then(|| &first.candidates[chosen].voicing)
}

fn own_cost(event: &Event, index: usize, taste: usize) -> i32 {
    let candidate = &event.candidates[index];
    let keys = candidate.voicing.keys();
    let middle = keys.iter().map(|key| i32::from(*key)).sum::<i32>() / keys.len() as i32;
    let from_home = (middle - event.target_middle).abs() * PER_SEMITONE_FROM_HOME;
    let from_contour =
        (i32::from(candidate.voicing.top()) - event.target_top).abs() * PER_SEMITONE_FROM_CONTOUR;
    candidate.cost + from_home + from_contour + ((taste >> (index % 13)) % TASTE_MAX) as i32
}

/// What it costs to go on from `from` to a candidate of `event`.
fn step_cost(from: &Voicing, to: &Voicing, event: &Event) -> i32 {
    if event.is_held && !event.is_restless {
        return if from == to { 0 } else { MOVED_WHILE_HELD };
    }
    if event.is_held && from == to {
        return STAYED_THOUGH_RESTLESS;
    }
    let voices = from.keys().len().max(to.keys().len()) as i32;
    let top = usize::from(from.top().abs_diff(to.top()));
    let melody = if top == 0 { event.stays } else { TOP_LINE.get(top).copied().unwrap_or(TOP_LEAP) };
    movement(from, to) * PER_SEMITONE / voices + melody
}

/// The candidate chosen for each event: the cheapest way from the first one's `start` through all, and on to `next`.
fn walked(events: &[Event], tastes: &[usize], start: usize, next: Option<&Voicing>) -> Vec<usize> {
    let mut costs: Vec<(usize, i32)> = vec![(start, 0)];
    let mut back: Vec<Vec<usize>> = Vec::new();
    for at in 1..events.len() {
        let (before, event) = (&events[at - 1], &events[at]);
        let best = |to: usize| {
            let ways = costs.iter().map(|(index, cost)| {
                let step =
                    step_cost(&before.candidates[*index].voicing, &event.candidates[to].voicing, event);
                (cost + step, *index)
            });
            ways.min().unwrap_or((0, 0))
        };
        let reached: Vec<(i32, usize)> = (0..event.candidates.len()).map(best).collect();
        costs = reached
            .iter()
            .enumerate()
            .map(|(to, way)| (to, way.0 + own_cost(event, to, tastes[at])))
            .collect();
        back.push(reached.into_iter().map(|(_, from)| from).collect());
    }
    let last = &events[events.len() - 1];
    let onward = |index: usize| {
        let voicing = &last.candidates[index].voicing;
        next.map_or(0, |next| movement(voicing, next) * PER_SEMITONE / next.keys().len() as i32)
    };
    let end = costs.iter().min_by_key(|(index, cost)| cost + onward(*index)).map_or(0, |(index, _)| *index);
    let mut chosen = vec![end];
    for from in back.iter().rev() {
        chosen.push(from[chosen[chosen.len() - 1]]);
    }
    chosen.reverse();
    chosen
}
