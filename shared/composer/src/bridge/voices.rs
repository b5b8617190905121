//! Pitched lanes: each onset as many voices as lie between both sides, near where they lie, and a last one by step.

use music::clip::Note;
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::Ticks;

use super::beats::{Question, draw};
use super::side::SCALE;
use super::{Hit, Way};

/// Keys this far from where the register lies are looked at: every chord has a note among them.
const NEAR: i64 = 9;
/// The register comes first, then movement; chance decides between neighbours.
const REGISTER_COST: i64 = 3;
const REPEAT_COST: i64 = 5;
const CHANCE: usize = 3;

pub(super) fn notes(way: &Way<'_>, hits: &[Hit<'_>]) -> Vec<Note> {
    let target = way.to.first_keys();
    let mut notes = Vec::new();
    let mut before: Vec<Pitch> = Vec::new();
    for (index, hit) in hits.iter().enumerate() {
        let next = hits.get(index + 1).map_or(way.length.0, |next| next.at);
        let count = voice_count(way, hit.at);
        let is_lead = index + 1 == hits.len() && way.is_last_beat(hit.at) && !target.is_empty();
        let keys =
            if is_lead { leading(way, hit.at, &target, count) } else { chord(way, hit.at, count, &before) };
        let velocity = (way.between(|side| side.velocity, hit.at) / SCALE).clamp(1, 127) as u8;
        // A side's own lengths, but nothing runs into the next onset: voices lead from one to the other.
        let length = Ticks(if is_lead { next - hit.at } else { hit.length.clamp(1, next - hit.at) });
        let (start, offset, importance) = (Ticks(hit.at), hit.offset, hit.importance);
        notes.extend(keys.iter().map(|pitch| Note {
            start,
            length,
            offset,
            pitch: *pitch,
            velocity,
            importance,
        }));
        before = keys;
    }
    notes
}

fn voice_count(way: &Way<'_>, at: i64) -> i64 {
    ((way.between(|side| side.voices, at) + SCALE / 2) / SCALE).max(1)
}

/// From low to high, spread as the sides are spread.
fn chord(way: &Way<'_>, at: i64, count: i64, before: &[Pitch]) -> Vec<Pitch> {
    let high = way.between(|side| side.high, at);
    let low = if count == 1 { high } else { way.between(|side| side.low, at) };
    let mut keys: Vec<Pitch> = Vec::new();
    for voice in 0..count {
        let place = (low + (high - low) * voice / (count - 1).max(1)) / SCALE;
        keys.extend(nearest(way, at, place, &keys, before));
    }
    keys.sort_unstable();
    keys
}

/// The cheapest key of the harmony around a place.
fn nearest(way: &Way<'_>, at: i64, place: i64, taken: &[Pitch], before: &[Pitch]) -> Option<Pitch> {
    let harmony = way.harmony(at);
    let (lowest, highest) = way.wish.lane.character().range;
    let (lowest, highest) = (i64::from(lowest), i64::from(highest));
    // What lies outside of the instrument comes in at its edge.
    let place = place.clamp(lowest, highest);
    let keys = (place - NEAR).max(lowest)..=(place + NEAR).min(highest);
    let pitches = keys.filter_map(|key| Pitch::new(u8::try_from(key).ok()?));
    let free = pitches.filter(|pitch| harmony.contains(pitch.class()) && !taken.contains(pitch));
    let movement = |pitch: Pitch| {
        let distance = |other: &Pitch| i64::from(other.key().abs_diff(pitch.key()));
        let nearest = before.iter().map(distance).min().unwrap_or(0);
        // A line moves; a chord's voices may stay.
        if nearest == 0 && before.len() == 1 { REPEAT_COST } else { nearest }
    };
    free.min_by_key(|pitch| {
        let chance = draw(way, Question::Key, at, pitch.key()).below(CHANCE) as i64;
        ((i64::from(pitch.key()) - place).abs() * REGISTER_COST + movement(*pitch) + chance, *pitch)
    })
}

/// Each voice a step from where it is going; the voice that is heard most first: the bass below, others on top.
fn leading(way: &Way<'_>, at: i64, target: &[Pitch], count: i64) -> Vec<Pitch> {
    let (lowest, highest) = way.wish.lane.character().range;
    let is_bass = way.wish.lane == Lane::Bass;
    let mut order = target.to_vec();
    if !is_bass {
        order.reverse();
    }
    let step = |goal: Pitch, semitones: i32| goal.transposed(semitones);
    let mut keys: Vec<Pitch> = Vec::new();
    for goal in order.into_iter().take(usize::try_from(count).unwrap_or(1)) {
        let steps = [-1, 1, -2, 2].into_iter().filter_map(|semitones| step(goal, semitones));
        let free = steps.filter(|pitch| (lowest..=highest).contains(&pitch.key()) && !keys.contains(pitch));
        let best = free.min_by_key(|pitch| {
            let outside = i64::from(!way.to.harmony.contains(pitch.class()) && !is_in_scale(way, *pitch));
            let chance = draw(way, Question::Key, at, pitch.key()).below(CHANCE) as i64;
            (outside * REPEAT_COST + chance, *pitch)
        });
        keys.extend(best);
    }
    keys.sort_unstable();
    keys
}

fn is_in_scale(way: &Way<'_>, pitch: Pitch) -> bool {
    way.wish.to.is_some_and(|change| change.scale.contains(pitch.class()))
}
