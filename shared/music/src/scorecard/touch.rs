//! How hard and how exactly hands strike.

use std::collections::BTreeMap;

use super::energy::correlation;
use super::heard::{Heard, Onset};
use super::tally::Tally;
use crate::time::TICKS_PER_BEAT;

/// In General MIDI: the snares, without the stick on the rim.
const SNARES: [u8; 2] = [38, 40];
/// What is further off means another rhythm.
const HAND_MS_MAX: f64 = 30.0;
/// Of fewer moments nobody could say.
const MOMENTS_MIN: usize = 8;
/// Eighths, triplets and sixteenths are all exact here.
const EXACT_PLACES_PER_BEAT: i64 = 12;

pub(super) fn ghosts(heard: &Heard<'_>) -> Tally {
    let loudest = loudest_snare(&heard.onsets);
    let snares = heard.onsets.iter().filter(|onset| is_snare(onset));
    Tally::of_cases(snares.map(|onset| is_ghost(onset, loudest)))
}

/// A snare stroke softer than half the loudest.
pub(super) fn is_ghost(onset: &Onset, loudest: u8) -> bool {
    is_snare(onset) && onset.velocity < loudest / 2
}

pub(super) fn loudest_snare(onsets: &[Onset]) -> u8 {
    let snares = onsets.iter().filter(|onset| is_snare(onset));
    snares.map(|onset| onset.velocity).max().unwrap_or(0)
}

fn is_snare(onset: &Onset) -> bool {
    SNARES.contains(&onset.pitch.key())
}

pub(super) fn velocity_sd(heard: &Heard<'_>) -> Tally {
    deviation(heard.onsets.iter().map(|onset| f64::from(onset.velocity)))
}

pub(super) fn timing_sd(heard: &Heard<'_>) -> Tally {
    deviation(unmeant(heard).into_iter().map(|(_, late)| late))
}

/// One value for a take: how alike neighbouring moments are. What is struck together is one moment.
pub(super) fn timing_drift(heard: &Heard<'_>) -> Tally {
    let mut moments: Vec<(i64, f64)> = Vec::new();
    for (at, late) in unmeant(heard) {
        if moments.last().is_none_or(|(last, _)| *last != at) {
            moments.push((at, late));
        }
    }
    if moments.len() < MOMENTS_MIN {
        return Tally::default();
    }
    let pairs: Vec<(f64, f64)> = moments.windows(2).map(|two| (two[0].1, two[1].1)).collect();
    correlation(&pairs).map_or(Tally::default(), Tally::single)
}

/// Where each note is meant, in places of the grid from the song's start, and how late it is, in milliseconds. How late
/// a part of the beat usually is belongs to the style: swing and lean are no mistakes.
fn unmeant(heard: &Heard<'_>) -> Vec<(i64, f64)> {
    let places_per_beat = TICKS_PER_BEAT / heard.grid.0;
    let mut by_place: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
    for onset in &heard.onsets {
        by_place.entry(onset.place.rem_euclid(places_per_beat)).or_default().push(onset.late_ms);
    }
    for late in by_place.values_mut() {
        late.sort_by(f64::total_cmp);
    }
    let usual = |place: i64| by_place.get(&place).map_or(0.0, |late| late[late.len() / 2]);
    let each = heard.onsets.iter().map(|onset| {
        let start = heard.song.bars()[onset.bar].start.0 / heard.grid.0;
        (start + onset.place, onset.late_ms - usual(onset.place.rem_euclid(places_per_beat)))
    });
    each.filter(|(_, late)| late.abs() <= HAND_MS_MAX).collect()
}

pub(super) fn on_grid(heard: &Heard<'_>) -> Tally {
    let cell = TICKS_PER_BEAT / EXACT_PLACES_PER_BEAT;
    let within = |onset: &Onset| (onset.at - heard.song.bars()[onset.bar].start).0;
    Tally::of_cases(heard.onsets.iter().map(|onset| within(onset).rem_euclid(cell) == 0))
}

/// One value for a take; `None` of it where there is nothing to differ.
fn deviation(values: impl Iterator<Item = f64> + Clone) -> Tally {
    let Some(mean) = Tally::of_values(values.clone()).mean() else { return Tally::default() };
    let squares = values.map(|value| (value - mean) * (value - mean));
    Tally::of_values(squares).mean().map_or(Tally::default(), |variance| Tally::single(variance.sqrt()))
}
