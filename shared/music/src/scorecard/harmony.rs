//! Whether notes belong to the chord, and come when it does.

use super::changes::Changes;
use super::heard::{Heard, NEAR, Onset, strong_beats};
use super::tally::Tally;
use crate::chart::song::PUSH;
use crate::chord::Chord;
use crate::pitch::{Class, ClassSet};
use crate::time::Ticks;

pub(super) fn chord_tones(heard: &Heard<'_>, changes: &Changes) -> Tally {
    strong(heard, changes, Chord::classes)
}

pub(super) fn colours(heard: &Heard<'_>, changes: &Changes) -> Tally {
    strong(heard, changes, allowed)
}

pub(super) fn tensions(heard: &Heard<'_>, changes: &Changes) -> Tally {
    let foreign = on_strong_beats(heard, changes).filter(|(chord, class)| !chord.classes().contains(*class));
    Tally::of_cases(foreign.map(|(chord, class)| allowed(&chord).contains(class)))
}

/// One value for each chord while which something sounds.
pub(super) fn guide_tones(heard: &Heard<'_>, changes: &Changes) -> Tally {
    let longest = heard.onsets.iter().map(|onset| onset.end - onset.at).max().unwrap_or(Ticks::ZERO);
    let values = changes.sounding().filter_map(|(change, chord)| {
        let guides = chord.guide_tones();
        let (from, to) = (change.start + NEAR, change.end - NEAR);
        let first = heard.onsets.partition_point(|onset| onset.at + longest <= from);
        let during = heard.onsets[first..].iter().take_while(|onset| onset.at < to);
        let classes: ClassSet =
            during.filter(|onset| onset.end > from).map(|onset| onset.pitch.class()).collect();
        let found = guides.iter().filter(|tone| classes.contains(tone.class)).count();
        (!guides.is_empty() && !classes.is_empty()).then(|| found as f64 / guides.len() as f64)
    });
    Tally::of_values(values)
}

/// Who strikes neither early nor on paper's beat says nothing about a push.
pub(super) fn pushes(heard: &Heard<'_>, changes: &Changes) -> Tally {
    let cases = changes.new_chords().filter(|(change, _)| change.is_pushed).filter_map(|(change, chord)| {
        let (early, late) = (heard.near(heard.start_of(&change)), heard.near(change.start + PUSH));
        let is_new = |onset: &Onset| allowed(&chord).contains(onset.pitch.class());
        (!early.is_empty() || !late.is_empty()).then(|| !early.is_empty() && early.iter().all(is_new))
    });
    Tally::of_cases(cases)
}

/// Its own notes and the tensions that may colour it.
pub(super) fn allowed(chord: &Chord) -> ClassSet {
    let tensions: ClassSet = chord.tensions().iter().map(|tone| tone.class).collect();
    chord.classes().union(tensions)
}

fn strong(heard: &Heard<'_>, changes: &Changes, right: impl Fn(&Chord) -> ClassSet) -> Tally {
    Tally::of_cases(on_strong_beats(heard, changes).map(|(chord, class)| right(&chord).contains(class)))
}

fn on_strong_beats(heard: &Heard<'_>, changes: &Changes) -> impl Iterator<Item = (Chord, Class)> {
    let beats = heard.song.bars().iter().flat_map(strong_beats);
    beats.flat_map(move |beat| {
        let chord = changes.at(beat);
        let classes = heard.near(beat).iter().map(|onset| onset.pitch.class());
        classes.filter_map(move |class| Some((chord?, class)))
    })
}
