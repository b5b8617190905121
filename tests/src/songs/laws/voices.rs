//! Lines that sound one note at a time, and keys that are let go before they are struck again.

use std::collections::BTreeMap;

use music::clip::Note;
use music::lane::Lane;
use music::time::Ticks;

use super::{Fault, Performance};

pub(super) fn single(performance: &Performance) -> Vec<Fault> {
    let mut faults = Vec::new();
    for lane in [Lane::Bass, Lane::Lead] {
        for line in performance.takes(lane) {
            for pair in line.windows(2).filter(|pair| pair[0].start + pair[0].length > pair[1].start) {
                faults.push(Fault::at(performance, lane, pair[1].start, both(&pair[0], &pair[1])));
            }
        }
    }
    faults
}

fn both(one: &Note, other: &Note) -> String {
    let late = (one.start + one.length - other.start).0;
    format!("key {} sounds {late} ticks into key {}", one.pitch.key(), other.pitch.key())
}

pub(super) fn released(performance: &Performance) -> Vec<Fault> {
    let mut faults = Vec::new();
    for lane in performance.main.keys().copied() {
        for line in performance.takes(lane) {
            let mut ends: BTreeMap<u8, Ticks> = BTreeMap::new();
            for note in line {
                let key = note.pitch.key();
                if ends.get(&key).is_some_and(|end| *end > note.start) {
                    faults.push(Fault::at(
                        performance,
                        lane,
                        note.start,
                        format!("key {key} is struck while it sounds"),
                    ));
                }
                ends.insert(key, note.start + note.length);
            }
        }
    }
    faults
}
