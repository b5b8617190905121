//! Where the hand stands for each chord: a search of its own over the chords' bass notes.

use music::pitch::Class;

use super::choices;
use super::heights::Heights;
use super::line::{self, Paper};
use super::manner::Line;
use super::search::{self, Arrives, Candidate, Ends, Reach, Step};
use super::slots::Slot;

/// What is known of the hand where a search for it begins and ends.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around {
    /// Where it stands at the first slot's chord.
    pub(super) opening: Option<u8>,
    /// Where it was before, and the note it last played.
    pub(super) from: Option<Left>,
    /// Where the next window begins.
    pub(super) to: Option<u8>,
}

/// A place that a hand leaves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Left {
    pub(super) hand: u8,
    pub(super) last: u8,
    /// The root under the hand was heard.
    pub(super) is_told: bool,
}

pub(super) fn of(paper: Paper<'_>, slots: &[Slot], heights: &Heights, around: Around) -> Vec<Option<u8>> {
    if paper.scene.style.bass.line == Line::Walk {
        return vec![None; slots.len()];
    }
    let chords: Vec<&[Slot]> = slots.chunk_by(|slot, next| slot.change == next.change).collect();
    let chord = |(index, slots): (usize, &&[Slot])| {
        let pushed = around.to.filter(|_| belongs_to_next(paper, slots));
        let opening = around.opening.filter(|key| index == 0 && line::is_bass_of(paper, &slots[0], *key));
        let mut candidates = match opening.or(pushed) {
            Some(key) => vec![Candidate::note(key, 0)],
            None => positions(paper, &slots[0], heights),
        };
        if let Some(left) = around.from.filter(|_| index == 0) {
            candidates.iter_mut().for_each(|to| to.cost += out_of_reach(left, to.key));
        }
        candidates.iter_mut().for_each(|hand| play(paper, slots, hand));
        Step { candidates, arrives: Arrives::Stated }
    };
    let steps: Vec<Step> = chords.iter().enumerate().map(chord).collect();
    let (from, to) = (around.from.map(|left| left.hand), around.to.map(|key| (key, Arrives::Stated)));
    let ends = Ends { from, to, root: None };
    let found = search::cheapest(&steps, ends);
    let hand_of = |slot: &Slot| {
        let index = chords.iter().position(|chord| chord[0].change == slot.change)?;
        found.get(index).copied().flatten()
    };
    slots.iter().map(hand_of).collect()
}

/// What was played is played: the next chord comes to it.
fn out_of_reach(left: Left, to: u8) -> i32 {
    match search::reach(left.last, Some(left.hand).filter(|_| left.is_told), to) {
        Reach::Easy | Reach::Shift => 0,
        Reach::Beyond => search::BEYOND,
    }
}

/// What the hand plays there: where its figure ends, and whether its root is heard.
fn play(paper: Paper<'_>, slots: &[Slot], hand: &mut Candidate) {
    let Some(last) = slots.last() else { return };
    let ground = last.change.and_then(|index| paper.grounds.get(index)).and_then(Option::as_ref);
    hand.top = choices::top(last, ground, hand.key, &paper.scene.style.bass);
    hand.root = Some(hand.key).filter(|_| line::is_told(slots));
}

/// Under a chord that the next window pushes the hand is where that one begins.
fn belongs_to_next(paper: Paper<'_>, slots: &[Slot]) -> bool {
    let Some(slot) = slots.first() else { return false };
    let change = slot.change.and_then(|index| paper.scene.analysis.changes.get(index));
    let next = paper.scene.song.bars().get(slot.bar + 1);
    change.zip(next).is_some_and(|(change, next)| change.written >= next.start)
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
    keys.map(|key| Candidate::note(key, cost(key))).collect()
}
