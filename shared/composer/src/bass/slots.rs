//! Notes meet the harmony: every new chord is struck on its place, pushed ones early, and nothing sounds without a chord.

use music::chart::song::PUSH;
use music::lane::Lane;
use music::time::Ticks;

use super::cell::{Note, Sign};
use super::manner::Memory;
use crate::analyse::Change;
use crate::scene::Scene;

/// A note with its chord, its pitch still to be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) bar: usize,
    /// From the bar's start.
    pub(super) at: Ticks,
    pub(super) length: Ticks,
    pub(super) sign: Sign,
    pub(super) is_maybe: bool,
    /// Index into the analysis.
    pub(super) change: Option<usize>,
    /// The first note of its chord, where the chord begins.
    pub(super) is_new: bool,
    /// Sounds on into the next bar, as long as nothing else begins there.
    pub(super) is_tied: bool,
}

/// A note off the beat this near before a new chord is heard as its anticipation.
const ANTICIPATION: Ticks = Ticks(480);
/// What is inserted for a chord does not ring longer than a beat over a style's rest.
const INSERTED: Ticks = Ticks(960);
/// A question beside those of the rhythm.
const LEAD_ON: u32 = 33;
const LEAD_ON_PERCENT: u32 = 60;
/// Two beats: the first half of a bar in four, most of one in three.
const LONG: Ticks = Ticks(1920);
/// Shorter notes than a 64th are not notes.
const SHORTEST: Ticks = Ticks(60);

/// The slots of every bar, given the notes of every bar.
pub(super) fn of(scene: &Scene<'_>, mut notes: Vec<Vec<Note>>) -> Vec<Vec<Slot>> {
    let openings: Vec<Ticks> = notes.iter().map(|notes| opening(notes)).collect();
    let ahead = anticipations(scene, &mut notes);
    let bars = notes.into_iter().enumerate();
    let mut slots: Vec<Vec<Slot>> = bars.map(|(bar, notes)| in_bar(scene, bar, notes, ahead[bar])).collect();
    trim(scene, &mut slots, &openings);
    slots
}

/// How long a note on the bar line would be: so long does one sound on that comes early instead.
fn opening(notes: &[Note]) -> Ticks {
    notes.first().filter(|note| note.at == Ticks::ZERO).map_or(Ticks::ZERO, |note| note.length)
}

/// For each bar whether its first note was played early by the bar before; that note is taken out.
///
/// Not over the edge of a window: neither side may depend on what the other one drew.
fn anticipations(scene: &Scene<'_>, notes: &mut [Vec<Note>]) -> Vec<bool> {
    let mut is_ahead = vec![false; notes.len()];
    for bar in 0..notes.len() {
        let Some((last, before)) = notes[bar].split_last_mut() else { continue };
        // Cut and joined for another meter, a pattern may have its last beat twice.
        before.iter_mut().filter(|note| note.sign == Sign::Ahead).for_each(|note| note.sign = Sign::Approach);
        let Note { sign: Sign::Ahead, at, .. } = *last else { continue };
        if !has_chords_from(scene, bar, at) && may_anticipate(scene, notes, bar + 1) {
            notes[bar + 1].remove(0);
            is_ahead[bar + 1] = true;
        } else if let Some(last) = notes[bar].last_mut() {
            last.sign = Sign::Approach;
        }
    }
    is_ahead
}

/// Whether something else begins in the bar there or later: who plays the next bar's chord over it takes its place.
fn has_chords_from(scene: &Scene<'_>, bar: usize, at: Ticks) -> bool {
    let here = scene.bar(bar);
    let later = here.start + at..here.span().end;
    scene.analysis.in_bar(bar).iter().any(|change| later.contains(&change.start))
}

fn may_anticipate(scene: &Scene<'_>, notes: &[Vec<Note>], bar: usize) -> bool {
    let Some(first) = notes.get(bar).and_then(|notes| notes.first()) else { return false };
    let (plan, before) = (scene.bar_plan(bar), scene.bar_plan(bar - 1));
    let is_plain = !plan.is_arrival && !plan.is_stop && plan.ending.is_none();
    let change = scene.analysis.at(scene.bar(bar).start);
    let has_chord = change.is_some_and(|change| change.chord.is_some() && !change.pushed);
    let is_free = first.at == Ticks::ZERO && !matches!(first.sign, Sign::Fixed(_));
    is_plain && has_chord && is_free && plan.window == before.window
}

