//! From slots to keys: one four-bar window at a time, between anchors that both neighbours know without seeing each other.
//!
//! A window is walked twice: as if nothing came after it, and then its last bar once more, the approach, into the next
//! window's first note.

use std::ops::Range;

use music::time::{TICKS_PER_BEAT, Ticks};

use super::anchors;
use super::cell::Sign;
use super::choices::{self, Place};
use super::ground::Ground;
use super::hands::{self, Around};
use super::heights::{self, Heights};
use super::search::{self, Candidate, Ends, Step};
use super::slots::{self, Slot};
use crate::scene::Scene;

/// A window's last beat belongs to what follows, which may push its chord there.
const LAST_BEAT: Ticks = Ticks(TICKS_PER_BEAT);

/// Everything that is known before a pitch is.
#[derive(Clone, Copy)]
pub(super) struct Paper<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) grounds: &'a [Option<Ground>],
    /// The same without a word about what the next window begins with.
    pub(super) alone: &'a [Option<Ground>],
    pub(super) slots: &'a [Vec<Slot>],
}

/// A slot with its key, bar by bar.
pub(super) type Keyed = Vec<Vec<(Slot, u8)>>;

pub(super) fn of(paper: Paper<'_>) -> Keyed {
    let mut keyed: Keyed = vec![Vec::new(); paper.slots.len()];
    for window in &paper.scene.plan.windows {
        for (slot, key) in in_window(paper, window.clone()) {
            keyed[slot.bar].push((slot, key));
        }
    }
    keyed
}

/// Grounds in which a window's last chord has the scale that it has whatever comes next.
pub(super) fn grounds_alone(scene: &Scene<'_>, grounds: &[Option<Ground>]) -> Vec<Option<Ground>> {
    let changes = &scene.analysis.changes;
    let alone = |(index, ground): (usize, &Option<Ground>)| {
        let is_last = index + 1 < changes.len() && slots::opens_window(scene, index + 1);
        let chord = changes.get(index).and_then(|change| change.chord).filter(|_| is_last);
        chord.map_or(*ground, |chord| Some(Ground::of(&chord, changes[index].scale_alone)))
    };
    grounds.iter().enumerate().map(alone).collect()
}

fn in_window(paper: Paper<'_>, window: Range<usize>) -> Vec<(Slot, u8)> {
    let slots: Vec<Slot> = paper.slots.get(window.clone()).unwrap_or(&[]).iter().flatten().copied().collect();
    let last = window.end - 1;
    let last_beat = paper.scene.bar(last).length - LAST_BEAT;
    let body_length = slots.partition_point(|slot| slot.bar < last);
    let own = &slots[..slots.partition_point(|slot| slot.bar < last || slot.at < last_beat)];
    let opening = anchors::of(paper, window.start);
    let heights = Heights::of_window(paper, &window);
    let alone = Paper { grounds: paper.alone, ..paper };
    let found = hands::of(alone, own, &heights, Around { opening, ..Around::default() });
    // What came early is where the line comes from.
    let early = opening.filter(|_| anchors::comes_early(paper.scene, window.start));
    let mut keyed = keys(alone, own, &found, &heights, opening, Ends { from: early, ..Ends::default() });
    keyed.truncate(keyed.partition_point(|(slot, _)| slot.bar < last));
    let next = anchors::of(paper, window.end);
    let heights = Heights::of_approach(paper, &heights, window.end);
    let (body, approach) = slots.split_at(body_length);
    let hand = found[..body_length].last().copied().flatten();
    let top = keyed.last().map(|(_, key)| *key);
    let around = match body.last().filter(|slot| slot.change == approach.first().and_then(|slot| slot.change))
    {
        Some(_) => Around { opening: hand, from: None, to: next },
        None if body.is_empty() => Around { opening, from: None, to: next },
        None => Around { opening: None, from: hand.zip(top), to: next },
    };
    let found = hands::of(paper, approach, &heights, around);
    let from = keyed.last().map(|(_, key)| *key).or(early);
    let is_octave = body.last().is_some_and(|slot| matches!(slot.sign, Sign::Octave | Sign::Pop))
        && hand.zip(top).is_some_and(|(hand, top)| top > hand);
    let ends = Ends { from, is_octave, to: next.map(|key| (key, anchors::arriving(paper, window.end))) };
    let opening = opening.filter(|_| body_length == 0);
    keyed.extend(keys(paper, approach, &found, &heights, opening, ends));
    keyed
}

