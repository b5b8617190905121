//! Keys: four notes in the middle of the keyboard that move as little as they can, and a left hand while the bass rests.

use music::chart::Song;
use music::chart::song::Bar;
use music::chord::Chord;
use music::clip::Note;
use music::pitch::Class;
use music::time::Ticks;

use super::grid::{Stroke, ringing, strokes};
use super::passage::{Kind, Passage, harmony_at, is_split};
use super::touch::{Strength, Touch};

/// Chosen by ear, low to high: the bass note is mostly left to the bass.
const VOICINGS: [(&str, [u8; 4]); 18] = [
    ("Dmaj7", [57, 61, 64, 66]),
    ("A/C#", [59, 61, 64, 69]),
    ("Bm7", [59, 62, 66, 69]),
    ("Gmaj7", [59, 62, 66, 69]),
    ("A7sus4", [57, 62, 64, 67]),
    ("D", [57, 62, 66, 69]),
    ("D7/A", [60, 62, 66, 69]),
    ("D/F#", [57, 62, 64, 69]),
    ("Em7", [59, 62, 64, 67]),
    ("A7", [57, 61, 64, 67]),
    ("G", [59, 62, 67, 71]),
    ("A/G", [61, 64, 69, 71]),
    ("F#m7", [61, 64, 66, 69]),
    ("B7/D#", [59, 63, 66, 69]),
    ("Gm6", [58, 62, 64, 67]),
    ("Bm7/A", [59, 62, 64, 66]),
    ("G#m7b5", [59, 62, 66, 68]),
    ("Dadd9", [57, 62, 64, 66]),
];

/// Two bars that alternate, and one for bars with two chords. Digits are single voices, counted from the lowest, with
/// the pedal down; other marks are whole chords.
struct Pattern {
    bars: [&'static str; 2],
    split: &'static str,
}

const INTRO: Pattern = Pattern { bars: ["1=2=3=4=3=2=4=3="; 2], split: "1=2=3=4=1=2=4=3=" };
const VERSE: Pattern = Pattern { bars: ["X=======--x=o===", "X=====x===--o==="], split: "X=====--X===o=--" };
const CHORUS: Pattern = Pattern { bars: ["X===x===X===x=o=", "X===x=o=X===x==="], split: "X===x===X===x=o=" };
const BREAK: Pattern = Pattern { bars: ["X==============="; 2], split: "X=======X=======" };
const ENDING: Pattern = Pattern { bars: CHORUS.bars, split: "X======-X=====--" };

const fn pattern(kind: Kind) -> &'static Pattern {
    match kind {
        Kind::Intro => &INTRO,
        Kind::Verse => &VERSE,
        Kind::Chorus => &CHORUS,
        Kind::Break => &BREAK,
        Kind::Ending => &ENDING,
    }
}

pub(super) fn part(song: &Song, passage: &Passage) -> Vec<Note> {
    let bars = passage.bars.iter().enumerate();
    let mut notes: Vec<Note> = bars.flat_map(|(index, bar)| right_hand(song, passage, index, bar)).collect();
    let low = passage.bars.iter().take(bars_of_left_hand(passage.kind)).map(|bar| bar.start);
    let landing = passage.landing.map(|chord| chord.start);
    notes.extend(low.chain(landing).map(|at| left_hand(song, passage.kind, at)));
    if let Some(chord) = passage.landing {
        let whole = Stroke { mark: 'X', start: chord.start, end: chord.span().end };
        notes.extend(struck(song, passage.kind, &whole));
    }
    notes
}

fn right_hand(song: &Song, passage: &Passage, index: usize, bar: &Bar) -> Vec<Note> {
    let pattern = pattern(passage.kind);
    let rhythm = if is_split(song, bar) { pattern.split } else { pattern.bars[index % 2] };
    let strokes = ringing(&strokes(rhythm, bar.start), bar.span().end);
    strokes.iter().flat_map(|stroke| struck(song, passage.kind, stroke)).collect()
}

/// The intro's first half has no bass yet: the left hand holds it.
const fn bars_of_left_hand(kind: Kind) -> usize {
    match kind {
        Kind::Intro => 2,
        Kind::Verse | Kind::Chorus | Kind::Break | Kind::Ending => 0,
    }
}

/// In the octave above the bass guitar's, where it is still clear.
fn left_hand(song: &Song, kind: Kind, at: Ticks) -> Note {
    const LOWEST: u8 = 43;
    let harmony = harmony_at(song, at);
    let chord = harmony.chord.expect("there is no N.C. in the demo's chart");
    let up = Class::new(LOWEST.into()).up_to(chord.bass().class());
    let end = harmony.span().end - LIFT;
    Touch { strength: Strength::Accent, louder: louder(kind), late_us: 0 }.note(LOWEST + up, at, end)
}

/// The whole chord, or the one voice that a digit names.
fn struck(song: &Song, kind: Kind, stroke: &Stroke) -> Vec<Note> {
    let harmony = harmony_at(song, stroke.start);
    let voicing = voicing(&harmony.chord.expect("there is no N.C. in the demo's chart"));
    let end = stroke.end.min(harmony.span().end) - LIFT;
    let voice = |(index, key): (usize, u8)| {
        let strength = Strength::of_mark(stroke.mark);
        // The top voice sings; fingers do not fall quite together.
        let louder = louder(kind) + if index == TOP { 5 } else { 0 };
        Touch { strength, louder, late_us: FINGERS_US[index] }.note(key, stroke.start, end)
    };
    let only = stroke.mark.to_digit(10).map(|digit| digit as usize - 1);
    let voices = voicing.into_iter().enumerate().filter(|(index, _)| only.is_none_or(|only| only == *index));
    voices.map(voice).collect()
}

const TOP: usize = 3;
const FINGERS_US: [i32; 4] = [0, 4_000, 2_000, -2_000];
/// Between letting go and striking again: 20 ms, as a pianist without pedal does.
const LIFT: Ticks = Ticks(30);
/// A chord of four is louder than its notes.
const BALANCE: i32 = -16;

const fn louder(kind: Kind) -> i32 {
    kind.energy() + BALANCE
}

fn voicing(chord: &Chord) -> [u8; 4] {
    let name = chord.to_string();
    let found = VOICINGS.iter().find(|(other, _)| *other == name);
    found.map(|(_, voicing)| *voicing).expect("every chord of the demo's chart has a voicing")
}
