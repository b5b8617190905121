//! Writes takes down in few words: places in beats, keys as numbers.

use ai_band_music as music;

use music::chart::{Chart, Song};
use music::clip::Note;
use music::lane::Lane;
use music::pitch::Pitch;
use music::scorecard::{Card, Changes, Measure, Take, card};
use music::time::{Micros, Ticks};

pub(crate) fn song(chart: &str) -> Song {
    Chart::parse(chart).expect("a chart of a test").song()
}

/// A beat long, at a place in beats.
pub(crate) fn note(beat: f64, key: u8) -> Note {
    Note {
        start: Ticks::from_beats_f64(beat).expect("a place of a test"),
        length: Ticks::from_beats(1),
        offset: Micros(0),
        pitch: Pitch::new(key).expect("a key of a test"),
        velocity: 90,
        importance: 127,
    }
}

/// One after another, a beat each, from beat 0.
pub(crate) fn line(keys: &[u8]) -> Vec<Note> {
    keys.iter().enumerate().map(|(beat, key)| note(beat as f64, *key)).collect()
}

pub(crate) fn chord(beat: f64, keys: &[u8]) -> Vec<Note> {
    keys.iter().map(|key| note(beat, *key)).collect()
}

pub(crate) fn scored(lane: Lane, chart: &str, notes: &[Note]) -> Card {
    let song = song(chart);
    card(&Take { lane, notes }, &song, &Changes::of(&song))
}

/// To three places, as tables have it; `None` where there was nothing to count.
pub(crate) fn value(lane: Lane, chart: &str, notes: &[Note], measure: Measure) -> Option<f64> {
    let mean = scored(lane, chart, notes).get(&measure).and_then(|tally| tally.mean());
    mean.map(|mean| (mean * 1_000.0).round() / 1_000.0)
}
