//! A human drummer: two hands, a foot for the bass drum and one for the hi-hat, and the time it takes to get about.

use composer::style::Drummer;
use music::clip::Note;
use music::lane::Lane;

use super::{Fault, Performance};
use crate::songs::performance::moments;

/// In General MIDI: the bass drums, and the hi-hat's pedal.
const KICKS: [u8; 2] = [35, 36];
const HAT_FOOT: u8 = 44;
const HANDS: usize = 2;
/// The fastest single strokes of one hand known are a little over ten a second; rebounds come closer.
const SAME_PLACE_US_MIN: i64 = 70_000;
/// From one drum to the next; the quickest runs around a kit, hands crossing over.
const OTHER_PLACE_US_MIN: i64 = 90_000;

/// A hi-hat open or closed, a ride's bell and a snare's rim are where the hand is already.
fn instrument(key: u8) -> u8 {
    match key {
        42 | 46 => 42,
        37 | 38 | 40 => 38,
        51 | 53 | 59 => 51,
        other => other,
    }
}

fn is_by_foot(note: &Note) -> bool {
    KICKS.contains(&note.pitch.key()) || note.pitch.key() == HAT_FOOT
}

fn is_human(performance: &Performance) -> bool {
    performance.general.drummer == Drummer::Human
}

pub(super) fn at_once(performance: &Performance) -> Vec<Fault> {
    let mut faults = Vec::new();
    for line in performance.takes(Lane::Drums).filter(|_| is_human(performance)) {
        for moment in moments(line) {
            let feet = moment.struck.iter().filter(|note| is_by_foot(note)).count();
            let kicks = moment.struck.iter().filter(|note| KICKS.contains(&note.pitch.key())).count();
            let hands = moment.struck.len() - feet;
            if hands > HANDS || feet > 2 || kicks > 1 {
                let keys: Vec<u8> = moment.struck.iter().map(|note| note.pitch.key()).collect();
                faults.push(Fault::at(performance, Lane::Drums, moment.at, format!("{keys:?} at once")));
            }
        }
    }
    faults
}

/// Where a hand was last, and when.
type Hand = Option<(i64, u8)>;

pub(super) fn in_time(performance: &Performance) -> Vec<Fault> {
    let mut faults = Vec::new();
    for line in performance.takes(Lane::Drums).filter(|_| is_human(performance)) {
        // Every way in which two hands could have played what came so far.
        let mut ways: Vec<[Hand; 2]> = vec![[None, None]];
        for moment in moments(line) {
            let keys: Vec<u8> =
                moment.struck.iter().filter(|note| !is_by_foot(note)).map(|note| note.pitch.key()).collect();
            let now = performance.micros(moment.at);
            let mut next: Vec<[Hand; 2]> = ways.iter().flat_map(|way| played(*way, now, &keys)).collect();
            next.sort_unstable();
            next.dedup();
            if next.is_empty() {
                let bpm = performance.song.tempo().at(moment.at);
                let what = format!("no hand gets to {keys:?} in time at {bpm} BPM");
                faults.push(Fault::at(performance, Lane::Drums, moment.at, what));
                next = vec![[None, None]];
            }
            ways = next;
        }
    }
    faults
}

fn played(way: [Hand; 2], now: i64, keys: &[u8]) -> Vec<[Hand; 2]> {
    // What is long ago is no different from never.
    let way = way.map(|hand| hand.filter(|(then, _)| now - then < OTHER_PLACE_US_MIN));
    let strikes = |way: [Hand; 2], hand: usize, key: u8| {
        let is_there = way[hand].is_none_or(|(then, place)| {
            let needs =
                if instrument(place) == instrument(key) { SAME_PLACE_US_MIN } else { OTHER_PLACE_US_MIN };
            now - then >= needs
        });
        let mut after = way;
        after[hand] = Some((now, key));
        is_there.then_some(after)
    };
    let orders: &[[usize; 2]] = &[[0, 1], [1, 0]];
    match keys {
        [] => vec![way],
        [key] => (0..HANDS).filter_map(|hand| strikes(way, hand, *key)).collect(),
        // More than two are another law's business.
        [one, other, ..] => {
            let both = |order: &[usize; 2]| strikes(strikes(way, order[0], *one)?, order[1], *other);
            orders.iter().filter_map(both).collect()
        }
    }
}
