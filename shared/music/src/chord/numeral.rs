//! Roman and Nashville numerals: chords named by where they stand in a key.

use super::Chord;
use super::error::Problem;
use super::text::Text;
use crate::key::Key;

/// `None` when the text is no numeral at all.
pub(super) fn read(text: &Text, _key: &Key) -> Option<Result<Chord, Problem>> {
    let _ = text;
    None
}

/// Whether it starts as a numeral does, so that the way out is a key.
pub(super) fn looks_like_one(text: &Text) -> bool {
    let after_accidental = text.peek_past(usize::from(matches!(text.peek(), Some('b' | '#'))));
    matches!(after_accidental, Some('1'..='7' | 'I' | 'V' | 'i' | 'v'))
}
