//! A window's chords as the search meets them: what may be held for each, and where it would best lie.

use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use music::chord::Chord;
use music::lane::Lane;
use music::time::Ticks;

use super::larder::Larder;
use super::questions::{RESTLESS, TASTE};
use super::{contour, cost, told};
use crate::analyse::Change;
use crate::scene::Scene;
use crate::sketch::Stroke;
use crate::voicing::{Candidate, Policy, Voicing};

/// A chord that is to be voiced.
pub(super) struct Event {
    pub(super) bar: usize,
    pub(super) change: usize,
    /// The chord before goes on.
    pub(super) is_held: bool,
    pub(super) is_restless: bool,
    pub(super) target_top: i32,
    pub(super) target_middle: i32,
    /// What it costs to leave the top line where it is.
    pub(super) stays: i32,
    pub(super) taste: usize,
    /// Whichever chord comes after it.
    pub(super) alone: Rc<[Candidate]>,
    pub(super) candidates: Rc<[Candidate]>,
    /// It sounds in the window's last bar only: it may be chosen for what the next window begins with.
    pub(super) is_approach: bool,
}

/// The chords of a window, in the bars that the lane plays.
pub(super) fn in_window(
    scene: &Scene<'_>,
    lane: Lane,
    window: &Range<usize>,
    larder: &mut Larder<'_>,
    is_early: &impl Fn(usize) -> bool,
) -> Vec<Event> {
    let policy = larder.policy();
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
            let settled =
                settled(scene, lane, bar, change, policy).map(|voicing| Candidate { cost: 0, voicing });
            let of = |larder: &mut Larder<'_>, scale| {
                settled.map_or_else(|| larder.of(chord, scale), |only| [only].into())
            };
            let (alone, candidates) = (of(larder, scale_alone), of(larder, change.scale));
            if candidates.is_empty() || alone.is_empty() {
                continue;
            }
            let is_held = before == Some(chord);
            let percent = policy.restless_percent;
            let is_told = events.first().is_some_and(|first| bar == first.bar + told::AFTER_BARS);
            let is_restless = percent > 0 && is_told || scene.draw(lane, bar, RESTLESS).percent(percent);
            let (lifted, opened) = contour::lifted(scene, bar, policy);
            events.push(Event {
                bar,
                change: index,
                is_held,
                is_restless,
                target_top: i32::from(policy.top) + lifted,
                target_middle: i32::from(policy.middle) + opened,
                stays: cost::staying(policy),
                taste: scene.draw(lane, bar, TASTE + place).below(1 << cost::TASTE_BITS),
                alone,
                candidates,
                is_approach: bar + 1 == window.end
                    && change.start >= scene.bar(bar).start
                    && (index > changes.start || !is_early(bar)),
            });
            before = Some(chord);
        }
    }
    contour::draw(scene, lane, &mut events, policy);
    events
}

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
