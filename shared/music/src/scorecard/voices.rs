//! How far the voices of chords move.

use super::changes::Changes;
use super::heard::{Chord, Heard, NEAR};
use super::tally::Tally;

/// Fewer notes are a line or a doubling, not voices.
const VOICES_MIN: usize = 3;

pub(super) fn leading(heard: &Heard<'_>, changes: &Changes) -> Tally {
    let chords: Vec<Chord> =
        heard.chords().into_iter().filter(|chord| chord.keys.len() >= VOICES_MIN).collect();
    let values = changes.new_chords().filter_map(|(change, _)| {
        let first = chords.partition_point(|chord| chord.at < heard.start_of(&change) - NEAR);
        let (before, after) = (chords[..first].last()?, chords.get(first)?);
        (after.at < change.end).then(|| distance(&before.keys, &after.keys))
    });
    Tally::of_values(values)
}

/// Semitones per voice from one chord to another, voices paired so that together they move least. Where one chord has
/// more voices, those that fit worst come from nowhere. Both sorted.
pub fn distance(from: &[u8], to: &[u8]) -> f64 {
    let (few, many) = if from.len() <= to.len() { (from, to) } else { (to, from) };
    if few.is_empty() {
        return 0.0;
    }
    // On a line, pairs that do not cross are never worse than pairs that do; so: the cheapest way to give each of the
    // first voices one of the first notes, in order.
    let mut costs = vec![0_u32; many.len() + 1];
    for (index, voice) in few.iter().enumerate() {
        let mut next = vec![u32::MAX; many.len() + 1];
        for taken in index + 1..=many.len() {
            let step = u32::from(voice.abs_diff(many[taken - 1]));
            let here = costs[taken - 1].saturating_add(step);
            next[taken] = here.min(next[taken - 1]);
        }
        costs = next;
    }
    f64::from(costs[many.len()]) / few.len() as f64
}
