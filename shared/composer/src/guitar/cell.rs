//! Cells: what the right hand does in a bar, as a grid a musician can read.

use music::meter::Meter;
use music::time::Ticks;

use super::family::Family;
use crate::sketch::Touch;

/// One place of a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// `.`: silence; what rang is damped.
    Rest,
    /// `-`: what rings goes on ringing.
    Ring,
    Play(Gesture),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gesture {
    Strum {
        direction: Direction,
        accent: bool,
    },
    /// Damped strings, scratched.
    Dead {
        accent: bool,
    },
    /// The thick strings under the palm, short.
    Muted {
        accent: bool,
    },
    /// The thumb on the lowest string.
    Thumb,
    /// The thumb on the string that alternates with it.
    ThumbOther,
    /// All but the lowest string, together.
    Fingers,
    /// Thumb and fingers together.
    Grip,
    /// Lowest and highest string together.
    Pinch,
    /// One string, counted from the thinnest of the shape: 1 to 4.
    String(u8),
    /// Two strings: the root and what the little finger does.
    Boogie(Boogie),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Down,
    Up,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Boogie {
    Fifth,
    Sixth,
    Seventh,
}

/// Which sections a cell is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    A,
    B,
    Any,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub part: Part,
    pub meter: Meter,
    pub step: Ticks,
    /// Section energies it suits, lowest and highest.
    pub energy: (u8, u8),
    pub weight: u32,
    pub family: Family,
    /// Only where keys play too, or only where none do.
    pub beside_keys: Option<bool>,
    /// The last eighth already belongs to the next chord.
    pub early: bool,
    /// One line of symbols for each of its bars.
    pub bars: Vec<Vec<Symbol>>,
    /// What may be played instead, bar by bar; [`Symbol::Ring`] where nothing else is.
    pub more: Vec<Vec<Symbol>>,
}

/// Every symbol by its letter.
const SYMBOLS: [(char, Symbol); 22] = [
    ('.', Symbol::Rest),
    ('-', Symbol::Ring),
    ('D', strum(Direction::Down, true)),
    ('d', strum(Direction::Down, false)),
    ('U', strum(Direction::Up, true)),
    ('u', strum(Direction::Up, false)),
    ('X', Symbol::Play(Gesture::Dead { accent: true })),
    ('x', Symbol::Play(Gesture::Dead { accent: false })),
    ('M', Symbol::Play(Gesture::Muted { accent: true })),
    ('m', Symbol::Play(Gesture::Muted { accent: false })),
    ('b', Symbol::Play(Gesture::Thumb)),
    ('B', Symbol::Play(Gesture::ThumbOther)),
    ('c', Symbol::Play(Gesture::Fingers)),
    ('C', Symbol::Play(Gesture::Grip)),
    ('p', Symbol::Play(Gesture::Pinch)),
    ('1', Symbol::Play(Gesture::String(1))),
    ('2', Symbol::Play(Gesture::String(2))),
    ('3', Symbol::Play(Gesture::String(3))),
    ('4', Symbol::Play(Gesture::String(4))),
    ('r', Symbol::Play(Gesture::Boogie(Boogie::Fifth))),
    ('s', Symbol::Play(Gesture::Boogie(Boogie::Sixth))),
    ('v', Symbol::Play(Gesture::Boogie(Boogie::Seventh))),
];

const fn strum(direction: Direction, accent: bool) -> Symbol {
    Symbol::Play(Gesture::Strum { direction, accent })
}

impl Symbol {
    pub const ALL: &'static str = ".-DdUuXxMmbBcCp1234rsv";

    pub fn read(letter: char) -> Option<Symbol> {
        let known = SYMBOLS.iter().find(|(name, _)| *name == letter);
        known.map(|(_, symbol)| *symbol)
    }

