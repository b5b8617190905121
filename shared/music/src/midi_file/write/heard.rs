//! A track's notes as a file can hold them: in its ticks, with ends that pair up again when they are read.

use super::Timing;
use crate::clip::Note;
use crate::pitch::Pitch;
use crate::tempo;
use crate::time::{Micros, TICKS_PER_BEAT, Ticks};

const MICROS_TIMES_MILLI_PER_MINUTE: i128 = 60_000_000 * 1_000;

/// A note between two ticks of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Heard {
    pub(super) start: Ticks,
    pub(super) end: Ticks,
    pub(super) pitch: Pitch,
    pub(super) velocity: u8,
    /// Where it ends on paper: tells an overlap that was written from one that a hand made.
    paper: (Ticks, Ticks),
}

/// Sorted by start, then pitch, end and velocity.
///
/// A release in a file names a key, not a note, and readers give it to the oldest note that is down. So a note that is
/// still down when the next on its key begins ends there, when it would outlive that one, or when only the hands'
/// earliness and lateness made the two overlap.
pub(super) fn notes(notes: &[Note], tempo: &tempo::Map, timing: Timing) -> Vec<Heard> {
    let mut all: Vec<Heard> = notes.iter().map(|note| at_ticks(note, tempo, timing)).collect();
    all.sort_unstable_by_key(|note| (note.start, note.pitch, note.end, note.velocity));
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
    all
}

fn at_ticks(note: &Note, tempo: &tempo::Map, timing: Timing) -> Heard {
    let start = match timing {
        Timing::AsHeard => note.start + offset_ticks(note.offset, tempo.at(note.start)),
        Timing::Quantised => note.start,
    };
    // A file begins at its beat 0: a hand that is early there is not early.
    let start = start.max(Ticks::ZERO);
    let paper = (note.start, note.start + note.length);
    Heard { start, end: start + note.length, pitch: note.pitch, velocity: note.velocity, paper }
}

/// To the nearest tick at the tempo that holds where the note stands on paper.
fn offset_ticks(offset: Micros, tempo: tempo::Tempo) -> Ticks {
    let scaled = i128::from(offset.0) * i128::from(TICKS_PER_BEAT) * i128::from(tempo.milli_bpm());
    let half = MICROS_TIMES_MILLI_PER_MINUTE / 2;
    Ticks((scaled + half).div_euclid(MICROS_TIMES_MILLI_PER_MINUTE) as i64)
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

    #[test]
    fn offsets_become_ticks_at_the_tempo() {
        let table = [("120", 10_000, 19), ("60", 10_000, 10), ("120", -10_000, -19), ("1000", 62, 1)];
        for (bpm, micros, ticks) in table.into_iter().chain([("120", 0, 0), ("4", 1_000, 0)]) {
            assert_eq!(
                offset_ticks(Micros(micros), bpm.parse().unwrap()),
                Ticks(ticks),
                "{micros} µs at {bpm}"
            );
        }
    }

    #[test]
    fn a_hand_moves_the_whole_note_and_never_before_the_file() {
        assert_eq!(ticks(&[note(960, 480, 10_000)], Timing::AsHeard), [(979, 1_459)]);
        assert_eq!(ticks(&[note(960, 480, 10_000)], Timing::Quantised), [(960, 1_440)]);
        assert_eq!(ticks(&[note(5, 480, -10_000)], Timing::AsHeard), [(0, 480)]);
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
