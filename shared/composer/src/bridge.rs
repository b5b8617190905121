//! From one clip into another in a few beats: as dense, as high and as loud as the place between them, through the
//! notes that both chords share, with a last beat that leads by step into what comes.
//!
//! Strokes are those of the two clips, each in its place in the bar, the first clip's giving way to the second's. A
//! side without notes is silence: the other fades into it, or out of it.

mod beats;
mod kit;
mod side;
mod voices;

use music::clip::{self, Clip, Note};
use music::lane::Lane;
use music::meter::Meter;
use music::pitch::ClassSet;
use music::time::{TICKS_PER_BEAT, Ticks};

use crate::analyse::Change;
use beats::Hit;
use side::Side;

/// What is asked of a bridge. Harmony is the change that sounds where the first clip ends, and the one that sounds
/// where the second begins; without, it is read from their notes.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    pub lane: Lane,
    pub beats: u8,
    /// A bridge takes its strokes from the same place of the bar.
    pub meter: Meter,
    pub from: Option<&'a Change>,
    pub to: Option<&'a Change>,
    pub seed: u64,
}

/// Four bars of common time: what takes longer is a section.
pub const BEATS_MAX: u8 = 16;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("a bridge of {beats} beats; it may have 1 to {BEATS_MAX}")]
    Beats { beats: u8 },
    #[error("the bridge's notes: {0}")]
    Clip(#[from] clip::Error),
}

/// A clip of as many beats, to be played after `before` and before `after`.
pub fn between(before: &Clip, after: &Clip, wish: &Wish<'_>) -> Result<Clip, Error> {
    if !(1..=BEATS_MAX).contains(&wish.beats) {
        return Err(Error::Beats { beats: wish.beats });
    }
    let way = Way {
        wish,
        from: Side::ending(before, wish.from),
        to: Side::beginning(after, wish.to),
        length: Ticks::from_beats(wish.beats.into()),
    };
    let hits = beats::hits(&way);
    let notes =
        if wish.lane.character().is_kit { kit::notes(&way, &hits) } else { voices::notes(&way, &hits) };
    Ok(Clip::new(way.length, apart(notes), Vec::new())?)
}

/// The way from one side to the other.
struct Way<'a> {
    wish: &'a Wish<'a>,
    from: Side<'a>,
    to: Side<'a>,
    length: Ticks,
}

impl Way<'_> {
    /// What lies between two values, as far along as `at` is, both ends of the bridge being the values themselves.
    fn blend(&self, from: i64, to: i64, at: i64) -> i64 {
        let length = self.length.0;
        (from * (length - at) + to * at + length / 2).div_euclid(length)
    }

    /// As [`Way::blend`]; a silent side has no value of its own.
    fn between(&self, of: impl Fn(&Side<'_>) -> i64, at: i64) -> i64 {
        let (from, to) = if self.from.is_silent() {
            (of(&self.to), of(&self.to))
        } else if self.to.is_silent() {
            (of(&self.from), of(&self.from))
        } else {
            (of(&self.from), of(&self.to))
        };
        self.blend(from, to, at)
    }

    /// Notes that sound right here: the first chord's, then what both have, then the second's.
    fn harmony(&self, at: i64) -> ClassSet {
        let (from, to) = match (self.from.harmony.is_empty(), self.to.harmony.is_empty()) {
            (true, _) => (self.to.harmony, self.to.harmony),
            (false, true) => (self.from.harmony, self.from.harmony),
            (false, false) => (self.from.harmony, self.to.harmony),
        };
        let common = from.intersection(to);
        let harmony = match at * 3 / self.length.0 {
            ..=0 => from,
            1 if !common.is_empty() => common,
            1 if at * 2 < self.length.0 => from,
            1.. => to,
        };
        if harmony.is_empty() { ClassSet::ALL } else { harmony }
    }

    fn is_last_beat(&self, at: i64) -> bool {
        at >= self.length.0 - TICKS_PER_BEAT
    }
}

/// A key is let go before it is struck again, and with the bridge's end.
fn apart(mut notes: Vec<Note>) -> Vec<Note> {
    notes.sort_by_key(|note| (note.start, note.pitch));
    notes.dedup_by_key(|note| (note.start, note.pitch));
    let mut next = [None::<Ticks>; 128];
    for note in notes.iter_mut().rev() {
        let next = &mut next[usize::from(note.pitch.key())];
        if let Some(start) = *next {
            note.length = note.length.min(start - note.start);
        }
        *next = Some(note.start);
    }
    notes
}
