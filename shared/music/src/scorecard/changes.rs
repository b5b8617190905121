//! The chords a take is measured against: those of its chart, or of the chart moved by a bar.

use crate::chart::Song;
use crate::chart::song::{Harmony, PUSH};
use crate::chord::Chord;
use crate::time::Ticks;

/// Chords in order; together they cover the song.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    chords: Vec<Change>,
}

/// A chord from where it sounds to where the next one does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) start: Ticks,
    pub(super) end: Ticks,
    /// `None` is N.C.
    pub(super) chord: Option<Chord>,
    /// Another chord than the one before, so that ears notice.
    pub(super) is_new: bool,
}

impl Changes {
    pub fn of(song: &Song) -> Changes {
        let sounds_from = |harmony: &Harmony| {
            if harmony.pushed { harmony.start - PUSH } else { harmony.start }
        };
        Changes::from_starts(song.chords().iter().map(|chord| (sounds_from(chord), chord.chord)), song.end())
    }

    /// The null: every bar has the chords of the next one, the last those of the first.
    pub fn rotated(song: &Song) -> Changes {
        let Some(first) = song.bars().first() else { return Changes::of(song) };
        let (start, end, bar) = (song.start(), song.end(), first.length);
        let chords = Changes::of(song).chords;
        let cut = start + bar;
        let later = chords.iter().filter(|change| change.end > cut);
        let later = later.map(|change| (change.start.max(cut) - bar, change.chord));
        let wrapped = chords.iter().filter(|change| change.start < cut);
        let wrapped = wrapped.map(|change| (end - bar + (change.start.max(start) - start), change.chord));
        Changes::from_starts(later.chain(wrapped), end)
    }

    fn from_starts(starts: impl Iterator<Item = (Ticks, Option<Chord>)>, end: Ticks) -> Changes {
        let starts: Vec<_> = starts.collect();
        let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([end]);
        let before = [None].into_iter().chain(starts.iter().map(|(_, chord)| *chord));
        let change = |((&(start, chord), end), before): ((&(Ticks, Option<Chord>), Ticks), Option<Chord>)| {
            Change { start, end, chord, is_new: chord != before }
        };
        Changes { chords: starts.iter().zip(ends).zip(before).map(change).collect() }
    }

    pub(super) fn at(&self, position: Ticks) -> Option<Chord> {
        let after = self.chords.partition_point(|change| change.start <= position);
        self.chords[..after].last().and_then(|change| change.chord)
    }

    /// Where one chord follows another.
    pub(super) fn new_chords(&self) -> impl Iterator<Item = (Change, Chord)> {
        let later = self.chords.iter().skip(1).filter(|change| change.is_new);
        later.filter_map(|change| Some((*change, change.chord?)))
    }
}
