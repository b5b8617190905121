//! From slots to keys: one four-bar window at a time, between anchors that both neighbours know without seeing each other.
//!
//! A window is walked twice: as if nothing came after it, and then its last bar once more, the approach, into the next
//! window's first note.

use std::ops::Range;

use music::lane::Lane;
use music::pitch::Class;
use music::time::{TICKS_PER_BEAT, Ticks};

use super::cell::Sign;
use super::choices::{self, Place};
use super::ground::Ground;
use super::manner::Line;
use super::search::{self, Arrives, Candidate, Ends, Step};
use super::slots::{self, Slot};
use crate::analyse::Change;
use crate::scene::Scene;

/// Where the line stands at a window's beginning is asked about its first bar.
const HEIGHT: u32 = 32;
/// And where it would be at the window's end, if nothing came after it.
const REST: u32 = 34;
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
    let opening = anchor(paper, window.start);
    let heights = Heights::of_window(paper, &window);
    let alone = Paper { grounds: paper.alone, ..paper };
    let mut hands = hands(alone, own, &heights, opening, None);
    // What came early is where the line comes from.
    let early = opening.filter(|_| comes_early(paper.scene, window.start));
    let mut keyed = keys(alone, own, &hands, &heights, opening, Ends { from: early, to: None });
    keyed.truncate(keyed.partition_point(|(slot, _)| slot.bar < last));
    let next = anchor(paper, window.end);
    let heights = Heights::of_approach(paper, &heights, window.end);
    hands.extend(last_hands(paper, &slots, own.len(), &heights, hands.last().copied().flatten()));
    let from = keyed.last().map(|(_, key)| *key).or(early);
    let ends = Ends { from, to: next.map(|key| (key, arriving(paper, window.end))) };
    let opening = opening.filter(|_| body_length == 0);
    keyed.extend(keys(paper, &slots[body_length..], &hands[body_length..], &heights, opening, ends));
    keyed
}

/// The hand on a window's last beat: where it was while the chord stays, and under a chord that the next window pushes
/// where that one begins.
fn last_hands(
    paper: Paper<'_>,
    slots: &[Slot],
    own: usize,
    heights: &Heights,
    from: Option<u8>,
) -> Vec<Option<u8>> {
    let (own, tail) = slots.split_at(own);
    let end = slots.last().map_or(0, |slot| slot.bar + 1);
    let staying = own.last().and_then(|slot| slot.change);
    let is_pushed = |slot: &Slot| {
        let change = slot.change.and_then(|index| paper.scene.analysis.changes.get(index));
        let next = paper.scene.song.bars().get(end);
        change.zip(next).is_some_and(|(change, next)| change.written >= next.start)
    };
    let hand = |(slot, found): (&Slot, Option<u8>)| match slot.change == staying {
        true => from.or(found),
        false if is_pushed(slot) => anchor(paper, end).or(found),
        false => found,
    };
    tail.iter().zip(hands(paper, tail, heights, None, from)).map(hand).collect()
}

/// The bar before `bar` ends on this key's threshold: where the window beginning there will stand.
fn anchor(paper: Paper<'_>, bar: usize) -> Option<u8> {
    let scene = paper.scene;
    if bar >= scene.song.bars().len() || !scene.plays(Lane::Bass, bar) {
        return None;
    }
    if let Some(strokes) = scene.settled(Lane::Bass, bar) {
        return strokes.first().map(|stroke| stroke.pitch.key());
    }
    let mut sounding = scene.analysis.by_bar.get(bar)?.clone();
    let ground = sounding.find_map(|index| paper.grounds.get(index)?.as_ref())?;
    Some(nearest(scene, ground.bass, height_at(scene, bar, HEIGHT), scene.bar_plan(bar).is_landing()))
}

