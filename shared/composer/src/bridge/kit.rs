//! Kits: the strokes of both grooves, one giving way to the other, and a snare that leads in.

use music::clip::Note;
use music::pitch::Pitch;
use music::time::{TICKS_PER_BEAT, Ticks};

use super::side::SCALE;
use super::{Hit, Way};
use crate::drums::kit::{Duty, Piece};

/// What leads in grows by this from stroke to stroke.
const HAND_VELOCITY_STEP: i64 = 6;

pub(super) fn notes(way: &Way<'_>, hits: &[Hit<'_>]) -> Vec<Note> {
    let (lowest, highest) = way.wish.lane.character().range;
    let all = hits.iter().enumerate().flat_map(|(index, hit)| strokes(way, hit, index));
    all.filter(|note| (lowest..=highest).contains(&note.pitch.key())).collect()
}

fn strokes(way: &Way<'_>, hit: &Hit<'_>, index: usize) -> Vec<Note> {
    let start = Ticks(hit.at);
    let velocity = (way.between(|side| side.velocity, hit.at) / SCALE).clamp(1, 127);
    if hit.notes.is_empty() {
        let Some(pitch) = filler(way) else { return Vec::new() };
        let length = Ticks(TICKS_PER_BEAT / 8);
        let velocity = velocity as u8;
        return vec![Note { start, length, offset: hit.offset, pitch, velocity, importance: hit.importance }];
    }
    let stroke = |note: &&Note| {
        let pitch = led(way, hit.at, note.pitch);
        let swell = if pitch == note.pitch { 0 } else { HAND_VELOCITY_STEP * (index as i64 % 4) };
        // Half of its own, half of where the bridge is: accents stay accents.
        let velocity = ((i64::from(note.velocity) + velocity) / 2 + swell).clamp(1, 127) as u8;
        let length = note.length.min(way.length - start);
        Note { start, length, pitch, velocity, ..**note }
    };
    hit.notes.iter().map(stroke).collect()
}

/// In the last beat the hand that counts time goes to the snare, where there is one: somebody leads in.
fn led(way: &Way<'_>, at: i64, pitch: Pitch) -> Pitch {
    let counts = Piece::of_pitch(pitch)
        .is_some_and(|piece| piece.duty() == Duty::Time && piece.limb() == crate::drums::kit::Limb::Hand);
    let snare = Piece::Snare.pitch();
    let has_snare = has(way, snare) && !way.to.is_silent();
    if counts && has_snare && way.is_last_beat(at) { snare } else { pitch }
}

fn has(way: &Way<'_>, pitch: Pitch) -> bool {
    way.from.notes.iter().chain(way.to.notes).any(|note| note.pitch == pitch)
}

/// What either side has that counts time, or else what it has.
fn filler(way: &Way<'_>) -> Option<Pitch> {
    let all = || way.from.notes.iter().chain(way.to.notes).map(|note| note.pitch);
    let counts = |pitch: &Pitch| Piece::of_pitch(*pitch).is_some_and(|piece| piece.duty() == Duty::Time);
    all().find(counts).or_else(|| all().max())
}
