//! Palettes: which notes a chord offers for each slot of a form, and what must not be missing.

use music::chord::{Chord, Family, Tone};
use music::pitch::{Class, ClassSet};

use super::Colour;
use super::form::Slot;

/// A chord as a voicer sees it.
pub(super) struct Palette {
    root: Class,
    pub(super) bass: Class,
    tones: Vec<Tone>,
    guides: Vec<Tone>,
    /// Allowed here, and not written.
    added: Vec<Tone>,
    pub(super) written: ClassSet,
}

/// What it costs to leave a note out; the third tells most, an altered fifth is the point of its chord.
const MISSING_GUIDE: i32 = 60;
const MISSING_ALTERATION: i32 = 40;
const MISSING_COLOUR: i32 = 16;
/// In a triad the root is heard above the bass too.
const MISSING_TRIAD_ROOT: i32 = 14;
const MISSING_TRIAD_FIFTH: i32 = 10;

impl Palette {
    /// `scale` is what the key allows at this place; empty allows what the chord allows by itself.
    pub(super) fn of(chord: &Chord, scale: ClassSet, colour: Colour) -> Palette {
        let (tones, guides) = (chord.tones(), chord.guide_tones());
        let written = chord.classes();
        let bass = chord.bass().class();
        let fits = |tone: &Tone| {
            let in_scale = scale.is_empty() || scale.contains(tone.class);
            in_scale && bass.up_to(tone.class) != 1 && is_taste(chord, *tone, colour)
                || colour == Colour::Rich
                    && in_scale
                    && is_flat_ninth(chord, *tone)
                    && bass == chord.root().class()
        };
        let added = chord.tensions().into_iter().filter(fits).collect();
        Palette { root: chord.root().class(), bass, tones, guides, added, written }
    }

    /// What may stand in a slot, written notes alone where there are any.
    pub(super) fn choices(&self, slot: Slot) -> Vec<Class> {
        let guide = |index: usize| self.guide(index).map(|tone| tone.class).into_iter().collect();
        match slot {
            Slot::Root => self.tones.iter().filter(|tone| tone.class == self.root).map(|t| t.class).collect(),
            Slot::Third => guide(0),
            Slot::Seventh => {
                let seventh: Vec<Class> = guide(1);
                if seventh.is_empty() { self.added(&[13]) } else { seventh }
            }
            Slot::Fifth => self.of_numbers(&[5]),
            Slot::Ninth => self.of_numbers(&[9, 2]),
            Slot::Eleventh => self.of_numbers(&[11, 4]),
            Slot::Thirteenth => self.of_numbers(&[13, 6]),
        }
    }

    /// What this choice of notes costs for what it leaves out.
    pub(super) fn missing_cost(&self, held: ClassSet) -> i32 {
        let is_triad = self.guide(1).is_none();
        let missing = self.tones.iter().filter(|tone| !held.contains(tone.class));
        let cost = |tone: &Tone| match (tone.degree.number, tone.degree.alteration) {
            _ if self.guides.contains(tone) => MISSING_GUIDE,
            _ if tone.class == self.root => {
                if is_triad {
                    MISSING_TRIAD_ROOT
                } else {
                    0
                }
            }
            _ if tone.class == self.bass => 0,
            (5, 0) => {
                if is_triad {
                    MISSING_TRIAD_FIFTH
                } else {
                    0
                }
            }
            (5, _) => MISSING_ALTERATION,
            (_, 0) => MISSING_COLOUR,
            _ => MISSING_COLOUR + 8,
        };
        missing.map(cost).sum()
    }

    /// A third or seventh that wants to move: it is not doubled, unless it is a triad's.
    pub(super) fn is_tender(&self, class: Class) -> bool {
        let is_seventh_chord = self.guide(1).is_some();
        is_seventh_chord && self.guides.iter().any(|tone| tone.class == class)
    }

    fn guide(&self, index: usize) -> Option<&Tone> {
        let is_third = |tone: &&Tone| !matches!(tone.degree.number, 6 | 7);
        if index == 0 {
            self.guides.iter().find(is_third)
        } else {
            self.guides.iter().find(|tone| !is_third(tone))
        }
    }

    fn of_numbers(&self, numbers: &[u8]) -> Vec<Class> {
        let free = |tone: &&Tone| numbers.contains(&tone.degree.number) && !self.guides.contains(tone);
        let own: Vec<Class> = self.tones.iter().filter(free).map(|tone| tone.class).collect();
        if own.is_empty() { self.added(numbers) } else { own }
    }

    fn added(&self, numbers: &[u8]) -> Vec<Class> {
        let wanted = self.added.iter().filter(|tone| numbers.contains(&tone.degree.number));
        wanted.map(|tone| tone.class).collect()
    }
}

/// What a player would add without being asked. A note a semitone above a chord tone is none of it.
fn is_taste(chord: &Chord, tone: Tone, colour: Colour) -> bool {
    let family = chord.family();
    let rubs = chord.classes().iter().any(|own| own.up_to(tone.class) == 1);
    let plays = match colour {
        Colour::Plain => false,
        Colour::Warm => (tone.degree.number, tone.degree.alteration) == (9, 0),
        Colour::Rich => true,
    };
    let is_free = match family {
        Family::Major | Family::Minor | Family::Suspended | Family::Dominant | Family::HalfDiminished => true,
        Family::Diminished | Family::Augmented | Family::Power => false,
    };
    plays && is_free && !rubs
}

/// The one exception: a dominant's flat ninth and thirteenth, where the scale has them.
fn is_flat_ninth(chord: &Chord, tone: Tone) -> bool {
    chord.family() == Family::Dominant && matches!((tone.degree.number, tone.degree.alteration), (9 | 13, -1))
}