    /// One string cannot say a new chord: the lowest joins it.
    pub fn with_bass(self) -> Symbol {
        match self {
            Symbol::Play(Gesture::String(_) | Gesture::ThumbOther) => Symbol::Play(Gesture::Pinch),
            Symbol::Rest | Symbol::Ring | Symbol::Play(_) => self,
        }
    }

    /// Somebody else could play the same: a scratch is in nobody's way.
    pub fn is_heard(self) -> bool {
        self.gesture().is_some_and(|gesture| !matches!(gesture, Gesture::Dead { .. }))
    }

    pub fn gesture(self) -> Option<Gesture> {
        match self {
            Symbol::Play(gesture) => Some(gesture),
            Symbol::Rest | Symbol::Ring => None,
        }
    }
}

impl Gesture {
    /// What answers a chord change where the cell only rings.
    pub fn restated(self, direction: Direction) -> Gesture {
        match self {
            Gesture::Strum { .. } | Gesture::Dead { .. } => Gesture::Strum { direction, accent: false },
            Gesture::Thumb | Gesture::ThumbOther | Gesture::String(_) | Gesture::Pinch => Gesture::Pinch,
            Gesture::Fingers | Gesture::Grip => Gesture::Grip,
            Gesture::Muted { .. } => Gesture::Muted { accent: true },
            Gesture::Boogie(_) => Gesture::Boogie(Boogie::Fifth),
        }
    }

    pub fn is_accent(self) -> bool {
        match self {
            Gesture::Strum { accent, .. } | Gesture::Dead { accent } | Gesture::Muted { accent } => accent,
            Gesture::Thumb | Gesture::Grip => true,
            Gesture::ThumbOther
            | Gesture::Fingers
            | Gesture::Pinch
            | Gesture::String(_)
            | Gesture::Boogie(_) => false,
        }
    }

    /// Somebody else may have its place: not a figure's, nor one that keeps the time.
    pub fn may_give_way(self) -> bool {
        match self {
            Gesture::Strum { accent, .. } => !accent,
            Gesture::Fingers | Gesture::Pinch | Gesture::String(_) => true,
            Gesture::Dead { .. }
            | Gesture::Muted { .. }
            | Gesture::Thumb
            | Gesture::ThumbOther
            | Gesture::Grip
            | Gesture::Boogie(_) => false,
        }
    }

    pub fn touch(self) -> Touch {
        match self {
            Gesture::Dead { .. } => Touch::Ghost,
            Gesture::Strum { accent: true, .. } | Gesture::Muted { accent: true } => Touch::Accent,
            Gesture::Strum { accent: false, .. }
            | Gesture::Muted { accent: false }
            | Gesture::Thumb
            | Gesture::ThumbOther
            | Gesture::Fingers
            | Gesture::Grip
            | Gesture::Pinch
            | Gesture::String(_)
            | Gesture::Boogie(_) => Touch::Plain,
        }
    }

    /// Which way the hand goes, where it matters.
    pub fn direction(self) -> Option<Direction> {
        match self {
            Gesture::Strum { direction, .. } => Some(direction),
            Gesture::Dead { .. }
            | Gesture::Muted { .. }
            | Gesture::Thumb
            | Gesture::ThumbOther
            | Gesture::Fingers
            | Gesture::Grip
            | Gesture::Pinch
            | Gesture::String(_)
            | Gesture::Boogie(_) => None,
        }
    }
}

impl Cell {
    /// How much of it is off the beat, in hundredths.
    pub fn syncopation(&self) -> u32 {
        let per_beat = (music::time::TICKS_PER_BEAT / self.step.0).max(1) as usize;
        let plays = |line: &[Symbol], on: bool| {
            let places = line.iter().enumerate();
            places.filter(|(at, symbol)| symbol.gesture().is_some() && (at % per_beat == 0 || !on)).count()
        };
        let all: usize = self.bars.iter().map(|line| plays(line, false)).sum();
        let on: usize = self.bars.iter().map(|line| plays(line, true)).sum();
        ((all - on) * 100).checked_div(all).unwrap_or(0) as u32
    }
}
