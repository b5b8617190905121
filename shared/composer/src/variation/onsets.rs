//! Strokes of a bar that are struck together, from low to high.

use crate::sketch::Stroke;

/// Strokes that stand where strokes of this bar may; hostile numbers stay what they are.
pub(super) fn is_movable(stroke: &Stroke, room: &std::ops::Range<i64>) -> bool {
    room.contains(&stroke.at.0) && (0..=music::time::MAX_TICKS).contains(&stroke.length.0)
}

pub(super) fn end(stroke: &Stroke) -> i64 {
    stroke.at.0.saturating_add(stroke.length.0)
}

/// Indices into a bar's strokes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Onset {
    pub(super) at: i64,
    pub(super) voices: Vec<usize>,
}

impl Onset {
    pub(super) fn top(&self) -> usize {
        self.voices[self.voices.len() - 1]
    }
}

/// In time; an onset has at least one voice.
pub(super) fn of(strokes: &[Stroke], room: &std::ops::Range<i64>) -> Vec<Onset> {
    let mut order: Vec<usize> =
        (0..strokes.len()).filter(|index| is_movable(&strokes[*index], room)).collect();
    order.sort_by_key(|index| (strokes[*index].at, strokes[*index].pitch, *index));
    let mut onsets: Vec<Onset> = Vec::new();
    for index in order {
        let at = strokes[index].at.0;
        match onsets.last_mut().filter(|onset| onset.at == at) {
            Some(onset) => onset.voices.push(index),
            None => onsets.push(Onset { at, voices: vec![index] }),
        }
    }
    onsets
}

/// Whether another stroke of the bar holds the key down that `new`, in the place of stroke `index`, would strike.
pub(super) fn is_taken(strokes: &[Stroke], index: usize, new: &Stroke) -> bool {
    strokes.iter().enumerate().any(|(other_index, other)| {
        let meets = other.at == new.at || (other.at.0 < end(new) && new.at.0 < end(other));
        other_index != index && other.pitch == new.pitch && meets
    })
}
