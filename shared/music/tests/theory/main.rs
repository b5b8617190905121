//! Theory: pitches, intervals, scales, keys and chords, as tables that read like documentation.

mod chords;
mod colours;
mod intervals;
mod keys;
mod numerals;
mod pitches;
mod properties;
mod scales;
mod slips;
mod songs;
mod table;
mod transposition;
mod vocabularies;
