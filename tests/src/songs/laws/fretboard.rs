//! Six strings and one left hand: whether there is any way at all to hold what sounds together.

use music::lane::Lane;

use super::{Fault, Performance};
use crate::songs::performance::sounding;

/// E A D G B E, the thickest first.
const OPEN_STRINGS: [u8; 6] = [40, 45, 50, 55, 59, 64];
const LAST_FRET: u8 = 19;
/// A finger to a fret, four frets.
const HAND_FRETS: u8 = 4;
/// Two fingers alone stretch one fret further.
const PAIR_FRETS: u8 = 5;
const FINGERS: usize = 4;

pub(super) fn held(performance: &Performance) -> Vec<Fault> {
    let mut faults = Vec::new();
    for line in performance.takes(Lane::Guitar) {
        for (at, keys) in sounding(line) {
            if !can_be_held(&keys) {
                faults.push(Fault::at(performance, Lane::Guitar, at, format!("{keys:?} sound together")));
            }
        }
    }
    faults
}

/// Tries every place of the hand: each key needs a string of its own that has it there, or has it open.
fn can_be_held(keys: &[u8]) -> bool {
    if keys.len() > OPEN_STRINGS.len() {
        return false;
    }
    let reach = if keys.len() == 2 { PAIR_FRETS } else { HAND_FRETS };
    (1..=LAST_FRET).any(|first| {
        let frets = first..(first + reach).min(LAST_FRET + 1);
        let mut taken = [None; 6];
        let most = if keys.len() == 2 { 2 } else { keys.len() };
        fits(keys, &frets, &mut taken) && most > 0 || keys.is_empty()
    })
}

fn fits(keys: &[u8], frets: &std::ops::Range<u8>, taken: &mut [Option<u8>; 6]) -> bool {
    let Some((key, rest)) = keys.split_first() else { return fingers(taken) <= FINGERS };
    for string in 0..OPEN_STRINGS.len() {
        let Some(fret) = key.checked_sub(OPEN_STRINGS[string]) else { continue };
        if taken[string].is_some() || !(fret == 0 || frets.contains(&fret)) {
            continue;
        }
        taken[string] = Some(fret);
        if fits(rest, frets, taken) {
            return true;
        }
        taken[string] = None;
    }
    false
}

/// The first finger lies across all strings at its fret, unless an open one must sound among them.
fn fingers(taken: &[Option<u8>; 6]) -> usize {
    let pressed = || taken.iter().flatten().filter(|fret| **fret > 0);
    let Some(first) = pressed().min() else { return 0 };
    let strings = || (0..taken.len()).filter(|string| taken[*string] == Some(*first));
    let (Some(low), Some(high)) = (strings().min(), strings().max()) else { return 0 };
    let is_barre = taken[low..=high].iter().flatten().all(|fret| fret >= first);
    pressed().count() - if is_barre { strings().count() - 1 } else { 0 }
}
