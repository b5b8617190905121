//! From slots to keys: one four-bar window at a time, between anchors that both neighbours know without seeing each other.
//!
//! A window is walked twice: as if nothing came after it, and then its last bar once more, the approach, into the next
//! window's first note.

use std::ops::Range;

use music::pitch::Class;
use music::time::{TICKS_PER_BEAT, Ticks};

use super::anchors;
use super::cell::Sign;
use super::choices::{self, Place};
use super::exit::Exit;
use super::ground::Ground;
use super::hands::{self, Around, Left};
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
    let only = own.get(body_length).and_then(|slot| paper.grounds.get(slot.change?)?.as_ref());
    let exit = Exit::of(last, &own[body_length..], only.map(|ground| ground.bass));
    let run = Run { opening, exit: Some(exit), ends: Ends { from: early, ..Ends::default() } };
    let mut keyed = keys(alone, own, &found, &heights, run);
    keyed.truncate(keyed.partition_point(|(slot, _)| slot.bar < last));
    let next = anchors::of(paper, window.end);
    let heights = Heights::of_approach(paper, &heights, window.end);
    let (body, approach) = slots.split_at(body_length);
    let hand = found[..body_length].last().copied().flatten();
    let top = keyed.last().map(|(_, key)| *key);
    let is_told = is_told(body);
    let left = hand.zip(top).map(|(hand, last)| Left { hand, last, is_told });
    let around = match body.last().filter(|slot| slot.change == approach.first().and_then(|slot| slot.change))
    {
        Some(_) => Around { opening: hand, from: None, to: next },
        None if body.is_empty() => Around { opening, from: None, to: next },
        None => Around { opening: None, from: left, to: next },
    };
    let found = hands::of(paper, approach, &heights, around);
    let from = keyed.last().map(|(_, key)| *key).or(early);
    let ends = Ends {
        from,
        root: hand.filter(|_| is_told),
        to: next.map(|key| (key, anchors::arriving(paper, window.end))),
    };
    let opening = opening.filter(|_| body_length == 0);
    keyed.extend(keys(paper, approach, &found, &heights, Run { opening, exit: None, ends }));
    keyed
}

/// What is known where a run of slots begins and ends.
#[derive(Clone, Copy, Default)]
struct Run {
    /// The hand at the chord that it begins with, if that is struck in it.
    opening: Option<u8>,
    /// Where it is left for an approach that is not yet known.
    exit: Option<Exit>,
    ends: Ends,
}

/// Keys for a run of slots.
fn keys(
    paper: Paper<'_>,
    slots: &[Slot],
    hands: &[Option<u8>],
    heights: &Heights,
    Run { opening, exit, ends }: Run,
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
                is_told: is_told(&slots[..=*index]),
                ..place(paper, slot, before, heights, hands[*index])
            };
            let mut step = choices::step(place);
            let is_first =
                order == 0 && (slot.at == Ticks::ZERO || anchors::begins_silent(paper.scene, slot.bar));
            // Nothing above a root that nobody heard: who comes before goes to the root.
            let is_octave = matches!(slot.sign, Sign::Octave | Sign::Pop);
            let is_top = order == 0 && ends.from.is_none() && is_octave;
            if let Some(exit) = exit.filter(|exit| exit.is_behind(slot, next)) {
                // Nor at the end of a line: nobody knows how far down it goes from there.
                if is_octave && !place.is_told {
                    step.candidates.retain(|candidate| Some(candidate.key) == place.hand);
                }
                exit.weigh(paper.scene, &mut step.candidates);
            }
            let opening = opening.filter(|key| is_bass_of(paper, slot, *key));
            if let Some(key) = opening.filter(|_| is_top || is_first && choices::tells(slot)) {
                step.candidates = vec![Candidate::note(key, 0)];
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

/// A chord that was struck before, or is over before anything is struck, does not lend its bass to the next one.
pub(super) fn is_bass_of(paper: Paper<'_>, slot: &Slot, key: u8) -> bool {
    let ground = slot.change.and_then(|index| paper.grounds.get(index)).and_then(Option::as_ref);
    ground.is_some_and(|ground| ground.bass == Class::new(i32::from(key)))
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

/// The root of the last slot's chord is among these, in its bar or the one before.
pub(super) fn is_told(slots: &[Slot]) -> bool {
    let Some(last) = slots.last() else { return false };
    let is_near = |slot: &&Slot| slot.change == last.change && slot.bar + 1 >= last.bar;
    slots.iter().rev().take_while(is_near).any(choices::tells)
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
        is_told: false,
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
    let around = Around {
        from: from.map(|key| Left { hand: key, last: key, is_told: false }),
        to: to.map(|(key, _)| key),
        opening: None,
    };
    let hands = hands::of(paper, slots, &heights, around);
    keys(paper, slots, &hands, &heights, Run { ends: Ends { from, to, root: None }, ..Run::default() })
}
