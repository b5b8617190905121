//! Whether people with two hands and two feet can play it.

use super::heard::{Heard, Onset};
use super::tally::Tally;
use crate::time::Ticks;

/// Limbs that strike this close together are different limbs.
const AT_ONCE: Ticks = Ticks(50);
const HANDS: usize = 2;
const FEET: usize = 2;
/// In General MIDI: the bass drums and the hi-hat's pedal.
pub(super) const BY_FOOT: [u8; 3] = [35, 36, 44];
/// A ninth: what most adult hands hold.
const HAND_SEMITONES_MAX: u8 = 14;
const FINGERS: usize = 5;
/// The lowest key on which an interval of so many semitones is still clear, from the minor second up to the fifth; as
/// arrangers are taught.
const CLEAR_FROM: [u8; 7] = [52, 51, 48, 46, 46, 46, 34];
/// A guitar's strings as they are usually tuned, the lowest first.
const STRINGS: [u8; 6] = [40, 45, 50, 55, 59, 64];
const FRETS: u8 = 19;
/// From the first finger to the last.
const FRET_SPAN_MAX: u8 = 4;

pub(super) fn out_of_range(heard: &Heard<'_>) -> Tally {
    let (lowest, highest) = heard.lane.character().range;
    let cases = heard.onsets.iter().map(|onset| !(lowest..=highest).contains(&onset.pitch.key()));
    Tally::of_cases(cases)
}

pub(super) fn limbs(heard: &Heard<'_>) -> Tally {
    let mut moments: Vec<(Ticks, Vec<u8>)> = Vec::new();
    for Onset { at, pitch, .. } in &heard.onsets {
        match moments.last_mut() {
            Some((start, keys)) if *at - *start <= AT_ONCE => keys.push(pitch.key()),
            _ => moments.push((*at, vec![pitch.key()])),
        }
    }
    let is_too_much = |keys: &Vec<u8>| {
        let feet = keys.iter().filter(|key| BY_FOOT.contains(key)).count();
        feet > FEET || keys.len() - feet > HANDS
    };
    Tally::of_cases(moments.iter().map(|(_, keys)| is_too_much(keys)))
}

pub(super) fn hand_span(heard: &Heard<'_>) -> Tally {
    Tally::of_cases(heard.chords().iter().map(|chord| !two_hands_reach(&chord.keys)))
}

/// Each hand takes neighbours: as many as the left one reaches, the right one the rest.
fn two_hands_reach(keys: &[u8]) -> bool {
    let one_reaches = |keys: &[u8]| match (keys.first(), keys.last()) {
        (Some(low), Some(high)) => high - low <= HAND_SEMITONES_MAX && keys.len() <= FINGERS,
        _ => true,
    };
    (0..=keys.len()).any(|left| one_reaches(&keys[..left]) && one_reaches(&keys[left..]))
}

pub(super) fn low_intervals(heard: &Heard<'_>) -> Tally {
    let is_muddy = |pair: &[u8]| {
        let interval = usize::from(pair[1] - pair[0]);
        let clear_from = interval.checked_sub(1).and_then(|index| CLEAR_FROM.get(index));
        clear_from.is_some_and(|lowest| pair[0] < *lowest)
    };
    Tally::of_cases(heard.chords().iter().map(|chord| chord.keys.windows(2).any(is_muddy)))
}

pub(super) fn fret_span(heard: &Heard<'_>) -> Tally {
    Tally::of_cases(heard.chords().iter().map(|chord| !one_hand_holds(&chord.keys, &STRINGS, None)))
}

/// Gives each key a string of its own, open or under a finger.
fn one_hand_holds(keys: &[u8], strings: &[u8], fingers: Option<(u8, u8)>) -> bool {
    let Some((key, rest)) = keys.split_first() else { return true };
    (0..strings.len()).any(|index| {
        let Some(fret) = key.checked_sub(strings[index]).filter(|fret| *fret <= FRETS) else {
            return false;
        };
        let (low, high) = match fingers {
            _ if fret == 0 => return one_hand_holds(rest, &strings[index + 1..], fingers),
            Some((low, high)) => (low.min(fret), high.max(fret)),
            None => (fret, fret),
        };
        high - low <= FRET_SPAN_MAX && one_hand_holds(rest, &strings[index + 1..], Some((low, high)))
    })
}
