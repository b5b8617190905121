//! Bass: roots and slash basses where the chord changes, fifths and octaves between, a step into the next root.

use music::chart::Song;
use music::chart::song::{Bar, Harmony};
use music::chord::Chord;
use music::clip::Note;
use music::pitch::{Class, Pitch};
use music::time::Ticks;

use super::grid::{Stroke, strokes};
use super::passage::{Kind, Passage, harmony_at, is_split};
use super::touch::{Strength, Touch};

/// E1 to G2: below the keys' and the guitar's hands.
const LOWEST: u8 = 28;
const HIGHEST: u8 = 43;

/// From higher roots an octave would be in the guitar's way; a fifth does.
const OCTAVE_UP_TO: u8 = 38;

/// Two bars that alternate, and one for bars with two chords. `R` and `r` are the chord's bass, `f` its fifth, `o` the
/// octave, `a` the approach to the next chord.
struct Pattern {
    bars: [&'static str; 2],
    split: &'static str,
}

const INTRO: Pattern = Pattern { bars: ["R===========--r=", "R===========--r="], split: "R=======R=====a=" };
const VERSE: Pattern = Pattern { bars: ["R=====--r=====a=", "R=====-rr===f=a="], split: "R=======R===--a=" };
const CHORUS: Pattern = Pattern { bars: ["R==-r=R=--r=f=a=", "R==-r=R=--r=o=a="], split: "R==-r=r=R==-r=a=" };
const BREAK: Pattern = Pattern { bars: ["R===========----", "R===========----"], split: "R=======R=r=r=a=" };
const ENDING: Pattern = Pattern { bars: CHORUS.bars, split: "R======-R=====--" };

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
    let roots = roots(song);
    let grooves = passage.bars.iter().enumerate().skip(bars_of_rest(passage.kind));
    let strokes = grooves.flat_map(|(index, bar)| strokes(rhythm(song, passage, index, bar), bar.start));
    let mut notes: Vec<Note> = strokes.map(|stroke| note(song, &roots, passage.kind, &stroke)).collect();
    if let Some(chord) = passage.landing {
        let landing = Stroke { mark: 'R', start: chord.start, end: chord.span().end };
        notes.push(note(song, &roots, passage.kind, &landing));
    }
    notes
}

/// The intro begins without the bass.
const fn bars_of_rest(kind: Kind) -> usize {
    match kind {
        Kind::Intro => 2,
        Kind::Verse | Kind::Chorus | Kind::Break | Kind::Ending => 0,
    }
}

fn rhythm(song: &Song, passage: &Passage, index: usize, bar: &Bar) -> &'static str {
    let pattern = pattern(passage.kind);
    if is_split(song, bar) { pattern.split } else { pattern.bars[index % 2] }
}

/// For each chord of the song the key its bass is played on, each as near as can be to the one before.
fn roots(song: &Song) -> Vec<(Harmony, u8)> {
    let first_near = (LOWEST + HIGHEST) / 2;
    let chords = song.chords().iter().filter_map(|harmony| Some((harmony, harmony.chord?)));
    let near = chords.scan(first_near, |near, (harmony, chord)| {
        *near = nearest(chord.bass().class(), *near);
        Some((*harmony, *near))
    });
    near.collect()
}

fn nearest(class: Class, to: u8) -> u8 {
    let keys = (LOWEST..=HIGHEST).filter(|key| Class::new(i32::from(*key)) == class);
    keys.min_by_key(|key| key.abs_diff(to)).expect("there is every note in an octave and a third")
}

fn note(song: &Song, roots: &[(Harmony, u8)], kind: Kind, stroke: &Stroke) -> Note {
    let harmony = harmony_at(song, stroke.start);
    let here = roots.partition_point(|(other, _)| other.start <= harmony.start) - 1;
    let root = roots[here].1;
    let chord = harmony.chord.expect("there is no N.C. in the demo's chart");
    let next = roots.get(here + 1).map(|(_, next)| *next);
    let (key, strength) = match stroke.mark {
        'R' => (root, Strength::Accent),
        'f' => (root + fifth(&chord), Strength::Plain),
        'o' if root <= OCTAVE_UP_TO => (root + 12, Strength::Plain),
        'o' => (root + fifth(&chord), Strength::Plain),
        'a' => (next.map_or(root, |next| approach(song, stroke.start, root, next)), Strength::Soft),
        _ => (root, Strength::Plain),
    };
    // A finger is lifted a little before the next note, and plays a little behind the kick.
    const LIFT: Ticks = Ticks(30);
    let end = stroke.end.min(harmony.span().end) - LIFT;
    Touch { strength, louder: kind.energy() + BALANCE, late_us: 3_000 }.note(key, stroke.start, end)
}

/// As hard as the drums: it carries the band.
const BALANCE: i32 = 0;

/// Semitones up to the chord tone that sounds most like a fifth over the bass: over a slash bass that may be another.
fn fifth(chord: &Chord) -> u8 {
    let bass = chord.bass().class();
    let sounds = |up: &u8| chord.classes().contains(bass.transposed(i32::from(*up)));
    [7, 8, 5, 9, 6].into_iter().find(sounds).unwrap_or(12)
}

/// A step from the next root, from the side the line comes from: the neighbour in the key, or in between where that is
/// the note being left; from the other side where there is nothing in between.
fn approach(song: &Song, at: Ticks, from: u8, to: u8) -> u8 {
    let key = song.bar_at(at).and_then(|bar| bar.key).expect("the demo's chart names its key");
    let is_in_key = |candidate: &u8| Pitch::new(*candidate).is_some_and(|pitch| key.contains(pitch.class()));
    let above = (to + 1..=to + 2).find(is_in_key).unwrap_or(to + 1);
    let below = (to - 2..to).rev().find(is_in_key).unwrap_or(to - 1);
    let candidates = if from > to { [above, to + 1, below] } else { [below, to - 1, above] };
    let is_playable = |candidate: &u8| *candidate != from && *candidate >= LOWEST;
    candidates.into_iter().find(is_playable).unwrap_or(to)
}
