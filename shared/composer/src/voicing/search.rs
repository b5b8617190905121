//! The way from chord to chord: exact within a four-bar window, between anchors that both neighbours know.
//!
//! The first chord of a window is its anchor: chosen by the chord itself and by chance that no re-roll changes. From
//! there the window is walked twice by dynamic programming: as if nothing came after it, and then its last bar once
//! more, the approach, so that it ends well before the next window's anchor. Bars that somebody settled are not
//! chosen; the hands come from what is held there and go to it.

use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use music::chord::Chord;
use music::lane::Lane;
use music::pitch::ClassSet;
use music::time::Ticks;

use super::{Candidate, Policy, Voicing, candidates, movement};
use crate::analyse::Change;
use crate::scene::Scene;
use crate::sketch::Stroke;
use crate::way;

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
const PER_SEMITONE: i32 = 150;
/// The top line leaps rarely: by semitones, from staying on.
const TOP_LINE: [i32; 8] = [5, 0, 0, 3, 5, 9, 18, 20];
const TOP_LEAP: i32 = 30;
/// How a top line sings where a style says nothing, and what each degree more makes it cost to stay: at 9 a step of the
/// top voice alone is cheaper.
const MELODY_USUAL: i32 = 4;
const PER_MELODY: i32 = 9;
const MOVED_WHILE_HELD: i32 = 500;
const STAYED_THOUGH_RESTLESS: i32 = 100;
/// While a chord goes on, another inversion of it is a gesture, and no voice leading.
const PER_SEMITONE_WHILE_HELD: i32 = 10;
/// The note that a phrase's top line begins with has been heard after so many bars, and costs this from then on.
const TOLD_AFTER_BARS: usize = 2;
const TOLD: i32 = 98;
const PER_SEMITONE_FROM_CONTOUR: i32 = 4;
/// The hands' middle stays where the next window's anchor will find it.
const PER_SEMITONE_FROM_HOME: i32 = 4;
/// At a window's end, before anything is known of the next one: its anchor will be near home.
const PER_SEMITONE_FROM_REST: i32 = 110;
/// Chance decides between voicings about as good.
const TASTE_MAX: usize = 4;
/// One draw is read at a different bit for each of so many candidates, and then again from the first.
const TASTE_BITS: u32 = 16;
const TASTES: usize = 13;
const _: () = assert!(TASTE_MAX << (TASTES - 1) <= 1 << TASTE_BITS);

/// Voices every chord of the lane's playing bars. `is_early`: the bar's first chord may be struck before its bar line.
pub fn searched(scene: &Scene<'_>, lane: Lane, policy: &Policy, is_early: impl Fn(usize) -> bool) -> Voiced {
    let mut larder = Larder { policy, known: Vec::new() };
    let windows: Vec<Vec<Event>> =
        scene.plan.windows.iter().map(|window| events(scene, lane, window, &mut larder, &is_early)).collect();
    let anchors: Vec<Option<Voicing>> =
        windows.iter().map(|events| events.first().and_then(|event| anchor(scene, lane, event))).collect();
    let mut voiced = Voiced { bars: vec![Vec::new(); scene.song.bars().len()] };
    for (index, events) in windows.iter().enumerate() {
        let Some(start) = anchors[index] else { continue };
        let next = next_anchor(events, windows.get(index + 1), anchors.get(index + 1).copied().flatten());
        let end = scene.plan.windows[index].end;
        let rest = (end < scene.plan.bars.len()).then(|| home(scene, lane, end, policy));
        for (event, voicing) in events.iter().zip(walked(events, start, rest, next)) {
            voiced.bars[event.bar].push((event.change, voicing));
        }
    }
    voiced
}

