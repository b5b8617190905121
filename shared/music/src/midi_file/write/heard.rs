//! A track's notes as a file can hold them: in its ticks, with ends that pair up again when they are read.

use super::Timing;
use crate::clip::Note;
use crate::pitch::Pitch;
use crate::tempo::{self, Tempo};
use crate::time::{Micros, TICKS_PER_BEAT, Ticks};

/// A note between two ticks of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Heard {
    pub(super) start: Ticks,
    pub(super) end: Ticks,
    pub(super) pitch: Pitch,
    pub(super) velocity: u8,
    /// Where it starts and ends on paper: tells an overlap that was written from one that a hand made.
    paper: (Ticks, Ticks),
}

/// Sorted by start, then pitch, end and velocity.
///
/// A release in a file names a key, not a note, and readers give it to the oldest note that is down. So a note that is
/// still down when the next on its key begins ends there, when it would outlive that one, or when only the hands'
/// earliness and lateness made the two overlap.
pub(super) fn notes(notes: &[Note], tempo: &tempo::Map, timing: Timing) -> Vec<Heard> {
    let mut all: Vec<Heard> = notes.iter().map(|note| at_ticks(note, tempo, timing)).collect();
    all.sort_unstable_by_key(order);
    let mut next_on_key: [Option<Heard>; 128] = [None; 128];
    for note in all.iter_mut().rev() {
        let next_on_this = &mut next_on_key[usize::from(note.pitch.key())];
        if let Some(next) = next_on_this {
            let only_by_hand = note.paper.1 <= next.paper.0;
            if note.end > next.end || (only_by_hand && note.end > next.start) {
                note.end = if note.start < next.start { next.start } else { next.end };
            }
        }
        *next_on_this = Some(*note);
    }
    // Ends that were drawn together may leave two notes at one place in another order than a reader finds them in.
    all.sort_unstable_by_key(order);
    all
}

fn order(note: &Heard) -> (Ticks, Pitch, Ticks, u8) {
    (note.start, note.pitch, note.end, note.velocity)
}

fn at_ticks(note: &Note, tempo: &tempo::Map, timing: Timing) -> Heard {
    let paper = (note.start, note.start + note.length);
    let (start, end) = match timing {
        Timing::AsHeard => (late(paper.0, note.offset, tempo), late(paper.1, note.offset, tempo)),
        Timing::Quantised => paper,
    };
    // A file begins at its beat 0: a hand that is early there is not early.
    let (start, end) = (start.max(Ticks::ZERO), end.max(Ticks::ZERO));
    Heard { start, end, pitch: note.pitch, velocity: note.velocity, paper }
}

/// The nearest tick to the time that is `offset` after `at` (before it, when negative), through any tempo changes
/// between the two.
fn late(at: Ticks, offset: Micros, tempo: &tempo::Map) -> Ticks {
    let changes = tempo.changes();
    let mut index = changes.partition_point(|(change, _)| *change <= at).saturating_sub(1);
    let (mut at, mut nanos) = (at, i128::from(offset.0) * 1_000);
    loop {
        let (start, tempo) = changes[index];
        let to = |edge: Ticks| nanos_in(edge - at, tempo);
        let next = changes.get(index + 1).map(|(change, _)| *change);
        let edge = match next {
            Some(next) if nanos > to(next) => next,
            _ if index > 0 && nanos < to(start) => start,
            _ => return at + ticks_in(nanos, tempo),
        };
        nanos -= to(edge);
        index = if edge == start { index - 1 } else { index + 1 };
        at = edge;
    }
}

const NANOS_PER_MINUTE_MILLI: i128 = 60_000_000_000 * 1_000;

/// Halves up.
fn ticks_in(nanos: i128, tempo: Tempo) -> Ticks {
    let scaled = nanos * i128::from(TICKS_PER_BEAT) * i128::from(tempo.milli_bpm());
    Ticks((scaled + NANOS_PER_MINUTE_MILLI / 2).div_euclid(NANOS_PER_MINUTE_MILLI) as i64)
}