/// What the last note of a window moves into.
fn arriving(paper: Paper<'_>, bar: usize) -> Arrives {
    let scene = paper.scene;
    let start = scene.bar(bar).start;
    if comes_early(scene, bar) {
        return Arrives::Held;
    }
    let is_new = scene.analysis.changes.iter().any(|change| change.written == start);
    match (is_new, scene.style.bass.line == Line::Walk) {
        (true, _) => Arrives::AtChange,
        (false, true) => Arrives::AtBarLine,
        (false, false) => Arrives::Stated,
    }
}

fn begins_silent(scene: &Scene<'_>, bar: usize) -> bool {
    scene.analysis.at(scene.bar(bar).start).is_none_or(|change| change.chord.is_none())
}

/// The bar's first chord is struck in the bar before.
fn comes_early(scene: &Scene<'_>, bar: usize) -> bool {
    let start = scene.bar(bar).start;
    let is_early = |change: &Change| change.pushed && change.written == start && change.start < start;
    let played = bar.checked_sub(1).is_some_and(|before| scene.plays(Lane::Bass, before));
    played && scene.analysis.changes.iter().any(is_early)
}

/// The key of a class that is nearest to a height; the lowest where the song lands.
fn nearest(scene: &Scene<'_>, class: Class, height: u8, is_landing: bool) -> u8 {
    let (low, high) = choices::keys(&scene.style.bass);
    let keys = (low..=high).filter(|key| Class::new(i32::from(*key)) == class);
    let from = if is_landing { low } else { height };
    keys.min_by_key(|key| key.abs_diff(from)).unwrap_or(low)
}

/// Where the line is at a window's beginning and where it is going.
struct Heights {
    start: u8,
    end: u8,
    from: Ticks,
    length: Ticks,
}

impl Heights {
    /// On its own way: where the next window stands is not known before the last bar.
    fn of_window(paper: Paper<'_>, window: &Range<usize>) -> Heights {
        let scene = paper.scene;
        let (first, last) = (scene.bar(window.start), scene.bar(window.end - 1));
        let (start, end) = (height_at(scene, window.start, HEIGHT), height_at(scene, window.start, REST));
        Heights { start, end, from: first.start, length: last.start + last.length - first.start }
    }

    /// From where the line is at the beginning of the bar before `next` to where it is in `next`.
    fn of_approach(paper: Paper<'_>, heights: &Heights, next: usize) -> Heights {
        let (scene, bar) = (paper.scene, paper.scene.bar(next - 1));
        let start = heights.at(bar.start);
        let end = if next < scene.song.bars().len() { height_at(scene, next, HEIGHT) } else { heights.end };
        Heights { start, end, from: bar.start, length: bar.length }
    }

    fn at(&self, position: Ticks) -> u8 {
        let way = i64::from(self.end) - i64::from(self.start);
        let gone = way * (position - self.from).0 / self.length.0.max(1);
        (i64::from(self.start) + gone).clamp(0, 127) as u8
    }
}

