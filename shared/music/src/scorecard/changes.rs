//! The chords a take is measured against: those of its chart, or of the chart moved by a bar.

use crate::chart::Song;
use crate::chart::song::{Harmony, PUSH};
use crate::chord::Chord;
use crate::time::{Span, Ticks};

/// Chords in order; together they cover the song.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    chords: Vec<Change>,
    /// By how many bars all that the chart says was moved.
    pub(super) moved_bars: usize,
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
    pub(super) is_pushed: bool,
}

impl Changes {
    pub fn of(song: &Song) -> Changes {
        let starts = |harmony: &Harmony| {
            let push = if harmony.pushed { PUSH } else { Ticks::ZERO };
            Start { at: harmony.start - push, chord: harmony.chord, is_pushed: harmony.pushed }
        };
        Changes::from_starts(song.chords().iter().map(starts), song.end(), 0)
    }

    /// The null: every bar has the chords of the next one, the last those of the first, and sections end a bar early.
    pub fn rotated(song: &Song) -> Changes {
        let Some(first) = song.bars().first() else { return Changes::of(song) };
        let (start, end, bar) = (song.start(), song.end(), first.length);
        let chords = Changes::of(song).chords;
        let cut = start + bar;
        let moved = |change: &Change, at| Start { at, chord: change.chord, is_pushed: change.is_pushed };
        let later = chords.iter().filter(|change| change.end > cut);
        let later = later.map(|change| moved(change, change.start.max(cut) - bar));
        let wrapped = chords.iter().filter(|change| change.start < cut);
        let wrapped = wrapped.map(|change| moved(change, end - bar + (change.start.max(start) - start)));
        Changes::from_starts(later.chain(wrapped), end, 1)
    }

    fn from_starts(starts: impl Iterator<Item = Start>, end: Ticks, moved_bars: usize) -> Changes {
        let starts: Vec<Start> = starts.collect();
        let ends = starts.iter().skip(1).map(|start| start.at).chain([end]);
        let before = [None].into_iter().chain(starts.iter().map(|start| start.chord));
        let change = |((start, end), before): ((&Start, Ticks), Option<Chord>)| {
            let Start { at, chord, is_pushed } = *start;
            Change { start: at, end, chord, is_new: chord != before, is_pushed }
        };
        Changes { chords: starts.iter().zip(ends).zip(before).map(change).collect(), moved_bars }
    }

    /// Every chord with its span, N.C. left out.
    pub(super) fn sounding(&self) -> impl Iterator<Item = (Change, Chord)> {
        self.chords.iter().filter_map(|change| Some((*change, change.chord?)))
    }

    /// Every chord that holds somewhere in `span`.
    pub(super) fn between(&self, span: Span) -> &[Change] {
        let first = self.chords.partition_point(|change| change.end <= span.start);
        let after = self.chords.partition_point(|change| change.start < span.end);
        &self.chords[first..after.max(first)]
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

#[derive(Clone, Copy)]
struct Start {
    at: Ticks,
    chord: Option<Chord>,
    is_pushed: bool,
}
