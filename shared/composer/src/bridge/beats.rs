//! When a bridge plays: beat by beat as many onsets as lie between the two sides, in places that they use.

use music::chart::{BarId, PassId};
use music::clip::Note;
use music::time::{Micros, TICKS_PER_BEAT, Ticks};

use super::Way;
use super::side::{SCALE, Side};
use crate::chance::{Address, Chance, Draw};

/// A place in the bridge, and the notes of a side that were struck there, if any were.
pub(super) struct Hit<'a> {
    pub(super) at: i64,
    pub(super) notes: Vec<&'a Note>,
    /// Of the onset: its weightiest note's, or what fills in.
    pub(super) importance: u8,
    pub(super) offset: Micros,
    pub(super) length: i64,
}

/// Places for onsets that neither side has, in the order in which they are taken: halves, then quarters, then eighths.
const FILLERS: [i64; 8] = [0, 480, 720, 240, 360, 840, 120, 600];
/// What is not of either side goes first.
const FILLER_IMPORTANCE: u8 = 40;

#[derive(Clone, Copy)]
pub(super) enum Question {
    Side,
    Key,
}

pub(super) fn draw(way: &Way<'_>, question: Question, at: i64, detail: u8) -> Draw {
    let slot = (question as u32) << 24 | (at as u32 & 0xffff) << 8 | u32::from(detail);
    let bar = PassId { bar: BarId(0), call: 0, pass: 0 };
    Chance::new(way.wish.seed).at(Address { lane: way.wish.lane, bar, reroll: 0, slot })
}

/// In order. With something to lead into there is an onset in the last beat, however thin the sides are.
pub(super) fn hits<'a>(way: &'a Way<'a>) -> Vec<Hit<'a>> {
    let beats = i64::from(way.wish.beats);
    let mut hits = Vec::new();
    for beat in 0..beats {
        let is_lead = beat == beats - 1 && !way.to.is_silent();
        let count = count(way, beat).max(i64::from(is_lead));
        hits.extend(in_beat(way, beat, usize::try_from(count).unwrap_or(0)));
    }
    hits
}

/// What lies between both densities, rounded. Where less than one onset falls on a beat it is the sum that is rounded,
/// so that what is thin does not vanish.
fn count(way: &Way<'_>, beat: i64) -> i64 {
    let parts = 2 * i64::from(way.wish.beats) * SCALE;
    let rounded = |twice: i64| (twice + parts / 2).div_euclid(parts);
    let (before, after) = (sum(way, beat), sum(way, beat + 1));
    if after - before >= parts { rounded(after - before) } else { rounded(after) - rounded(before) }
}

/// The onsets before a beat: the area under a straight line, twice, in parts of the bridge's beats and of SCALE.
fn sum(way: &Way<'_>, beat: i64) -> i64 {
    let (from, to) = (way.from.density, way.to.density);
    from * beat * 2 * i64::from(way.wish.beats) + (to - from) * beat * beat
}

/// The weightiest places of the side that has its turn, then of the other, then any.
fn in_beat<'a>(way: &'a Way<'a>, beat: i64, count: usize) -> Vec<Hit<'a>> {
    let (from, to) = (side_hits(way, &way.from, beat), side_hits(way, &way.to, beat));
    let middle = beat * TICKS_PER_BEAT + TICKS_PER_BEAT / 2;
    let is_second = (draw(way, Question::Side, beat, 0).below(way.length.0 as usize) as i64) < middle;
    let (first, second) = if is_second { (to, from) } else { (from, to) };
    let fillers = FILLERS.iter().map(|into| Hit {
        at: beat * TICKS_PER_BEAT + into,
        notes: Vec::new(),
        importance: FILLER_IMPORTANCE,
        offset: Micros(0),
        length: TICKS_PER_BEAT / 4,
    });
    let mut hits: Vec<Hit<'_>> = Vec::with_capacity(count);
    for hit in first.into_iter().chain(second).chain(fillers) {
        if hits.len() < count && hits.iter().all(|other| other.at != hit.at) {
            hits.push(hit);
        }
    }
    hits.sort_by_key(|hit| hit.at);
    hits
}

/// What a side would play in this beat, were it to go on, or to have begun already; the weightiest first.
fn side_hits<'a>(way: &Way<'_>, side: &'a Side<'_>, beat: i64) -> Vec<Hit<'a>> {
    let seam = if side.seam == Ticks::ZERO { i64::from(way.wish.beats) } else { 0 };
    let bar = way.wish.meter.bar_ticks();
    let phase = Ticks::from_beats(beat - seam);
    let into = |note: &Note| (note.start - side.seam - phase).rem_floor(bar);
    let is_here = |note: &Note| (0..TICKS_PER_BEAT).contains(&into(note).0);
    let mut notes: Vec<&Note> = side.notes.iter().filter(|note| is_here(note)).collect();
    // Of two bars the one nearer to the bridge is what it goes on from.
    notes.sort_by_key(|note| (into(note), (note.start - side.seam).0.abs()));
    let onsets = notes.chunk_by(|one, next| into(one) == into(next));
    let hit = |onset: &[&'a Note]| {
        let near = onset.iter().take_while(|note| note.start == onset[0].start);
        Hit {
            at: beat * TICKS_PER_BEAT + into(onset[0]).0,
            importance: near.clone().map(|note| note.importance).max().unwrap_or(0),
            offset: onset[0].offset,
            length: near.clone().map(|note| note.length.0).max().unwrap_or(0),
            notes: weightiest(near.copied().collect()),
        }
    };
    let mut hits: Vec<Hit<'a>> = onsets.map(hit).collect();
    hits.sort_by_key(|hit| (std::cmp::Reverse(hit.importance), hit.at));
    hits
}

/// Each key once, and no more than two hands and two feet strike.
fn weightiest(mut notes: Vec<&Note>) -> Vec<&Note> {
    const LIMBS: usize = 4;
    notes.sort_by_key(|note| (note.pitch, std::cmp::Reverse((note.importance, note.velocity))));
    notes.dedup_by_key(|note| note.pitch);
    notes.sort_by_key(|note| (std::cmp::Reverse((note.importance, note.velocity)), note.pitch));
    notes.truncate(LIMBS);
    notes
}
