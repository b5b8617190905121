//! What a chord is for: its family, its guide tones, and the tensions that may colour it.

use super::{Chord, Tone};
use crate::key::Mode;
use crate::pitch::Class;
use crate::scale::Degree;

/// What a chord sounds like before its colours: how a player treats it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    Major,
    Minor,
    Dominant,
    HalfDiminished,
    Diminished,
    Augmented,
    Suspended,
    Power,
}

impl Family {
    pub(super) fn mode(self) -> Mode {
        match self {
            Family::Minor | Family::HalfDiminished | Family::Diminished => Mode::Minor,
            Family::Major | Family::Dominant | Family::Augmented | Family::Suspended | Family::Power => {
                Mode::Major
            }
        }
    }
}

impl Chord {
    pub fn family(&self) -> Family {
        let has = |number, alteration| self.formula.has(number, alteration);
        let is_suspended = has(2, 0) || has(4, 0) || (has(11, 0) && has(7, -1));
        let by_precedence = [
            (has(3, -1) && has(5, -1) && has(7, -1), Family::HalfDiminished),
            (has(3, -1) && has(5, -1), Family::Diminished),
            (has(3, -1), Family::Minor),
            (has(3, 0) && has(7, -1), Family::Dominant),
            (has(3, 0) && has(5, 1), Family::Augmented),
            (has(3, 0), Family::Major),
            (is_suspended, Family::Suspended),
            (has(7, -1), Family::Dominant),
            (has(7, 0) || has(6, 0), Family::Major),
        ];
        by_precedence.into_iter().find(|(is_it, _)| *is_it).map_or(Family::Power, |(_, family)| family)
    }

    /// What tells the chord from others: its third, or the second, fourth or eleventh in its place, and its seventh or
    /// sixth. A power chord has none.
    pub fn guide_tones(&self) -> Vec<Tone> {
        let first = |numbers: &[u8]| numbers.iter().find_map(|number| self.own(*number));
        [first(&[3, 4, 2, 11]), first(&[7, 6])].into_iter().flatten().collect()
    }

    /// Degrees that may colour the chord beyond its own tones, as players use them whatever the key.
    pub fn tensions(&self) -> Vec<Tone> {
        let usual = self.usual_tensions().iter().map(|(number, sign)| self.tone(Degree::new(*number, *sign)));
        usual.filter(|tone| self.is_free(*tone)).collect()
    }

    fn own(&self, number: u8) -> Option<Tone> {
        self.formula.degrees().find(|degree| degree.number == number).map(|degree| self.tone(degree))
    }

    fn usual_tensions(&self) -> &'static [(u8, i8)] {
        match self.family() {
            Family::Major => &[(9, 0), (11, 1), (13, 0)],
            Family::Minor if self.formula.has(7, 0) || self.formula.has(6, 0) => &[(9, 0), (11, 0), (13, 0)],
            Family::Minor => &[(9, 0), (11, 0)],
            Family::Dominant => &[(9, -1), (9, 0), (9, 1), (11, 1), (13, -1), (13, 0)],
            Family::HalfDiminished => &[(9, 0), (11, 0), (13, -1)],
            Family::Diminished => &[(7, 0), (9, 0), (11, 0), (13, -1)],
            Family::Augmented => &[(9, 0), (11, 1)],
            Family::Suspended => &[(9, 0), (13, 0)],
            Family::Power => &[(9, 0)],
        }
    }

    /// Not sounding already, and not beside another form of the same degree: no natural ninth over `b9`, no thirteenth
    /// over a raised fifth. Altered ninths go together.
    fn is_free(&self, tone: Tone) -> bool {
        let up = |degree: Degree| Class::new(degree.semitones());
        let clashes = |own: Degree| match (tone.degree.number, own.number) {
            (9, 9) => (tone.degree.alteration == 0) != (own.alteration == 0),
            (13, 5) => own.alteration == 1,
            (11, 11) | (13, 13) => true,
            _ => false,
        };
        !self.classes().contains(tone.class)
            && !self.formula.degrees().any(|own| up(own) == up(tone.degree) || clashes(own))
    }
}