fn in_bar(scene: &Scene<'_>, bar: usize, notes: Vec<Note>, is_ahead: bool) -> Vec<Slot> {
    let here = scene.bar(bar);
    let range = scene.analysis.by_bar.get(bar).cloned().unwrap_or(0..0);
    let sounding = |at: Ticks| {
        let at = here.start + at;
        range.clone().find(|index| change(scene, *index).start <= at && at < change(scene, *index).end)
    };
    let is_walking = notes.iter().any(|note| note.sign == Sign::Line);
    let slot = |note: Note| {
        let at = if note.sign == Sign::Ahead { here.length } else { note.at };
        let change = sounding(at).or_else(|| ahead_of(scene, bar, note.sign));
        let (Note { length, sign, is_maybe, .. }, at) = (note, note.at);
        let is_tied = sign == Sign::Ahead;
        Slot { bar, at, length, sign, is_maybe, change, is_new: is_tied, is_tied }
    };
    let mut slots: Vec<Slot> = notes.into_iter().map(slot).collect();
    if slots.iter().any(|slot| matches!(slot.sign, Sign::Fixed(_))) || slots.is_empty() {
        return slots;
    }
    for index in range.clone() {
        strike(scene, bar, index, &mut slots, is_ahead, is_walking);
    }
    slots.retain(|slot| slot.change.is_some_and(|index| change(scene, index).chord.is_some()));
    slots
}

/// The slots of one bar by itself, as for a fill: what would ring over its end stops there.
pub(super) fn in_bar_alone(scene: &Scene<'_>, bar: usize, notes: Vec<Note>) -> Vec<Slot> {
    let mut slots = in_bar(scene, bar, notes, false);
    let mut end = scene.bar(bar).length;
    for slot in slots.iter_mut().rev() {
        slot.length = slot.length.min(end - slot.at);
        end = slot.at;
    }
    slots.retain(|slot| slot.length >= SHORTEST);
    slots
}

fn ahead_of(scene: &Scene<'_>, bar: usize, sign: Sign) -> Option<usize> {
    let next = scene.analysis.by_bar.get(bar + 1).filter(|_| sign == Sign::Ahead)?;
    let start = scene.bar(bar + 1).start;
    next.clone().find(|index| change(scene, *index).start <= start && start < change(scene, *index).end)
}

fn change<'a>(scene: &Scene<'a>, index: usize) -> &'a Change {
    &scene.analysis.changes[index]
}

/// Sees to it that the chord is struck where it begins in this bar.
fn strike(
    scene: &Scene<'_>,
    bar: usize,
    index: usize,
    slots: &mut Vec<Slot>,
    is_ahead: bool,
    is_walking: bool,
) {
    let (here, change) = (scene.bar(bar), change(scene, index));
    let at = change.start - here.start;
    if change.pushed && change.written == here.start && at < Ticks::ZERO {
        let was_struck = bar > 0 && scene.plays(Lane::Bass, bar - 1);
        slots.retain(|slot| !was_struck || slot.at > Ticks::ZERO);
        return;
    }
    if at < Ticks::ZERO || at >= here.length || is_again(scene, index) {
        return;
    }
    if change.chord.is_none() {
        let cut = |slot: &mut Slot| slot.length = slot.length.min(at - slot.at);
        slots.iter_mut().filter(|slot| slot.at < at).for_each(cut);
    } else if change.pushed {
        push(scene, bar, index, slots);
    } else if at == Ticks::ZERO {
        if let Some(first) = slots.first_mut().filter(|slot| !is_ahead && slot.change == Some(index)) {
            first.sign = struck(first.sign, is_walking);
            (first.is_new, first.is_maybe) = (first.at == at, false);
        }
    } else {
        strike_inside(scene, at, bar, index, slots, is_walking);
    }
}

/// The same chord written once more is nothing new, except to a window, which does not know what was before it.
fn is_again(scene: &Scene<'_>, index: usize) -> bool {
    if opens_window(scene, index) {
        return false;
    }
    let (now, before) = (change(scene, index), index.checked_sub(1).map(|before| change(scene, before)));
    !now.pushed && now.chord.is_some() && before.is_some_and(|before| before.chord == now.chord)
}

/// It is the first that is written in its window.
pub(super) fn opens_window(scene: &Scene<'_>, index: usize) -> bool {
    let written = change(scene, index).written;
    let bars = scene.song.bars();
    let bar = bars.partition_point(|bar| bar.start <= written).saturating_sub(1);
    let window = scene.plan.windows.get(scene.bar_plan(bar).window);
    window.is_some_and(|window| window.start == bar) && bars[bar].start == written
}

