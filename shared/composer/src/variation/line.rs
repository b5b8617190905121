//! Pitched lanes play other notes at the same places: near by, of the harmony, none of them twice at once.

use std::cmp::Ordering;
use std::ops::RangeInclusive;

use music::lane::Lane;
use music::pitch::{ClassSet, Pitch};

use super::draws::Question;
use super::onsets::{self, Onset};
use super::spot::Spot;
use super::{Keep, tones};
use crate::sketch::Stroke;

const OCTAVE: u8 = 12;
/// Below C3 close intervals are mud.
const MUD_BELOW: u8 = 48;
const MUD_INTERVAL: u8 = 5;
/// From three voices on it is a chord: every voice is of the harmony, wherever it stands.
const CHORD_VOICES: usize = 3;
/// A third away is still a neighbour; what is further is a leap.
const LEAP: u8 = 7;

/// Costs are small integers, so that chance, which adds its share, has a say.
const NON_CHORD_COST: u32 = 2;
const LEAP_COST: u32 = 4;
const REPEAT_COST: u32 = 6;

pub(super) fn vary(spot: &Spot<'_>, strokes: &mut [Stroke]) {
    let onsets = onsets::of(strokes, &spot.room);
    let was: Vec<Pitch> = strokes.iter().map(|stroke| stroke.pitch).collect();
    let mut next = 0;
    while next < onsets.len() {
        let run = run(spot, &onsets, &was, next);
        top(spot, strokes, &onsets, &was, next..run);
        for onset in &onsets[next..run] {
            for place in 0..onset.voices.len() - 1 {
                inner(spot, strokes, onset, place);
            }
        }
        next = run;
    }
}

/// Where the contour counts, equal top notes in a row stay equal; elsewhere each onset is its own.
fn run(spot: &Spot<'_>, onsets: &[Onset], was: &[Pitch], first: usize) -> usize {
    let is_level = |onset: &&Onset| was[onset.top()] == was[onsets[first].top()];
    match spot.keep {
        Keep::Contour => first + onsets[first..].iter().take_while(is_level).count(),
        Keep::Rhythm | Keep::Pitches => first + 1,
    }
}

/// One new top note for a run of onsets, or none.
fn top(
    spot: &Spot<'_>,
    strokes: &mut [Stroke],
    onsets: &[Onset],
    was: &[Pitch],
    run: std::ops::Range<usize>,
) {
    let voice = onsets[run.start].top();
    let importance = onsets[run.clone()].iter().map(|onset| strokes[onset.top()].importance).max();
    if !spot.draws.changes(Question::Change, voice, importance.unwrap_or(0)) {
        return;
    }
    let before = run.start.checked_sub(1).map(|index| onsets[index].top());
    let after = onsets.get(run.end).map(Onset::top);
    let Some(room) = contour_room(
        spot,
        was[voice],
        before.map(|top| (was[top], strokes[top].pitch)),
        after.map(|top| was[top]),
    ) else {
        return;
    };
    let previous = before.map(|top| strokes[top].pitch).or(spot.top_before);
    let following = after.map(|top| was[top]);
    let voices: Vec<(usize, &Onset)> = onsets[run].iter().map(|onset| (onset.top(), onset)).collect();
    let fits = |pitch: Pitch| voices.iter().all(|(voice, onset)| may_be(spot, strokes, onset, *voice, pitch));
    let cost = |pitch: Pitch| melodic_cost(pitch, previous, following);
    if let Some(pitch) =
        chosen(spot, strokes, voice, |pitch| room.contains(&pitch.key()) && fits(pitch), cost)
    {
        for (voice, _) in voices {
            strokes[voice].pitch = pitch;
        }
    }
}

fn inner(spot: &Spot<'_>, strokes: &mut [Stroke], onset: &Onset, place: usize) {
    let voice = onset.voices[place];
    if !spot.draws.changes(Question::Change, voice, strokes[voice].importance) {
        return;
    }
    let fits = |pitch: Pitch| may_be(spot, strokes, onset, voice, pitch);
    if let Some(pitch) = chosen(spot, strokes, voice, fits, |_| 0) {
        strokes[voice].pitch = pitch;
    }
}

/// The keys that leave the top line's rises and falls as they were; `None` when it must stay. Towards a note that is
/// still to vary, each takes its half of the way, so that both can without seeing each other.
fn contour_room(
    spot: &Spot<'_>,
    here: Pitch,
    before: Option<(Pitch, Pitch)>,
    after: Option<Pitch>,
) -> Option<RangeInclusive<u8>> {
    if spot.keep != Keep::Contour {
        return Some(0..=127);
    }
    let (mut low, mut high) = (0, 127);
    let mut keep_to = |other: Pitch, now: Option<Pitch>| {
        let (here, other) = (here.key(), other.key());
        let middle = here.midpoint(other);
        match here.cmp(&other) {
            Ordering::Less => high = high.min(now.map_or(middle, |now| now.key().saturating_sub(1))),
            Ordering::Greater => low = low.max(now.map_or(middle, Pitch::key) + 1),
            Ordering::Equal => return false,
        }
        true
    };
    let is_free = match before {
        Some((was, now)) => keep_to(was, Some(now)),
        None => spot.top_before.is_none_or(|other| keep_to(other, None)),
    };
    let other = after.or(spot.top_after);
    (is_free && other.is_none_or(|other| keep_to(other, None))).then_some(low..=high)
}

