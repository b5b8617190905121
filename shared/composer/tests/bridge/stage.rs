//! Clips to go between, and what is measured on the way.

use ai_band_composer::analyse::{Analysis, Change};
use ai_band_composer::bridge::{self, Wish};
use music::chart::Chart;
use music::clip::{Clip, Note};
use music::lane::Lane;
use music::meter::Meter;
use music::pitch::Pitch;
use music::time::{Micros, TICKS_PER_BEAT, Ticks};
use proptest::prelude::*;

pub(crate) fn note(start: i64, length: i64, key: u8) -> Note {
    let (start, length, pitch) = (Ticks(start), Ticks(length), Pitch::new(key).unwrap());
    Note { start, length, offset: Micros(0), pitch, velocity: 80, importance: 90 }
}

/// Two bars of common time: `(at, key)` in each bar, an eighth long.
pub(crate) fn clip(strokes: &[(i64, u8)]) -> Clip {
    let bars = [0, 3_840].into_iter();
    let notes = bars.flat_map(|bar| strokes.iter().map(move |(at, key)| note(bar + at, 470, *key)));
    Clip::new(Ticks(7_680), notes.collect(), Vec::new()).unwrap()
}

pub(crate) fn silence() -> Clip {
    Clip::new(Ticks(3_840), Vec::new(), Vec::new()).unwrap()
}

/// The first change of a chart of one chord.
pub(crate) fn change(chord: &str) -> Change {
    Analysis::of(&Chart::parse(&format!("| {chord} |\n")).unwrap().song()).changes[0]
}

pub(crate) fn bridged(before: &Clip, after: &Clip, lane: Lane, beats: u8, seed: u64) -> Clip {
    bridge::between(before, after, &Wish { lane, beats, meter: Meter::COMMON, from: None, to: None, seed })
        .unwrap()
}

/// Onsets of each beat.
pub(crate) fn density(clip: &Clip) -> Vec<usize> {
    let mut starts: Vec<i64> = clip.notes().iter().map(|note| note.start.0).collect();
    starts.dedup();
    let beats = clip.length().0 / TICKS_PER_BEAT;
    (0..beats).map(|beat| starts.iter().filter(|start| *start / TICKS_PER_BEAT == beat).count()).collect()
}

/// Two bars with `onsets` of every sixteen places struck, by the lane's own keys.
pub(crate) fn clips(lane: Lane) -> impl Strategy<Value = Clip> {
    let (low, high) = lane.character().range;
    let onset = (0i64..32, proptest::collection::vec(low..=high, 1..5));
    proptest::collection::vec(onset, 0..24).prop_map(|onsets| {
        let mut notes: Vec<Note> = onsets
            .into_iter()
            .flat_map(|(slot, keys)| keys.into_iter().map(move |key| note(slot * 240, 400, key)))
            .collect();
        notes.sort_by_key(|note| (note.start, note.pitch));
        notes.dedup_by_key(|note| (note.start, note.pitch));
        Clip::new(Ticks(7_680), notes, Vec::new()).unwrap()
    })
}