/// Fixed by hash alone: no re-roll moves it.
fn height_at(scene: &Scene<'_>, bar: usize, question: u32) -> u8 {
    let manner = &scene.style.bass;
    let home = i32::from(manner.home.key());
    let wandering = scene.steady_draw(Lane::Bass, bar, question).around_zero(i32::from(manner.wander));
    (home + wandering).clamp(i32::from(manner.range.0.key()), i32::from(manner.range.1.key())) as u8
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
            let leads_on = next.is_some() || ends.to.is_some();
            let place = Place {
                leads_on,
                is_top: is_top(&slots[..*index], slot, next),
                ..place(paper, slot, heights, hands[*index])
            };
            let mut step = choices::step(place);
            let is_first = order == 0 && (slot.at == Ticks::ZERO || begins_silent(paper.scene, slot.bar));
            if let Some(key) = opening.filter(|_| is_first && is_anchored(slot.sign)) {
                step.candidates = vec![Candidate { key, cost: 0, is_outside: false }];
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

/// Nothing of its chord was heard before it, or a degree of it follows.
fn is_top(before: &[Slot], slot: &Slot, next: Option<&Slot>) -> bool {
    let is_first = before.iter().all(|earlier| earlier.change != slot.change || earlier.bar != slot.bar);
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

fn place<'a>(paper: Paper<'a>, slot: &'a Slot, heights: &Heights, hand: Option<u8>) -> Place<'a> {
    let ground = |index: usize| paper.grounds.get(index).and_then(Option::as_ref);
    let here = slot.change.and_then(ground);
    let is_inside = slot.change.is_some_and(|index| !slots::opens_window(paper.scene, index));
    let before = slot.change.and_then(|index| index.checked_sub(1)).and_then(ground).filter(|_| is_inside);
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

/// Where the hand stands for each slot's chord: a search of its own over the chords' bass notes.
fn hands(
    paper: Paper<'_>,
    slots: &[Slot],
    heights: &Heights,
    opening: Option<u8>,
    from: Option<u8>,
) -> Vec<Option<u8>> {
    if paper.scene.style.bass.line == Line::Walk {
        return vec![None; slots.len()];
    }
    let chords: Vec<&[Slot]> = slots.chunk_by(|slot, next| slot.change == next.change).collect();
    let ground = |slot: &Slot| paper.grounds.get(slot.change?).and_then(Option::as_ref);
    let steps = chords.iter().enumerate().map(|(index, slots)| {
        let candidates = match opening.filter(|_| index == 0) {
            Some(key) => vec![Candidate { key, cost: 0, is_outside: false }],
            None => positions(paper, &slots[0], heights),
        };
        let climbs = slots.last().map_or(0, |slot| choices::climb(slot, ground(slot)));
        Step { candidates, arrives: Arrives::Stated, climbs }
    });
    let steps: Vec<Step> = steps.collect();
    let found = search::cheapest(&steps, Ends { from, ..Ends::default() });
    let hand_of = |slot: &Slot| {
        let index = chords.iter().position(|chord| chord[0].change == slot.change)?;
        found.get(index).copied().flatten()
    };
    slots.iter().map(hand_of).collect()
}

/// Each semitone away from home costs more than a leap less.
const AWAY_FROM_HOME: i32 = 2;

fn positions(paper: Paper<'_>, slot: &Slot, heights: &Heights) -> Vec<Candidate> {
    let scene = paper.scene;
    let Some(ground) = slot.change.and_then(|index| paper.grounds.get(index)).and_then(Option::as_ref) else {
        return Vec::new();
    };
    let (low, high) = choices::keys(&scene.style.bass);
    let is_landing = scene.bar_plan(slot.bar).is_landing();
    let height = if is_landing { low } else { heights.at(scene.bar(slot.bar).start + slot.at) };
    let keys = (low..=high).filter(|key| Class::new(i32::from(*key)) == ground.bass);
    let each = if is_landing { choices::LOW_AT_THE_END } else { AWAY_FROM_HOME };
    let cost = |key: u8| i32::from(key.abs_diff(height)) * each;
    keys.map(|key| Candidate { key, cost: cost(key), is_outside: false }).collect()
}

/// New keys for some slots of a bar, between what stands before and after them.
pub(super) fn between(
    paper: Paper<'_>,
    slots: &[Slot],
    bar: usize,
    from: Option<u8>,
    to: Option<u8>,
) -> Vec<(Slot, u8)> {
    let height = from.or(to).unwrap_or_else(|| height_at(paper.scene, bar, HEIGHT));
    let here = paper.scene.bar(bar);
    let heights = Heights { start: height, end: to.unwrap_or(height), from: here.start, length: here.length };
    let to = to.filter(|_| bar + 1 < paper.slots.len()).map(|key| (key, arriving(paper, bar + 1)));
    let hands = hands(paper, slots, &heights, None, from);
    keys(paper, slots, &hands, &heights, None, Ends { from, to })
}
