//! Two hands on a keyboard.

use music::lane::Lane;

use super::{Fault, Performance};
use crate::songs::performance::sounding;

/// A ninth, which most hands reach.
const SPAN_MAX: u8 = 14;
const FINGERS: usize = 5;

/// Of what is struck together and of what is still held then.
pub(super) fn reached(performance: &Performance) -> Vec<Fault> {
    let mut faults = Vec::new();
    for lane in [Lane::Keys, Lane::Pad] {
        for line in performance.takes(lane) {
            for (at, keys) in sounding(line) {
                let is_reached =
                    (0..=keys.len()).any(|left| one_hand(&keys[..left]) && one_hand(&keys[left..]));
                if !is_reached {
                    faults.push(Fault::at(performance, lane, at, format!("{keys:?} at once")));
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