/// A chord that begins inside a bar: the note there is its root, or one just before, or a new one.
fn strike_inside(
    scene: &Scene<'_>,
    at: Ticks,
    bar: usize,
    index: usize,
    slots: &mut Vec<Slot>,
    is_walking: bool,
) {
    if let Some(slot) = slots.iter_mut().find(|slot| slot.at == at) {
        (slot.sign, slot.is_new, slot.is_maybe) = (struck(slot.sign, is_walking), true, false);
        lead_on(scene, at, slots);
        return;
    }
    let sounds = |slot: &Slot| slot.change.is_some_and(|index| change(scene, index).chord.is_some());
    let is_near = |slot: &&mut Slot| {
        let is_close = slot.at < at && slot.at >= at - ANTICIPATION;
        is_close && slot.at.0 % 960 != 0 && !slot.is_new && sounds(slot)
    };
    if let Some(slot) = slots.iter_mut().rev().find(is_near).filter(|slot| slot.at + slot.length >= at) {
        (slot.change, slot.sign) = (Some(index), struck(slot.sign, is_walking));
        (slot.is_new, slot.is_maybe) = (true, false);
        return;
    }
    let mut length = INSERTED;
    for slot in slots.iter_mut().filter(|slot| slot.at < at) {
        length = length.max(slot.at + slot.length - at);
        slot.length = slot.length.min(at - slot.at);
    }
    let after = slots.partition_point(|slot| slot.at < at);
    let sign = if is_walking { Sign::Line } else { Sign::Bass };
    let inserted =
        Slot { bar, at, length, sign, is_maybe: false, change: Some(index), is_new: true, is_tied: false };
    slots.insert(after, inserted);
    lead_on(scene, at, slots);
}

/// Where every bar thinks for itself, a long note before a chord inside the bar may get company on the last beat.
fn lead_on(scene: &Scene<'_>, at: Ticks, slots: &mut Vec<Slot>) {
    let is_jazz = scene.style.bass.memory == Memory::Bar;
    let Some(before) = slots.iter_mut().rev().find(|slot| slot.at < at).filter(|_| is_jazz) else { return };
    let is_long = before.at <= at - LONG && before.at + before.length == at;
    if !is_long || !scene.draw(Lane::Bass, before.bar, LEAD_ON).percent(LEAD_ON_PERCENT) {
        return;
    }
    before.length -= INSERTED;
    let leading =
        Slot { at: at - INSERTED, length: INSERTED, sign: Sign::Approach, is_new: false, ..*before };
    let after = slots.partition_point(|slot| slot.at < leading.at);
    slots.insert(after, leading);
}

/// A pushed chord takes the place of everything up to where it is written.
fn push(scene: &Scene<'_>, bar: usize, index: usize, slots: &mut Vec<Slot>) {
    let (here, change) = (scene.bar(bar), change(scene, index));
    let (at, written) = (change.start - here.start, change.written - here.start);
    let is_over_the_line = written >= here.length;
    if is_over_the_line && bar + 1 < scene.song.bars().len() && !scene.plays(Lane::Bass, bar + 1) {
        slots.retain(|slot| slot.at < at);
        return;
    }
    slots.retain(|slot| slot.at < at || slot.at > written);
    for slot in slots.iter_mut().filter(|slot| slot.at < at) {
        slot.length = slot.length.min(at - slot.at);
    }
    let after = slots.partition_point(|slot| slot.at < at);
    let pushed = Slot {
        bar,
        at,
        length: PUSH + INSERTED,
        sign: Sign::Bass,
        is_maybe: false,
        change: Some(index),
        is_new: true,
        is_tied: is_over_the_line,
    };
    slots.insert(after, pushed);
}

/// What a note becomes that falls on a new chord.
fn struck(sign: Sign, is_walking: bool) -> Sign {
    match sign {
        Sign::Bass | Sign::Line | Sign::Octave | Sign::Pop | Sign::Fixed(_) | Sign::Ahead => sign,
        Sign::Degree(_)
        | Sign::FifthBelow
        | Sign::Tone
        | Sign::Walk
        | Sign::Approach
        | Sign::Kick
        | Sign::Dead => {
            if is_walking {
                Sign::Line
            } else {
                Sign::Bass
            }
        }
    }
}

/// One note at a time: each ends where the next begins, ties reach over the bar line, nothing outlasts the song.
fn trim(scene: &Scene<'_>, slots: &mut [Vec<Slot>], openings: &[Ticks]) {
    let mut next_at = scene.song.end();
    for bar in (0..slots.len()).rev() {
        let here = scene.bar(bar);
        let may_ring_over = scene.plan.bars.get(bar + 1).is_some_and(|next| next.plays[Lane::Bass.index()]);
        for slot in slots[bar].iter_mut().rev() {
            let at = here.start + slot.at;
            if slot.is_tied {
                let held = openings.get(bar + 1).copied().unwrap_or_default().max(INSERTED);
                slot.length = here.length - slot.at + held;
            }
            let end =
                if slot.is_tied && may_ring_over { next_at } else { next_at.min(here.start + here.length) };
            slot.length = slot.length.min(end - at);
            next_at = at;
        }
        slots[bar].retain(|slot| slot.length >= SHORTEST || matches!(slot.sign, Sign::Fixed(_)));
    }
}
