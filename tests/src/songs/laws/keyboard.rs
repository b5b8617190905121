//! Two hands on a keyboard.

use music::lane::Lane;

use super::{Fault, Performance};
use crate::songs::performance::moments;

/// A ninth, which most hands reach.
const SPAN_MAX: u8 = 14;
const FINGERS: usize = 5;

pub(super) fn reached(performance: &Performance) -> Vec<Fault> {
    let mut faults = Vec::new();
    for lane in [Lane::Keys, Lane::Pad] {
        for line in performance.takes(lane) {
            for moment in moments(line) {
                let mut keys: Vec<u8> = moment.struck.iter().map(|note| note.pitch.key()).collect();
                keys.sort_unstable();
                let is_reached =
                    (0..=keys.len()).any(|left| one_hand(&keys[..left]) && one_hand(&keys[left..]));
                if !is_reached {
                    faults.push(Fault::at(performance, lane, moment.at, format!("{keys:?} at once")));
                }
            }
        }
    }
    faults
}

fn one_hand(keys: &[u8]) -> bool {
    let span = keys.last().zip(keys.first()).map_or(0, |(high, low)| high - low);
    keys.len() <= FINGERS && span <= SPAN_MAX
}
