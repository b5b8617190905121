//! What the harmony means: changes with key, degree, function, tension and a scale to play on.

mod chord_scale;
mod function;
mod key;

use std::ops::Range;

use music::chart::song::{Harmony, PUSH, Song};
use music::chord::Chord;
use music::key::Key;
use music::pitch::ClassSet;
use music::scale::{Degree, Kind};
use music::time::Ticks;

use crate::arrange::landing;
use chord_scale::Goal;

pub use function::Function;

/// A chord where it sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// On paper.
    pub written: Ticks,
    /// Where it is played: an eighth early if pushed.
    pub start: Ticks,
    pub end: Ticks,
    /// `None` is N.C.
    pub chord: Option<Chord>,
    pub pushed: bool,
    pub key: Key,
    /// Of the root above the key's tonic.
    pub degree: Option<Degree>,
    pub function: Function,
    /// Tonic at rest is 0; an altered dominant of the dominant is near 127.
    pub tension: u8,
    /// What the scale is called, on the chord's root.
    pub scale_kind: Kind,
    /// What may be played over it besides chord tones.
    pub scale: ClassSet,
    /// What may be played over it whichever chord comes next: all that is known before the approach to that chord.
    pub scale_alone: ClassSet,
    /// The next change resolves this one: V–I, ii–V, bII–I.
    pub resolves: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analysis {
    pub changes: Vec<Change>,
    /// For each bar of the song, the indices of the changes that sound in it.
    pub by_bar: Vec<Range<usize>>,
}

impl Change {
    /// What may be played over it at a position: before it stands on paper nobody knows what follows it.
    pub fn scale_at(&self, position: Ticks) -> ClassSet {
        if position < self.written { self.scale_alone } else { self.scale }
    }
}

impl Analysis {
    pub fn of(song: &Song) -> Analysis {
        let keys = key::by_bar(song);
        let starts = starts(song);
        let ends = starts.iter().skip(1).copied().chain([song.end()]);
        let chords = song.chords();
        let mut changes = Vec::with_capacity(chords.len());
        let mut bar = 0;
        for (index, ((harmony, start), end)) in chords.iter().zip(&starts).zip(ends).enumerate() {
            while bar + 1 < keys.len() && song.bars()[bar].span().end <= harmony.start {
                bar += 1;
            }
            let next = chords.get(index + 1).and_then(|next| next.chord);
            changes.push(change(harmony, *start..end, keys[bar], next));
        }
        Analysis { by_bar: by_bar(song, &changes), changes }
    }

    /// The change that sounds at a position of the song.
    pub fn at(&self, position: Ticks) -> Option<&Change> {
        let after = self.changes.partition_point(|change| change.start <= position);
        self.changes.get(after.checked_sub(1)?).filter(|change| position < change.end)
    }

    pub fn in_bar(&self, bar: usize) -> &[Change] {
        self.by_bar.get(bar).and_then(|range| self.changes.get(range.clone())).unwrap_or(&[])
    }

    /// Which of the bar's changes one is, from 0: what chance may count by. Counted through the song, an edit anywhere
    /// before would be heard.
    pub fn place_in_bar(&self, bar: usize, change: usize) -> usize {
        self.by_bar.get(bar).map_or(0, |range| change.saturating_sub(range.start))
    }

    /// The first change after the bar's last one: where everybody is going.
    pub fn after_bar(&self, bar: usize) -> Option<&Change> {
        self.changes.get(self.by_bar.get(bar)?.end)
    }
}

/// Pushed chords come early, but never before half of the chord they take the time from, nor before the song.
fn starts(song: &Song) -> Vec<Ticks> {
    let mut starts: Vec<Ticks> = Vec::with_capacity(song.chords().len());
    let last_bar = song.bars().last().filter(|_| landing::lands(song)).map(|bar| bar.start);
    for harmony in song.chords() {
        let earliest =
            starts.last().map_or(song.start(), |last| Ticks((last.0 + harmony.start.0 + 1).div_euclid(2)));
        // A band lands on the beat.
        let is_pushed = harmony.pushed && Some(harmony.start) != last_bar;
        let early = if is_pushed { harmony.start - PUSH } else { harmony.start };
        starts.push(early.max(earliest));
    }
    starts
}

fn change(harmony: &Harmony, sounds: Range<Ticks>, key: Key, next: Option<Chord>) -> Change {
    let mut change = Change {
        written: harmony.start,
        start: sounds.start,
        end: sounds.end,
        chord: harmony.chord,
        pushed: harmony.pushed && sounds.start < harmony.start,
        key,
        degree: None,
        function: Function::Other,
        tension: 0,
        scale_kind: key.mode.into(),
        scale: key.spellings().into_iter().map(music::pitch::Spelling::class).collect(),
        scale_alone: ClassSet::EMPTY,
        resolves: false,
    };
    change.scale_alone = change.scale;
    let Some(chord) = harmony.chord else { return change };
    change.degree = Some(Degree::between(key.tonic, chord.root()));
    change.resolves = next.is_some_and(|next| function::resolves(&chord, &next, &key));
    change.function = function::of(&chord, &key, change.resolves);
    change.tension = function::tension(&chord, &key, change.function);
    change.scale_kind = chord_scale::kind(&chord, &key, Goal::of(next.filter(|_| change.resolves).as_ref()));
    change.scale = chord_scale::classes(&chord, change.scale_kind);
    change.scale_alone = chord_scale::safe_classes(&chord, &key);
    change
}

fn by_bar(song: &Song, changes: &[Change]) -> Vec<Range<usize>> {
    let within = |bar: &music::chart::song::Bar| {
        let first = changes.partition_point(|change| change.end <= bar.start);
        let after = changes.partition_point(|change| change.start < bar.span().end);
        first..after.max(first)
    };
    song.bars().iter().map(within).collect()
}
