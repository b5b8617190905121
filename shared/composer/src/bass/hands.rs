//! Where the hand stands for each chord: a search of its own over the chords' bass notes.

use music::pitch::Class;

use super::anchors;
use super::choices;
use super::heights::Heights;
use super::line::Paper;
use super::manner::Line;
use super::search::{self, Arrives, Candidate, Ends, Step};
use super::slots::Slot;

pub(super) fn of(
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

/// The hand on a window's last beat: where it was while the chord stays, and under a chord that the next window pushes
/// where that one begins.
pub(super) fn of_tail(
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
        false if is_pushed(slot) => anchors::of(paper, end).or(found),
        false => found,
    };
    tail.iter().zip(of(paper, tail, heights, None, from)).map(hand).collect()
}