/// The cheapest other key near by, chance having its say.
fn chosen(
    spot: &Spot<'_>,
    strokes: &[Stroke],
    voice: usize,
    fits: impl Fn(Pitch) -> bool,
    cost: impl Fn(Pitch) -> u32,
) -> Option<Pitch> {
    let stroke = &strokes[voice];
    let (lowest, highest) = spot.lane.character().range;
    let reach = 2 + (spot.draws.amount() / 12) as u8;
    let here = stroke.pitch.key();
    let keys = here.saturating_sub(reach).max(lowest)..=here.saturating_add(reach).min(highest);
    let colours = spot.change_at(stroke.at.0).map_or(ClassSet::ALL, tones::colours);
    let noise = 6 + spot.draws.amount() as usize / 12;
    let price = |pitch: &Pitch| {
        let outside = if colours.contains(pitch.class()) { 0 } else { NON_CHORD_COST };
        let chance = spot.draws.at(Question::Pitch, voice, pitch.key()).below(noise) as u32;
        let price = u32::from(here.abs_diff(pitch.key())) + outside + chance + cost(*pitch);
        (price, *pitch)
    };
    keys.filter_map(Pitch::new).filter(|pitch| *pitch != stroke.pitch && fits(*pitch)).min_by_key(price)
}

fn melodic_cost(pitch: Pitch, previous: Option<Pitch>, following: Option<Pitch>) -> u32 {
    let cost = |other: Pitch| match pitch.key().abs_diff(other.key()) {
        0 => REPEAT_COST,
        1..=LEAP => 0,
        _ => LEAP_COST,
    };
    previous.map_or(0, cost) + following.map_or(0, cost)
}

/// Whether one voice of an onset may become `pitch`, everything else being as it is now.
fn may_be(spot: &Spot<'_>, strokes: &[Stroke], onset: &Onset, voice: usize, pitch: Pitch) -> bool {
    let stroke = &strokes[voice];
    let rings_on = onsets::end(stroke) > spot.bar.length.0;
    !rings_on
        && !spot.is_foundation(stroke)
        && is_in_harmony(spot, strokes, onset, voice, pitch)
        && is_spaced(strokes, onset, voice, pitch)
        && !spot.is_sounding(pitch, stroke.at.0)
        && !onsets::is_taken(strokes, voice, &Stroke { pitch, ..*stroke })
}

fn is_in_harmony(spot: &Spot<'_>, strokes: &[Stroke], onset: &Onset, voice: usize, pitch: Pitch) -> bool {
    let stroke = &strokes[voice];
    if let Some(target) = approached(spot, strokes, onset, stroke) {
        // Leading into a root: from the other side or by the other step, but by step.
        return pitch.key().abs_diff(target.key()) <= 2 && pitch != target;
    }
    let Some(change) = spot.change_at(stroke.at.0) else { return true };
    let (colours, guides) = (tones::colours(change), tones::guides(change));
    let class = stroke.pitch.class();
    let mut others = onset.voices.iter().filter(|other| **other != voice);
    let tells = onset.voices.len() > 1 && guides.contains(class) && class != pitch.class();
    if tells && !others.any(|other| strokes[*other].pitch.class() == class) {
        return false;
    }
    if spot.is_strong(stroke.at.0) || onset.voices.len() >= CHORD_VOICES {
        return colours.contains(pitch.class());
    }
    colours.union(change.scale).contains(pitch.class())
}

/// The root of the next bar that the bass steps into with this, its bar's last note.
fn approached(spot: &Spot<'_>, strokes: &[Stroke], onset: &Onset, stroke: &Stroke) -> Option<Pitch> {
    let target = spot.top_after.filter(|_| spot.lane == Lane::Bass && onset.voices.len() == 1)?;
    let is_last = strokes.iter().all(|other| other.at <= stroke.at);
    let is_root = spot.next_change().is_some_and(|change| tones::is_ground(change, target));
    let is_step = (1..=2).contains(&stroke.pitch.key().abs_diff(target.key()));
    (is_last && is_root && is_step && !spot.is_strong(stroke.at.0)).then_some(target)
}

/// Voices do not cross, low ones keep apart, and a hand does not open wider than it was, or than an octave.
fn is_spaced(strokes: &[Stroke], onset: &Onset, voice: usize, pitch: Pitch) -> bool {
    let key = |index: usize| strokes[index].pitch.key();
    let (here, now) = (key(voice), pitch.key());
    let others = || onset.voices.iter().filter(|other| **other != voice).map(|other| key(*other));
    let is_in_order = |other: u8| now.cmp(&other) == here.cmp(&other);
    let is_clear = |other: u8| {
        let gap = now.abs_diff(other);
        now.min(other) >= MUD_BELOW || gap >= MUD_INTERVAL.min(here.abs_diff(other))
    };
    let span = |own: u8| {
        let (low, high) = others().fold((own, own), |(low, high), other| (low.min(other), high.max(other)));
        high - low
    };
    others().all(|other| is_in_order(other) && is_clear(other)) && span(now) <= span(here).max(OCTAVE)
}
