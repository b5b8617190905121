//! Theory: pitches, intervals, scales, keys and chords, as tables that read like documentation.

mod chords;
mod numerals;
mod properties;
mod table;
