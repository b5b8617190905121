//! Whether notes on strong beats belong to the chord.

use super::changes::Changes;
use super::heard::{Heard, strong_beats};
use super::tally::Tally;
use crate::chord::Chord;
use crate::pitch::{Class, ClassSet};

pub(super) fn chord_tones(heard: &Heard<'_>, changes: &Changes) -> Tally {
    strong(heard, changes, Chord::classes)
}

pub(super) fn colours(heard: &Heard<'_>, changes: &Changes) -> Tally {
    strong(heard, changes, allowed)
}

/// Its own notes and the tensions that may colour it.
pub(super) fn allowed(chord: &Chord) -> ClassSet {
    let tensions: ClassSet = chord.tensions().iter().map(|tone| tone.class).collect();
    chord.classes().union(tensions)
}

fn strong(heard: &Heard<'_>, changes: &Changes, right: impl Fn(&Chord) -> ClassSet) -> Tally {
    let beats = heard.song.bars().iter().flat_map(strong_beats);
    let cases = beats.flat_map(|beat| {
        let right = changes.at(beat).map(|chord| right(&chord));
        let classes = heard.near(beat).iter().map(|onset| onset.pitch.class());
        classes.filter_map(move |class: Class| right.map(|right| right.contains(class)))
    });
    Tally::of_cases(cases)
}
