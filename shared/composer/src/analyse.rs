//! What the harmony means: changes with key, degree, function, tension and a scale to play on.

use music::chart::song::Song;
use music::chord::Chord;
use music::key::Key;
use music::pitch::ClassSet;
use music::time::Ticks;

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
    pub function: Function,
    /// Tonic at rest is 0; an altered dominant of the dominant is near 127.
    pub tension: u8,
    /// What may be played over it besides chord tones.
    pub scale: ClassSet,
    /// The next change resolves this one: V–I, ii–V, bII–I.
    pub resolves: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    Tonic,
    Subdominant,
    Dominant,
    Other,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analysis {
    pub changes: Vec<Change>,
    /// For each bar of the song, the indices of the changes that sound in it.
    pub by_bar: Vec<std::ops::Range<usize>>,
}

impl Analysis {
    pub fn of(song: &Song) -> Analysis {
        let _ = song;
        Analysis { changes: Vec::new(), by_bar: Vec::new() }
    }

    /// The change that sounds at a position of the song.
    pub fn at(&self, position: Ticks) -> Option<&Change> {
        let after = self.changes.partition_point(|change| change.start <= position);
        self.changes.get(after.checked_sub(1)?).filter(|change| position < change.end)
    }

    pub fn in_bar(&self, bar: usize) -> &[Change] {
        self.by_bar.get(bar).and_then(|range| self.changes.get(range.clone())).unwrap_or(&[])
    }

    /// The first change after the bar's last one: where everybody is going.
    pub fn after_bar(&self, bar: usize) -> Option<&Change> {
        self.changes.get(self.by_bar.get(bar)?.end)
    }
}
