//! Which keys sound right at a place: chord tones and tensions where it is strong, the scale elsewhere.

use music::pitch::{ClassSet, Pitch};

use crate::analyse::Change;

/// Chord tones, and tensions that the chord's scale has too.
pub(super) fn colours(change: &Change) -> ClassSet {
    let Some(chord) = change.chord else { return change.scale };
    let tensions: ClassSet = chord.tensions().into_iter().map(|tone| tone.class).collect();
    chord.classes().union(tensions.intersection(change.scale))
}

/// What tells the chord from others.
pub(super) fn guides(change: &Change) -> ClassSet {
    let tones = change.chord.map(|chord| chord.guide_tones()).unwrap_or_default();
    tones.into_iter().map(|tone| tone.class).collect()
}

/// The root, or what a slash puts in its place.
pub(super) fn is_ground(change: &Change, pitch: Pitch) -> bool {
    change.chord.is_some_and(|chord| chord.bass().class() == pitch.class())
}
