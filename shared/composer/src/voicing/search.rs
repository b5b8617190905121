//! The way from chord to chord: exact within a four-bar window, between anchors that both neighbours know.
//!
//! The first chord of a window is its anchor: chosen by the chord itself and by chance that no re-roll changes. From
//! there the window is walked twice by dynamic programming: as if nothing came after it, and then its last bar once
//! more, the approach, so that it ends well before the next window's anchor. Bars that somebody settled are not
//! chosen; the hands come from what is held there and go to it.

mod contour;
mod cost;
mod event;
mod larder;
mod questions;
mod told;
mod voiced;

use music::lane::Lane;

use super::{Candidate, Policy, Voicing, movement};
use crate::scene::Scene;
use crate::way;
use cost::{PER_SEMITONE, PER_SEMITONE_FROM_REST};
use event::Event;
use larder::Larder;
use told::Told;
pub use voiced::Voiced;

/// Voices every chord of the lane's playing bars. `is_early`: the bar's first chord may be struck before its bar line.
pub fn searched(scene: &Scene<'_>, lane: Lane, policy: &Policy, is_early: impl Fn(usize) -> bool) -> Voiced {
    let mut larder = Larder::new(policy);
    let events = |window| event::in_window(scene, lane, window, &mut larder, &is_early);
    let windows: Vec<Vec<Event>> = scene.plan.windows.iter().map(events).collect();
    let anchors: Vec<Option<Voicing>> =
        windows.iter().map(|events| events.first().and_then(|event| anchor(scene, lane, event))).collect();
    let mut voiced = Voiced { bars: vec![Vec::new(); scene.song.bars().len()] };
    for (index, events) in windows.iter().enumerate() {
        let Some(start) = anchors[index] else { continue };
        let next = next_anchor(events, windows.get(index + 1), anchors.get(index + 1).copied().flatten());
        let end = scene.plan.windows[index].end;
        let rest = (end < scene.plan.bars.len()).then(|| contour::home(scene, lane, end, policy));
        for (event, voicing) in events.iter().zip(walked(events, start, rest, next)) {
            voiced.bars[event.bar].push((event.change, voicing));
        }
    }
    voiced
}

/// What a window begins with: the chord decides it, and chance that no re-roll changes.
fn anchor(scene: &Scene<'_>, lane: Lane, event: &Event) -> Option<Voicing> {
    let taste = scene.steady_draw(lane, event.bar, questions::ANCHOR).below(1 << cost::TASTE_BITS);
    let costs = event.alone.iter().enumerate();
    let best = costs.min_by_key(|(index, candidate)| cost::own(event, candidate, *index, taste));
    best.map(|(_, candidate)| candidate.voicing)
}

/// The next window's anchor, if it follows at once.
fn next_anchor(events: &[Event], next: Option<&Vec<Event>>, anchor: Option<Voicing>) -> Option<Voicing> {
    let (last, first) = (events.last()?, next?.first()?);
    anchor.filter(|_| first.bar == last.bar + 1)
}

/// The voicing of each event: from the first one's `start` through all, and in the last bar on to `next`.
///
/// All before the last bar is chosen as if nothing came next: so that another chord there is not heard any earlier.
fn walked(events: &[Event], start: Voicing, rest: Option<i32>, next: Option<Voicing>) -> Vec<Voicing> {
    let settled = events.iter().skip(1).take_while(|event| !event.is_approach).count() + 1;
    let told = Told::by(events, &start);
    let mut chosen = vec![start];
    chosen.extend(cheapest(
        &events[1..],
        told,
        |event| &event.alone,
        start,
        |event, voicing| {
            (cost::middle(voicing) - rest.unwrap_or(event.target_middle)).abs() * PER_SEMITONE_FROM_REST
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
            let told = told.cost(event, &candidate.voicing);
            (cost::own(event, candidate, index, event.taste) + told, candidate.voicing)
        };
        candidates(event).iter().enumerate().map(own).collect()
    });
    // Only a top line that likes to stay makes a step cost less than nothing.
    let least_step = events.iter().map(|event| event.stays).min().unwrap_or(0).min(0);
    let step = |stage: usize, from: Voicing, to: Voicing| cost::step(&from, &to, &events[stage]);
    let onward = |voicing: Voicing| events.last().map_or(0, |last| onward(last, &voicing));
    way::cheapest(Some(from), choices, least_step, step, onward)
}
