//! What a chord is to a bass player: its bass note, and which pitch class each degree is.

use music::chord::Chord;
use music::pitch::{Class, ClassSet};

use crate::analyse::{Analysis, Change};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ground {
    pub(crate) bass: Class,
    /// Chord tones, the bass among them.
    pub(crate) tones: ClassSet,
    /// Chord tones and what may be played between them.
    pub(crate) scale: ClassSet,
    /// The chord's fifth, or what stands for it over a slash.
    pub(crate) fifth: Class,
    pub(crate) third: Class,
    pub(crate) is_slash: bool,
    root: Class,
}

impl Ground {
    pub(crate) fn of(chord: &Chord, scale: ClassSet) -> Ground {
        let (root, bass) = (chord.root().class(), chord.bass().class());
        let tones = chord.tones();
        // Ninths and thirteenths are colours to the bass: it stands on what is below.
        let own = tones.iter().filter(|tone| tone.degree.number <= 7 || tone.class == bass);
        let own: ClassSet = own.map(|tone| tone.class).collect();
        let find = |numbers: &[u8]| {
            let first =
                numbers.iter().find_map(|number| tones.iter().find(|tone| tone.degree.number == *number));
            first.map(|tone| tone.class)
        };
        let scale = scale.union(own);
        let over_root = find(&[5]).unwrap_or(root.transposed(7));
        let fifth = match (bass == root, own.without(bass).contains(bass.transposed(7))) {
            (true, _) => over_root,
            (false, true) => bass.transposed(7),
            (false, false) => root,
        };
        let third = find(&[3, 4, 2]).filter(|third| *third != bass).unwrap_or(over_root);
        Ground { bass, tones: own, scale, fifth, third, is_slash: bass != root, root }
    }

    pub(crate) fn all(analysis: &Analysis) -> Vec<Option<Ground>> {
        let of = |change: &Change| change.chord.as_ref().map(|chord| Ground::of(chord, change.scale));
        analysis.changes.iter().map(of).collect()
    }

    /// The class of a degree 2–7 as this chord has it.
    pub(crate) fn degree(&self, number: u8) -> Class {
        let above = |semitones: i32| self.root.transposed(semitones);
        let first = |choices: &[i32], otherwise: Class| {
            let known = choices.iter().map(|semitones| above(*semitones));
            let mut known = known.filter(|class| self.scale.contains(*class));
            known.next().unwrap_or(otherwise)
        };
        let seventh = || {
            let own = [10, 11, 9].into_iter().map(above).find(|class| self.tones.contains(*class));
            own.unwrap_or_else(|| first(&[10, 9], self.fifth))
        };
        match number {
            2 => first(&[2, 1], self.third),
            4 => first(&[5, 6], self.fifth),
            5 => self.fifth,
            6 => first(&[9], seventh()),
            7 => seventh(),
            _ => self.third,
        }
    }
}

#[cfg(test)]
mod tests;