fn nanos_in(ticks: Ticks, tempo: Tempo) -> i128 {
    let per_minute = i128::from(TICKS_PER_BEAT) * i128::from(tempo.milli_bpm());
    i128::from(ticks.0) * NANOS_PER_MINUTE_MILLI / per_minute
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(start: i64, length: i64, offset: i32) -> Note {
        let (pitch, velocity, importance) = (Pitch::MIDDLE_C, 100, 127);
        let (start, length) = (Ticks(start), Ticks(length));
        Note { start, length, offset: Micros(offset), pitch, velocity, importance }
    }

    fn ticks(written: &[Note], timing: Timing) -> Vec<(i64, i64)> {
        let tempo = tempo::Map::constant(tempo::Tempo::DEFAULT);
        notes(written, &tempo, timing).iter().map(|heard| (heard.start.0, heard.end.0)).collect()
    }

    /// A hand brings one note to where another begins and ends: which of them comes first is the same when it is read.
    #[test]
    fn what_is_drawn_to_one_place_is_in_one_order() {
        let tempo = tempo::Map::constant("7.91".parse().unwrap());
        let soft = |note: Note, velocity: u8| Note { velocity, ..note };
        let written =
            [soft(note(357, 465, -3_951), 1), soft(note(425, 0, 0), 1), soft(note(366, 69, -75_064), 2)];
        let heard = notes(&written, &tempo, Timing::AsHeard);
        let found: Vec<_> = heard.iter().map(|note| (note.start.0, note.end.0, note.velocity)).collect();
        assert_eq!(found, [(356, 425, 1), (356, 425, 2), (425, 425, 1)]);
    }

    #[test]
    fn offsets_become_ticks_at_the_tempo() {
        let table = [("120", 10_000, 19), ("60", 10_000, 10), ("120", -10_000, -19), ("1000", 62, 1)];
        for (bpm, micros, ticks) in table.into_iter().chain([("120", 0, 0), ("4", 1_000, 0)]) {
            let tempo = tempo::Map::constant(bpm.parse().unwrap());
            assert_eq!(late(Ticks(7), Micros(micros), &tempo), Ticks(7 + ticks), "{micros} µs at {bpm}");
        }
    }

    /// 60 beats a minute until tick 960, 600 until 1 056, then 60: a tick lasts 1 042, 104 and 1 042 microseconds.
    #[test]
    fn offsets_go_through_tempo_changes() {
        let bpm = |at: i64, bpm: &str| (Ticks(at), bpm.parse().unwrap());
        let tempo = tempo::Map::new(vec![bpm(0, "60"), bpm(960, "600"), bpm(1_056, "60")]).unwrap();
        let table = [
            (960, 5_000, 1_008),
            (950, 10_417, 960),
            (950, 15_417, 1_008),
            (950, 20_417, 1_056),
            (950, 30_834, 1_066),
            (1_066, -30_834, 950),
            (960, -10_417, 950),
            (1_056, -10_000, 960),
            (0, -10_417, -10),
            (1_056, 0, 1_056),
        ];
        for (at, micros, there) in table {
            assert_eq!(late(Ticks(at), Micros(micros), &tempo), Ticks(there), "{micros} µs from {at}");
        }
    }

    #[test]
    fn what_is_heard_is_within_half_a_tick_of_what_is_played() {
        let ramp = (0..200).map(|n| (Ticks(n * 7), Tempo::from_bpm(40 + 3 * n as u32).unwrap()));
        let tempo = tempo::Map::new(ramp.collect()).unwrap();
        for (at, micros) in (0..1_400)
            .step_by(13)
            .flat_map(|at| [-20_000, -777, 1, 4_321, 100_000].map(|micros| (at, micros)))
        {
            let wanted = tempo.nanos_at(Ticks(at)) + i64::from(micros) * 1_000;
            let there = late(Ticks(at), Micros(micros), &tempo);
            let error = |ticks: i64| (tempo.nanos_at(there + Ticks(ticks)) - wanted).abs();
            assert!(error(0) <= error(1).min(error(-1)) + 1_000, "{micros} µs from {at} went to {there}");
        }
    }

    #[test]
    fn a_hand_moves_the_whole_note_and_never_before_the_file() {
        assert_eq!(ticks(&[note(960, 480, 10_000)], Timing::AsHeard), [(979, 1_459)]);
        assert_eq!(ticks(&[note(960, 480, 10_000)], Timing::Quantised), [(960, 1_440)]);
        assert_eq!(
            ticks(&[note(5, 480, -10_000)], Timing::AsHeard),
            [(0, 466)],
            "it ends when it is heard to end"
        );
    }

    #[test]
    fn a_late_note_never_releases_the_next_on_its_key() {
        let repeated = [note(0, 480, 5_000), note(480, 480, -5_000)];
        assert_eq!(ticks(&repeated, Timing::AsHeard), [(10, 470), (470, 950)]);
        assert_eq!(ticks(&repeated, Timing::Quantised), [(0, 480), (480, 960)]);
    }

    #[test]
    fn a_note_around_another_on_its_key_ends_where_that_begins() {
        let table: [(&[(i64, i64)], &[(i64, i64)]); 5] = [
            (&[(0, 100), (50, 10)], &[(0, 50), (50, 60)]),
            (&[(0, 100), (50, 100)], &[(0, 100), (50, 150)]),
            (&[(0, 100), (0, 50)], &[(0, 50), (0, 100)]),
            (&[(0, 10), (0, 20), (5, 3)], &[(0, 5), (0, 5), (5, 8)]),
            (&[(0, 100), (20, 60), (40, 10)], &[(0, 20), (20, 40), (40, 50)]),
        ];
        for (written, expected) in table {
            let notes: Vec<Note> = written.iter().map(|(start, length)| note(*start, *length, 0)).collect();
            assert_eq!(ticks(&notes, Timing::Quantised), expected, "{written:?}");
        }
    }
}
