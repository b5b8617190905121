//! How far the hands move from one voicing to the next.

use super::{NOTES_MAX, Voicing};

/// A voice that appears or ends counts as this many semitones: more than a step, less than a leap.
const APPEARING: i32 = 2;

/// Semitones moved by all voices together when every voice goes where that sum is least; of notes on a line, that is
/// in order, so that one walk over both finds it.
pub fn movement(from: &Voicing, to: &Voicing) -> i32 {
    let (from, to) = (from.keys(), to.keys());
    if from.len() == to.len() {
        return from.iter().zip(to).map(|(a, b)| i32::from(a.abs_diff(*b))).sum();
    }
    let (few, many) = if from.len() < to.len() { (from, to) } else { (to, from) };
    let mut best = [0; NOTES_MAX + 1];
    for (index, key) in few.iter().enumerate() {
        let mut next = [i32::MAX / 2; NOTES_MAX + 1];
        for to in index + 1..=many.len() {
            let taken = best[to - 1] + i32::from(key.abs_diff(many[to - 1]));
            next[to] = taken.min(next[to - 1]);
        }
        best = next;
    }
    best[many.len()] + APPEARING * (many.len() - few.len()) as i32
}
