//! How hard and how exactly hands strike.

use std::collections::BTreeMap;

use super::heard::Heard;
use super::tally::Tally;
use crate::time::TICKS_PER_BEAT;

/// In General MIDI: the snares, without the stick on the rim.
const SNARES: [u8; 2] = [38, 40];
/// What is further off means another rhythm.
const HAND_MS_MAX: f64 = 30.0;
/// Eighths, triplets and sixteenths are all exact here.
const EXACT_PLACES_PER_BEAT: i64 = 12;

pub(super) fn ghosts(heard: &Heard<'_>) -> Tally {
    let snares = heard.onsets.iter().filter(|onset| SNARES.contains(&onset.pitch.key()));
    let velocities: Vec<u8> = snares.map(|onset| onset.velocity).collect();
    let loudest = velocities.iter().copied().max().unwrap_or(0);
    Tally::of_cases(velocities.into_iter().map(|velocity| velocity < loudest / 2))
}

pub(super) fn velocity_sd(heard: &Heard<'_>) -> Tally {
    deviation(heard.onsets.iter().map(|onset| f64::from(onset.velocity)))
}

/// How late a part of the beat usually is belongs to the style: swing and lean are no mistakes.
pub(super) fn timing_sd(heard: &Heard<'_>) -> Tally {
    let places_per_beat = TICKS_PER_BEAT / heard.grid.0;
    let mut by_place: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
    for onset in &heard.onsets {
        by_place.entry(onset.place.rem_euclid(places_per_beat)).or_default().push(onset.late_ms);
    }
    let residuals = by_place.values_mut().flat_map(|late| {
        late.sort_by(f64::total_cmp);
        let usual = late[late.len() / 2];
        late.iter().map(move |late| late - usual).filter(|late| late.abs() <= HAND_MS_MAX)
    });
    deviation(residuals.collect::<Vec<_>>().into_iter())
}

pub(super) fn on_grid(heard: &Heard<'_>) -> Tally {
    let cell = TICKS_PER_BEAT / EXACT_PLACES_PER_BEAT;
    let within = |onset: &super::heard::Onset| (onset.at - heard.song.bars()[onset.bar].start).0;
    Tally::of_cases(heard.onsets.iter().map(|onset| within(onset).rem_euclid(cell) == 0))
}

/// One value for a take; `None` of it where there is nothing to differ.
fn deviation(values: impl Iterator<Item = f64> + Clone) -> Tally {
    let Some(mean) = Tally::of_values(values.clone()).mean() else { return Tally::default() };
    let squares = values.map(|value| (value - mean) * (value - mean));
    Tally::of_values(squares).mean().map_or(Tally::default(), |variance| Tally::single(variance.sqrt()))
}
