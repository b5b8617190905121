//! What a chord wants from six strings: tones it is not itself without, tones it may have, and colours.

use music::chord::{Chord, Family};
use music::pitch::{Class, ClassSet};

/// More than four tones that must all sound leave no fingers to choose.
const MUST_MAX: usize = 4;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    pub root: Class,
    /// The root, or what a slash says.
    pub bass: Class,
    pub third: Option<Class>,
    pub fifth: Option<Class>,
    pub seventh: Option<Class>,
    /// What tells this chord from others, the most telling first.
    pub must: Vec<Class>,
    /// All its tones; a slash bass that is none of them is only for the lowest string.
    pub may: ClassSet,
    /// Tensions that this chord and the scale of the moment both take, at most a ninth and a thirteenth.
    pub colours: ClassSet,
}

impl Need {
    pub fn of(chord: &Chord, scale: ClassSet) -> Need {
        let tones = chord.tones();
        let (root, bass) = (chord.root().class(), chord.bass().class());
        let fifth = tones.iter().find(|tone| tone.degree.number == 5);
        let guides = chord.guide_tones();
        let altered = tones.iter().filter(|tone| tone.degree.alteration != 0 && tone.degree.number == 5);
        let extensions = tones.iter().rev().filter(|tone| tone.degree.number > 7);
        let mut must: Vec<Class> = guides.iter().map(|tone| tone.class).collect();
        for tone in altered.chain(extensions.filter(|tone| tone.class != bass || bass == root)) {
            if !must.contains(&tone.class) {
                must.push(tone.class);
            }
        }
        if chord.family() == Family::Power {
            must.extend([Some(root), fifth.map(|tone| tone.class)].into_iter().flatten());
        }
        must.truncate(MUST_MAX);
        let without_bass = Need::own_classes(chord);
        let guide = |numbers: &[u8]| {
            guides.iter().find(|tone| numbers.contains(&tone.degree.number)).map(|tone| tone.class)
        };
        Need {
            root,
            bass,
            third: guide(&[2, 3, 4, 11]),
            fifth: fifth.map(|tone| tone.class),
            seventh: guide(&[6, 7]),
            must,
            may: without_bass,
            colours: colours(chord, scale),
        }
    }

    /// Tones that are not only there because a slash says so.
    fn own_classes(chord: &Chord) -> ClassSet {
        let bass = chord.bass().class();
        let is_slash = bass != chord.root().class();
        let tones = chord.tones();
        let is_everyday = |number: u8| matches!(number, 1 | 3 | 5 | 7);
        let own =
            tones.iter().filter(|tone| !is_slash || tone.class != bass || is_everyday(tone.degree.number));
        own.map(|tone| tone.class).collect()
    }

    /// What a tone that nobody asked for may be, sounding anywhere above the lowest string.
    pub fn allowed(&self, with_colour: bool) -> ClassSet {
        if with_colour { self.may.union(self.colours) } else { self.may }
    }
}

fn colours(chord: &Chord, scale: ClassSet) -> ClassSet {
    let takes_thirteenth = chord.family() == Family::Dominant;
    let wanted =
        chord.tensions().into_iter().filter(|tone| match (tone.degree.number, tone.degree.alteration) {
            (9, 0) => true,
            (13, 0) => takes_thirteenth,
            _ => false,
        });
    wanted.map(|tone| tone.class).filter(|class| scale.contains(*class)).collect()
}
