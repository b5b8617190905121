//! Drafts: a chord symbol's words, one field each, and the formula they come to together.
//!
//! Words may come in any order (`C7b9sus4`, `C7sus4b9`), so nothing is decided before all of them are known:
//! the stack of thirds first, then what suspends, what alters, what is added, what is left out.

use super::formula::Formula;

#[derive(Clone, Copy, Debug)]
pub(super) struct Draft {
    pub(super) third: Third,
    /// Semitones the quality moves the fifth: `dim`, `aug`.
    pub(super) fifth: i8,
    /// What a 7, 9, 11 or 13 means by its seventh: minor unless the quality says otherwise.
    pub(super) seventh: i8,
    /// The top of the stack of thirds: 5, 7, 9, 11 or 13.
    pub(super) top: u8,
    pub(super) sixth: bool,
    /// Seconds and fourths that replace the third.
    pub(super) suspensions: Formula,
    /// Degrees that replace their natural neighbour: `b5`, `#9`.
    pub(super) alterations: Formula,
    pub(super) additions: Formula,
    /// Bit by degree number.
    pub(super) omissions: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Third {
    None,
    Minor,
    Major,
}

impl Draft {
    pub(super) const MAJOR_TRIAD: Draft = Draft {
        third: Third::Major,
        fifth: 0,
        seventh: -1,
        top: 5,
        sixth: false,
        suspensions: Formula::EMPTY,
        alterations: Formula::EMPTY,
        additions: Formula::EMPTY,
        omissions: 0,
    };

    pub(super) fn formula(&self) -> Formula {
        let suspended = if self.suspensions.is_empty() {
            self.stack()
        } else {
            self.stack().without_any(3).union(self.suspensions)
        };
        altered(suspended, self.alterations, self.additions, self.omissions)
    }

    /// Root, third, fifth and everything up to the top, by the conventions of players: a natural eleventh and a major
    /// third a semitone apart are not played together, so an eleventh chord leaves out its third and a thirteenth
    /// chord its eleventh. A minor third leaves room for both.
    fn stack(&self) -> Formula {
        let mut stack = Formula::of(&[(1, 0), (5, self.fifth)]);
        stack = match self.third {
            Third::None => stack,
            Third::Minor => stack.with(3, -1),
            Third::Major if self.top == 11 => stack,
            Third::Major => stack.with(3, 0),
        };
        if self.sixth {
            stack = stack.with(6, 0);
        }
        if self.top >= 7 {
            stack = stack.with(7, self.seventh);
        }
        if self.top >= 9 {
            stack = stack.with(9, 0);
        }
        if self.top == 11 || (self.top == 13 && self.third == Third::Minor) {
            stack = stack.with(11, 0);
        }
        if self.top == 13 { stack.with(13, 0) } else { stack }
    }
}

/// `base` with its naturals replaced, then tones added, then numbers left out.
pub(super) fn altered(base: Formula, alterations: Formula, additions: Formula, omissions: u16) -> Formula {
    let replaced =
        alterations.degrees().fold(base, |formula, degree| formula.minus(Formula::of(&[(degree.number, 0)])));
    let whole = replaced.union(alterations).union(additions);
    whole.keep(|degree| omissions & (1 << degree.number) == 0).tidied()
}
