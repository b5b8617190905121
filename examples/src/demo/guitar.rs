//! Guitar: strummed on the four upper strings with real shapes, picked in the break, silent until the verse is halfway.

use music::chart::Song;
use music::chart::song::Bar;
use music::chord::Chord;
use music::clip::Note;
use music::time::Ticks;

use super::grid::{Stroke, ringing, strokes};
use super::passage::{Kind, Passage, harmony_at, is_split};
use super::touch::{Strength, Touch};

/// What is under the fingers on the D, G, B and E strings.
const SHAPES: [(&str, [u8; 4]); 17] = [
    ("Bm7", [50, 57, 59, 66]),
    ("Gmaj7", [50, 55, 59, 66]),
    ("A7sus4", [52, 55, 62, 64]),
    ("A7", [52, 55, 61, 64]),
    ("D", [50, 57, 62, 66]),
    ("A/C#", [52, 57, 61, 64]),
    ("D7/A", [50, 57, 60, 66]),
    ("D/F#", [50, 57, 62, 66]),
    ("Em7", [50, 55, 59, 64]),
    ("G", [50, 55, 59, 67]),
    ("A/G", [52, 57, 61, 64]),
    ("F#m7", [52, 57, 61, 66]),
    ("B7/D#", [51, 57, 59, 66]),
    ("Gm6", [52, 58, 62, 67]),
    ("Bm7/A", [50, 57, 59, 66]),
    ("G#m7b5", [54, 59, 62, 68]),
    ("Dadd9", [50, 57, 62, 64]),
];

/// Two bars that alternate, and one for bars with two chords. `D` and `d` are strokes down, `U` and `u` up; digits are
/// single strings, counted from the lowest, left to ring.
struct Pattern {
    bars: [&'static str; 2],
    split: &'static str,
}

const VERSE: Pattern = Pattern { bars: ["D=====--d=u=----", "D=====--d=u=--u="], split: "D=====--D=u=--u=" };
const CHORUS: Pattern = Pattern { bars: ["D===d=u=--u=d=u=", "D===d=u=--udD=u="], split: "D===d=u=D===d=u=" };
const BREAK: Pattern = Pattern { bars: ["1=3=2=4=3=2=4=3="; 2], split: "1=3=2=4=D===d=u=" };
const ENDING: Pattern = Pattern { bars: CHORUS.bars, split: "D======-D=====--" };

/// `None` where it rests.
const fn pattern(kind: Kind) -> Option<&'static Pattern> {
    match kind {
        Kind::Intro => None,
        Kind::Verse => Some(&VERSE),
        Kind::Chorus => Some(&CHORUS),
        Kind::Break => Some(&BREAK),
        Kind::Ending => Some(&ENDING),
    }
}

pub(super) fn part(song: &Song, passage: &Passage) -> Vec<Note> {
    let Some(pattern) = pattern(passage.kind) else { return Vec::new() };
    let bars = passage.bars.iter().enumerate().skip(bars_of_rest(passage));
    let mut notes: Vec<Note> =
        bars.flat_map(|(index, bar)| bar_of(song, passage, pattern, index, bar)).collect();
    if let Some(chord) = passage.landing {
        let last = Stroke { mark: 'D', start: chord.start, end: chord.span().end };
        notes.extend(struck(song, passage.kind, &last));
    }
    notes
}

/// The verse's first half belongs to the keys.
fn bars_of_rest(passage: &Passage) -> usize {
    match passage.kind {
        Kind::Verse => passage.bars.len() / 2,
        Kind::Intro | Kind::Chorus | Kind::Break | Kind::Ending => 0,
    }
}

fn bar_of(song: &Song, passage: &Passage, pattern: &Pattern, index: usize, bar: &Bar) -> Vec<Note> {
    let rhythm = if is_split(song, bar) { pattern.split } else { pattern.bars[index % 2] };
    let strokes = ringing(&strokes(rhythm, bar.start), bar.span().end);
    strokes.iter().flat_map(|stroke| struck(song, passage.kind, stroke)).collect()
}

/// The strings that a stroke meets, in the order it meets them.
fn struck(song: &Song, kind: Kind, stroke: &Stroke) -> Vec<Note> {
    let harmony = harmony_at(song, stroke.start);
    let shape = shape(&harmony.chord.expect("there is no N.C. in the demo's chart"));
    let (strings, strength, string_us): (Vec<usize>, _, i32) = match stroke.mark {
        'D' => (vec![0, 1, 2, 3], Strength::Accent, DOWN_US),
        'd' => (vec![0, 1, 2, 3], Strength::Plain, DOWN_US),
        'U' => (vec![3, 2, 1], Strength::Plain, UP_US),
        'u' => (vec![3, 2, 1], Strength::Soft, UP_US),
        digit => {
            (digit.to_digit(10).into_iter().map(|digit| digit as usize - 1).collect(), Strength::Plain, 0)
        }
    };
    let end = stroke.end.min(harmony.span().end) - LIFT;
    let string = |(turn, string): (i32, usize)| {
        let late_us = if string_us == 0 { 0 } else { turn * string_us - EARLY_US };
        // The hand loses force on its way across the strings.
        let louder = kind.energy() + BALANCE - 3 * turn;
        Touch { strength, louder, late_us }.note(shape[string], stroke.start, end)
    };
    (0..).zip(strings).map(string).collect()
}

/// From string to string; a stroke up is the quicker one.
const DOWN_US: i32 = 14_000;
const UP_US: i32 = 10_000;
/// A strum begins before the beat, so that its middle is on it.
const EARLY_US: i32 = 12_000;
/// Longer than any strum takes: a string is let go before it is struck again.
const LIFT: Ticks = Ticks(90);
const BALANCE: i32 = -22;

fn shape(chord: &Chord) -> [u8; 4] {
    let name = chord.to_string();
    let found = SHAPES.iter().find(|(other, _)| *other == name);
    found.map(|(_, shape)| *shape).expect("every chord that the guitar plays in the demo's chart has a shape")
}