/// Keys for a run of slots. `opening` is the hand at the first slot's chord.
fn keys(
    paper: Paper<'_>,
    slots: &[Slot],
    hands: &[Option<u8>],
    heights: &Heights,
    opening: Option<u8>,
    ends: Ends,
) -> Vec<(Slot, u8)> {
    let sounding: Vec<usize> = (0..slots.len()).filter(|index| slots[*index].sign != Sign::Dead).collect();
    let steps: Vec<Step> = sounding
        .iter()
        .enumerate()
        .map(|(order, index)| {
            let slot = &slots[*index];
            let next = sounding.get(order + 1).map(|next| &slots[*next]);
            let before = order.checked_sub(1).map(|before| &slots[sounding[before]]);
            let leads_on = next.is_some() || ends.to.is_some();
            let place = Place {
                leads_on,
                is_top: is_top(&slots[..*index], slot, next),
                ..place(paper, slot, before, heights, hands[*index])
            };
            let mut step = choices::step(place);
            let is_first =
                order == 0 && (slot.at == Ticks::ZERO || anchors::begins_silent(paper.scene, slot.bar));
            // Nothing above a root that nobody heard: who comes before goes to the root.
            let is_top = order == 0 && ends.from.is_none() && matches!(slot.sign, Sign::Octave | Sign::Pop);
            if let Some(key) = opening.filter(|_| is_top || is_first && is_anchored(slot.sign)) {
                step.candidates = vec![Candidate { key, cost: 0, is_outside: false, is_octave: false }];
            }
            step
        })
        .collect();
    let found = search::cheapest(&steps, ends);
    let mut keys = vec![None; slots.len()];
    sounding.iter().zip(found).for_each(|(index, key)| keys[*index] = key);
    let mut last = ends.from;
    let mut keyed = Vec::with_capacity(slots.len());
    for (index, slot) in slots.iter().enumerate() {
        // A dead note is where the hand is.
        let key = keys[index].or(if slot.sign == Sign::Dead { last.or(hands[index]) } else { None });
        if let Some(key) = key {
            keyed.push((*slot, key));
            last = Some(key);
        }
    }
    keyed
}

/// Nothing of its chord but its octave was heard before it, or a degree of it follows.
fn is_top(before: &[Slot], slot: &Slot, next: Option<&Slot>) -> bool {
    let is_octave = |slot: &Slot| matches!(slot.sign, Sign::Octave | Sign::Pop);
    let is_other = |earlier: &Slot| earlier.change != slot.change || earlier.bar != slot.bar;
    let is_first = before.iter().all(|earlier| is_other(earlier) || is_octave(earlier));
    let goes_down =
        next.is_some_and(|next| next.change == slot.change && matches!(next.sign, Sign::Degree(_)));
    is_first || goes_down
}

fn is_anchored(sign: Sign) -> bool {
    match sign {
        Sign::Bass | Sign::Line | Sign::Ahead | Sign::Kick => true,
        Sign::Degree(_)
        | Sign::Octave
        | Sign::Pop
        | Sign::FifthBelow
        | Sign::Tone
        | Sign::Walk
        | Sign::Approach
        | Sign::Dead
        | Sign::Fixed(_) => false,
    }
}

fn place<'a>(
    paper: Paper<'a>,
    slot: &'a Slot,
    before: Option<&Slot>,
    heights: &Heights,
    hand: Option<u8>,
) -> Place<'a> {
    let ground = |index: usize| paper.grounds.get(index).and_then(Option::as_ref);
    let here = slot.change.and_then(ground);
    let is_inside = slot.change.is_some_and(|index| !slots::opens_window(paper.scene, index));
    // What was played last: chords in between, in which nobody played, do not make the same bass note another.
    let last = slot.change.filter(|_| is_inside).and_then(|index| index.checked_sub(1));
    let before = before.map_or(last, |before| before.change).and_then(ground);
    Place {
        scene: paper.scene,
        slot,
        ground: here,
        hand,
        height: heights.at(paper.scene.bar(slot.bar).start + slot.at),
        is_pedal: here.zip(before).is_some_and(|(here, before)| here.bass == before.bass),
        is_top: false,
        leads_on: false,
    }
}

/// New keys for some slots of a bar, between what stands before and after them.
pub(super) fn between(
    paper: Paper<'_>,
    slots: &[Slot],
    bar: usize,
    from: Option<u8>,
    to: Option<u8>,
) -> Vec<(Slot, u8)> {
    let height = from.or(to).unwrap_or_else(|| heights::at_opening(paper.scene, bar));
    let here = paper.scene.bar(bar);
    let heights = Heights { start: height, end: to.unwrap_or(height), from: here.start, length: here.length };
    let to = to.filter(|_| bar + 1 < paper.slots.len()).map(|key| (key, anchors::arriving(paper, bar + 1)));
    let around = Around { from: from.map(|key| (key, key)), to: to.map(|(key, _)| key), opening: None };
    let hands = hands::of(paper, slots, &heights, around);
    keys(paper, slots, &hands, &heights, None, Ends { from, to, is_octave: false })
}
