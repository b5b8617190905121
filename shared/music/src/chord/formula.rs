//! Formulas: which degrees stand above a chord's root. Two spellings with one formula are one chord.

use std::fmt;

use crate::pitch::Class;
use crate::scale::Degree;

/// A set of [`TONES`], one bit each.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Formula(u32);

/// Every degree a chord can have, in the order they are listed. The second and fourth replace a third (sus); added
/// to one they are a ninth and an eleventh, whatever octave a hand plays them in.
pub(super) const TONES: [Degree; 19] = [
    Degree::new(1, 0),
    Degree::new(2, 0),
    Degree::new(3, -1),
    Degree::new(3, 0),
    Degree::new(4, 0),
    Degree::new(5, -1),
    Degree::new(5, 0),
    Degree::new(5, 1),
    Degree::new(6, 0),
    Degree::new(7, -2),
    Degree::new(7, -1),
    Degree::new(7, 0),
    Degree::new(9, -1),
    Degree::new(9, 0),
    Degree::new(9, 1),
    Degree::new(11, 0),
    Degree::new(11, 1),
    Degree::new(13, -1),
    Degree::new(13, 0),
];

impl Formula {
    pub(super) const EMPTY: Formula = Formula(0);

    pub(super) fn of(degrees: &[(u8, i8)]) -> Formula {
        degrees
            .iter()
            .fold(Formula::EMPTY, |formula, (number, alteration)| formula.with(*number, *alteration))
    }

    pub(super) fn with(self, number: u8, alteration: i8) -> Formula {
        Formula(self.0 | bit(number, alteration))
    }

    pub(super) fn has(self, number: u8, alteration: i8) -> bool {
        self.0 & bit(number, alteration) != 0
    }

    /// Whether any degree of that number is there, altered or not.
    pub(super) fn has_any(self, number: u8) -> bool {
        self.degrees().any(|degree| degree.number == number)
    }

    pub(super) fn without_any(self, number: u8) -> Formula {
        self.keep(|degree| degree.number != number)
    }

    pub(super) fn keep(self, wanted: impl Fn(Degree) -> bool) -> Formula {
        self.degrees().filter(|degree| wanted(*degree)).fold(Formula::EMPTY, Formula::with_degree)
    }

    pub(super) fn with_degree(self, degree: Degree) -> Formula {
        self.with(degree.number, degree.alteration)
    }

    pub(super) const fn union(self, other: Formula) -> Formula {
        Formula(self.0 | other.0)
    }

    pub(super) const fn minus(self, other: Formula) -> Formula {
        Formula(self.0 & !other.0)
    }

    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn degrees(self) -> impl Iterator<Item = Degree> {
        let bits = self.0;
        TONES
            .into_iter()
            .enumerate()
            .filter(move |(index, _)| bits & (1 << index) != 0)
            .map(|(_, degree)| degree)
    }

    pub(super) fn sounds(self, class_above_root: Class) -> bool {
        self.degrees().any(|degree| Class::new(degree.semitones()) == class_above_root)
    }

    /// One name per sound: a sixth above a seventh is a thirteenth, and of two names the lower degree stays.
    pub(super) fn tidied(self) -> Formula {
        let sixth_is_thirteenth = self.has(6, 0) && self.has_any(7);
        let start = if sixth_is_thirteenth { self.without_any(6).with(13, 0) } else { self };
        start.degrees().fold(Formula::EMPTY, |kept, degree| {
            if kept.sounds(Class::new(degree.semitones())) { kept } else { kept.with_degree(degree) }
        })
    }
}

impl fmt::Debug for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.degrees().map(|degree| degree.to_string())).finish()
    }
}

/// No bit at all for a degree no chord has.
fn bit(number: u8, alteration: i8) -> u32 {
    let index = TONES.iter().position(|tone| *tone == Degree::new(number, alteration));
    index.map_or(0, |index| 1 << index)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formula(text: &str) -> Formula {
        let tone = |name: &&str| TONES.into_iter().find(|tone| tone.to_string() == *name);
        let degree = |name| tone(&name).unwrap_or_else(|| panic!("no chord has {name}"));
        text.split(' ').map(degree).fold(Formula::EMPTY, Formula::with_degree)
    }

    #[test]
    fn a_formula_lists_its_degrees_in_order() {
        let altered = formula("#9 1 b7 3");
        assert_eq!(format!("{altered:?}"), r##"["1", "3", "b7", "#9"]"##);
        assert!(altered.has(9, 1) && !altered.has(9, 0) && altered.has_any(9) && !altered.has_any(5));
        assert_eq!(altered.without_any(9), formula("1 3 b7"));
        assert_eq!(altered.union(formula("5")).minus(formula("3")), formula("1 5 b7 #9"));
    }

    #[test]
    fn what_no_chord_has_leaves_no_trace() {
        for (number, alteration) in [(0, 0), (8, 0), (10, 0), (13, 1), (9, 7), (u8::MAX, i8::MIN)] {
            assert_eq!(Formula::of(&[(number, alteration)]), Formula::EMPTY);
        }
    }

    #[test]
    fn one_sound_has_one_name() {
        for (untidy, tidy) in [
            ("1 3 5 6 b7", "1 3 5 b7 13"),
            ("1 3 5 6 7 9", "1 3 5 7 9 13"),
            ("1 2 5 9", "1 2 5"),
            ("1 4 5 b7 9 11", "1 4 5 b7 9"),
            ("1 3 b5 b7 #11", "1 3 b5 b7"),
            ("1 3 #5 b7 b13", "1 3 #5 b7"),
            ("1 b3 5 b7 #9", "1 b3 5 b7"),
            ("1 b3 b5 bb7 13", "1 b3 b5 bb7"),
            ("1 3 5 6 9", "1 3 5 6 9"),
        ] {
            assert_eq!(formula(untidy).tidied(), formula(tidy), "{untidy}");
            assert_eq!(formula(tidy).tidied(), formula(tidy), "{tidy} is tidy");
        }
    }
}
