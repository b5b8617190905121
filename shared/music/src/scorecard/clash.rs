//! Semitones between notes that sound together, in one part or in several.

use super::Take;
use super::changes::Changes;
use super::harmony::allowed;
use super::heard::{Heard, NEAR, Onset};
use super::tally::Tally;
use crate::chart::Song;

/// Of the beats that pairs of notes sound together, those of minor seconds, major sevenths and their octaves that are
/// not both of the chord or tensions of it. Kits have no pitches.
pub fn clashes(takes: &[Take<'_>], song: &Song, changes: &Changes) -> Tally {
    let pitched = takes.iter().filter(|take| !take.lane.character().is_kit);
    let mut onsets: Vec<Onset> = pitched.flat_map(|take| Heard::of(take, song).onsets).collect();
    onsets.sort_by_key(|onset| onset.at);
    let (mut together, mut clashing) = (0_i64, 0_i64);
    for (index, first) in onsets.iter().enumerate() {
        for second in onsets[index + 1..].iter().take_while(|second| second.at < first.end) {
            let overlap = (first.end.min(second.end) - second.at).0;
            together += overlap;
            if is_clash(first, second, changes) {
                clashing += overlap;
            }
        }
    }
    if together == 0 { Tally::default() } else { Tally::single(clashing as f64 / together as f64) }
}

fn is_clash(first: &Onset, second: &Onset, changes: &Changes) -> bool {
    let interval = first.pitch.class().up_to(second.pitch.class());
    let chord = changes.at(second.at + NEAR);
    let is_allowed = chord.is_some_and(|chord| {
        let allowed = allowed(&chord);
        allowed.contains(first.pitch.class()) && allowed.contains(second.pitch.class())
    });
    matches!(interval, 1 | 11) && !is_allowed
}