/// A chord that is to be voiced.
struct Event {
    bar: usize,
    change: usize,
    /// The chord before goes on.
    is_held: bool,
    is_restless: bool,
    target_top: i32,
    target_middle: i32,
    /// What it costs to leave the top line where it is.
    stays: i32,
    taste: usize,
    /// Whichever chord comes after it.
    alone: Rc<[Candidate]>,
    candidates: Rc<[Candidate]>,
    /// It sounds in the window's last bar only: it may be chosen for what the next window begins with.
    is_approach: bool,
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

fn events(
    scene: &Scene<'_>,
    lane: Lane,
    window: &Range<usize>,
    larder: &mut Larder<'_>,
    is_early: &impl Fn(usize) -> bool,
) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    let mut before: Option<Chord> = None;
    let window_end = scene.bar(window.end - 1).span().end;
    for bar in window.clone().filter(|bar| scene.plays(lane, *bar)) {
        let Some(changes) = scene.analysis.by_bar.get(bar) else { continue };
        let end = scene.bar(bar).span().end;
        for (place, index) in (0..).zip(changes.clone()) {
            let Some(change) = scene.analysis.changes.get(index).filter(|change| change.written < end) else {
                continue;
            };
            let Some(chord) = change.chord else { continue };
            let is_last = scene.analysis.changes.get(index + 1).is_none_or(|next| next.written >= window_end);
            let scale_alone = if is_last { change.scale_alone } else { change.scale };
            let settled = settled(scene, lane, bar, change, larder.policy)
                .map(|voicing| Candidate { cost: 0, voicing });
            let of = |larder: &mut Larder<'_>, scale| {
                settled.map_or_else(|| larder.of(chord, scale), |only| [only].into())
            };
            let (alone, candidates) = (of(larder, scale_alone), of(larder, change.scale));
            if candidates.is_empty() || alone.is_empty() {
                continue;
            }
            let is_held = before == Some(chord);
            let percent = larder.policy.restless_percent;
            let is_told = events.first().is_some_and(|first| bar == first.bar + TOLD_AFTER_BARS);
            let is_restless = percent > 0 && is_told || scene.draw(lane, bar, RESTLESS).percent(percent);
            let lift = if is_b(scene, bar) { i32::from(larder.policy.lift) } else { 0 };
            events.push(Event {
                bar,
                change: index,
                is_held,
                is_restless,
                target_top: i32::from(larder.policy.top) + lift,
                target_middle: i32::from(larder.policy.middle) + opened(lift),
                stays: TOP_LINE[0] + (i32::from(larder.policy.melody) - MELODY_USUAL) * PER_MELODY,
                taste: scene.draw(lane, bar, TASTE + place).below(1 << TASTE_BITS),
                alone,
                candidates,
                is_approach: bar + 1 == window.end
                    && change.start >= scene.bar(bar).start
                    && (index > changes.start || !is_early(bar)),
            });
            before = Some(chord);
        }
    }
    draw_contour(scene, lane, &mut events, larder.policy);
    events
}

/// Hands open upwards: their middle goes half as far as the top.
fn opened(lift: i32) -> i32 {
    lift / 2
}

fn is_b(scene: &Scene<'_>, bar: usize) -> bool {
    scene.plan.sections.get(scene.bar_plan(bar).section).is_some_and(|section| section.is_b)
}

/// How far from home a window begins: chance that no re-roll changes, so that the window before can lead there.
fn wandered(scene: &Scene<'_>, lane: Lane, bar: usize, policy: &Policy) -> i32 {
    let plan = scene.bar_plan(bar);
    let first = scene.plan.sections.get(plan.section).map_or(0, |section| section.bars.start);
    let place = plan.window - scene.plan.bars.get(first).map_or(0, |first| first.window);
    let path = scene.section_draw(lane, plan.section, WANDER).pick(&PATHS).copied().unwrap_or_default();
    path[place % path.len()] * i32::from(policy.wander) / 2
}

/// From where a section's phrases begin, in halves of how far a style wanders: no two in a row from the same place.
const PATHS: [[i32; 4]; 5] = [[0, 2, 0, -2], [0, -2, 0, 2], [-1, 1, -2, 1], [1, -1, 2, -1], [0, 2, -1, 1]];

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

/// Semitones from home at five points of a window. All begin at home: which of them it is changes with a re-roll, and the
/// window before must not hear of that at the anchor.
const CONTOURS: [[i32; 5]; 6] = [
    [0, 0, 1, 0, 0],
    [0, 1, 3, 4, 1],
    [0, -1, -3, -4, -1],
    [0, 3, 4, 2, 0],
    [0, -2, -4, -2, 0],
    [0, 3, 1, 4, 1],
];
const _: () = {
    let mut index = 0;
    while index < CONTOURS.len() {
        assert!(CONTOURS[index][0] == 0);
        index += 1;
    }
};

/// What the hands hold where somebody decided that already: all of a chord's keys, or the first ones struck together.
fn settled(scene: &Scene<'_>, lane: Lane, bar: usize, change: &Change, policy: &Policy) -> Option<Voicing> {
    let start = scene.bar(bar).start;
    // Where one hand is looked for, what lies below is the other's.
    let is_its = |stroke: &Stroke| policy.span_max == Policy::TWO_HANDS || stroke.pitch.key() >= policy.low;
    let sounds =
        |stroke: &&Stroke| (change.start..change.end).contains(&(start + stroke.at)) && is_its(stroke);
    let strokes: Vec<&Stroke> = scene.settled(lane, bar)?.iter().filter(sounds).collect();
    let first = strokes.iter().map(|stroke| stroke.at).min()?;
    let keys = |until: Ticks| {
        let early = strokes.iter().filter(|stroke| stroke.at <= until);
        let keys: BTreeSet<u8> = early.map(|stroke| stroke.pitch.key()).collect();
        Voicing::new(&keys.into_iter().collect::<Vec<u8>>())
    };
    keys(Ticks(i64::MAX)).or_else(|| keys(first))
}

