//! Notes that exist: keys of the instrument, ticks of the song, numbers that a clip takes.

use music::clip::{IMPORTANCE_MAX, Note, OFFSET_MAX, VELOCITY_MAX};

use super::{Fault, Performance};

pub(super) fn range(performance: &Performance) -> Vec<Fault> {
    let mut faults = Vec::new();
    for lane in performance.main.keys().copied() {
        let (lowest, highest) = lane.character().range;
        for note in performance.takes(lane).flatten() {
            let key = note.pitch.key();
            if !(lowest..=highest).contains(&key) {
                let what = format!("key {key}; the instrument has {lowest} to {highest}");
                faults.push(Fault::at(performance, lane, note.start, what));
            }
        }
    }
    faults
}

pub(super) fn within(performance: &Performance) -> Vec<Fault> {
    let (start, end) = (performance.song.start(), performance.song.end());
    let mut faults = Vec::new();
    for lane in performance.main.keys().copied() {
        for note in performance.takes(lane).flatten() {
            if note.start < start || note.start + note.length > end {
                let (from, to) = (note.start.0, (note.start + note.length).0);
                let what = format!("a note from {from} to {to} in a song from {} to {}", start.0, end.0);
                faults.push(Fault::at(performance, lane, note.start, what));
            }
            if !is_possible(note) {
                faults.push(Fault::at(performance, lane, note.start, format!("no clip takes {note:?}")));
            }
        }
    }
    faults
}

fn is_possible(note: &Note) -> bool {
    note.length.0 > 0
        && note.offset.0.abs() <= OFFSET_MAX.0
        && (1..=VELOCITY_MAX).contains(&note.velocity)
        && note.importance <= IMPORTANCE_MAX
}

pub(super) fn regions(performance: &Performance) -> Vec<Fault> {
    let (start, end) = (performance.song.start(), performance.song.end());
    let mut faults = Vec::new();
    for (lane, spans) in &performance.regions {
        for span in spans.iter().filter(|span| span.start < start || span.end > end || span.end <= span.start)
        {
            faults.push(Fault::at(performance, *lane, span.start, format!("a region at {span:?}")));
        }
        for pair in spans.windows(2).filter(|pair| pair[1].start < pair[0].end) {
            let what = format!("regions at {:?} and {:?}", pair[0], pair[1]);
            faults.push(Fault::at(performance, *lane, pair[1].start, what));
        }
    }
    faults
}
