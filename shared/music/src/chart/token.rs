//! The pieces every reader of charts, text or import, cuts its input into before a draft is made of them.

use std::ops::Range;

use crate::chart::sign::Sign;

/// A piece and the bytes of the input it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) range: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `[Verse] x2`
    Section {
        name: String,
        times: Option<u64>,
    },
    Barline(Barline),
    /// `1.` or `2,3.` right after a bar line.
    Ending(Vec<u8>),
    /// A chord, `.`, `%`, `N.C.`, with `>` before it perhaps.
    Word(String),
    Sign(Sign),
    /// `{name: value}`
    Directive {
        name: String,
        value: String,
    },
    /// `x4` by itself.
    Times(u64),
    Newline,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Barline {
    /// `:|`
    pub(crate) closes: bool,
    /// `x3` after it.
    pub(crate) times: Option<u64>,
    /// `||` or `|]`
    pub(crate) is_double: bool,
    /// `|:`
    pub(crate) opens: bool,
}

impl Barline {
    pub(crate) const PLAIN: Barline = Barline { closes: false, times: None, is_double: false, opens: false };

    pub(crate) fn is_plain(self) -> bool {
        self == Barline::PLAIN
    }
}