/// Where the hands' middle is at a window's beginning, whatever chord stands there.
fn home(scene: &Scene<'_>, lane: Lane, bar: usize, policy: &Policy) -> i32 {
    let lift = if is_b(scene, bar) { i32::from(policy.lift) } else { 0 };
    let energy = (i32::from(scene.bar_plan(bar).energy) - 64) / ENERGY_PER_SEMITONE;
    i32::from(policy.middle) + opened(lift) + energy + wandered(scene, lane, bar, policy)
}

fn anchor(scene: &Scene<'_>, lane: Lane, event: &Event) -> Option<Voicing> {
    let taste = scene.steady_draw(lane, event.bar, ANCHOR).below(1 << TASTE_BITS);
    let costs = event.alone.iter().enumerate();
    let best = costs.min_by_key(|(index, candidate)| own_cost(event, candidate, *index, taste));
    best.map(|(_, candidate)| candidate.voicing)
}

/// The next window's anchor, if it follows at once.
fn next_anchor(events: &[Event], next: Option<&Vec<Event>>, anchor: Option<Voicing>) -> Option<Voicing> {
    let (last, first) = (events.last()?, next?.first()?);
    anchor.filter(|_| first.bar == last.bar + 1)
}

fn own_cost(event: &Event, candidate: &Candidate, index: usize, taste: usize) -> i32 {
    let from_home = (middle(&candidate.voicing) - event.target_middle).abs() * PER_SEMITONE_FROM_HOME;
    let from_contour =
        (i32::from(candidate.voicing.top()) - event.target_top).abs() * PER_SEMITONE_FROM_CONTOUR;
    candidate.cost + from_home + from_contour + ((taste >> (index % TASTES)) % TASTE_MAX) as i32
}

fn middle(voicing: &Voicing) -> i32 {
    let keys = voicing.keys();
    keys.iter().map(|key| i32::from(*key)).sum::<i32>() / keys.len() as i32
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
    if event.is_held {
        return movement(from, to) * PER_SEMITONE_WHILE_HELD / voices
            + if from.top() == to.top() { event.stays } else { 0 };
    }
    let top = usize::from(from.top().abs_diff(to.top()));
    let melody = if top == 0 { event.stays } else { TOP_LINE.get(top).copied().unwrap_or(TOP_LEAP) };
    movement(from, to) * PER_SEMITONE / voices + melody
}

/// The top note that a phrase begins with, and the bar from which it has been heard enough.
#[derive(Clone, Copy)]
struct Told {
    top: u8,
    from: usize,
}

impl Told {
    fn is_by(self, event: &Event, voicing: &Voicing) -> bool {
        event.bar >= self.from && voicing.top() == self.top
    }
}

/// The voicing of each event: from the first one's `start` through all, and in the last bar on to `next`.
///
/// All before the last bar is chosen as if nothing came next: so that another chord there is not heard any earlier.
fn walked(events: &[Event], start: Voicing, rest: Option<i32>, next: Option<Voicing>) -> Vec<Voicing> {
    let settled = events.iter().skip(1).take_while(|event| !event.is_approach).count() + 1;
    let told = Told { top: start.top(), from: events.first().map_or(0, |event| event.bar) + TOLD_AFTER_BARS };
    let mut chosen = vec![start];
    chosen.extend(cheapest(
        &events[1..],
        told,
        |event| &event.alone,
        start,
        |event, voicing| {
            (middle(voicing) - rest.unwrap_or(event.target_middle)).abs() * PER_SEMITONE_FROM_REST
        },
    ));
    chosen.truncate(settled);
    let from = chosen.last().copied().unwrap_or(start);
    chosen.extend(cheapest(
        &events[settled..],
        told,
        |event| &event.candidates,
        from,
        |_, voicing| {
            next.map_or(0, |next| movement(voicing, &next) * PER_SEMITONE / next.keys().len() as i32)
        },
    ));
    chosen
}

/// The cheapest way from one voicing through all events, and `onward` from the last.
fn cheapest<'a>(
    events: &'a [Event],
    told: Told,
    candidates: impl Fn(&'a Event) -> &'a [Candidate],
    from: Voicing,
    onward: impl Fn(&Event, &Voicing) -> i32,
) -> Vec<Voicing> {
    let choices = events.iter().map(|event| {
        let own = |(index, candidate): (usize, &Candidate)| {
            let told = if told.is_by(event, &candidate.voicing) { TOLD } else { 0 };
            (own_cost(event, candidate, index, event.taste) + told, candidate.voicing)
        };
        candidates(event).iter().enumerate().map(own).collect()
    });
    // Only a top line that likes to stay makes a step cost less than nothing.
    let least_step = events.iter().map(|event| event.stays).min().unwrap_or(0).min(0);
    let step = |stage: usize, from: Voicing, to: Voicing| step_cost(&from, &to, &events[stage]);
    let onward = |voicing: Voicing| events.last().map_or(0, |last| onward(last, &voicing));
    way::cheapest(Some(from), choices, least_step, step, onward)
}
