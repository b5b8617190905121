//! Names: the one canonical spelling of every formula.
//!
//! The nearest base in the list, then what alters it (`b5`, `#9`), what is added and what is left out. A name is only
//! given after checking that it comes to the same formula, so reading it back gives the same chord.

use std::fmt::Write;
use std::sync::LazyLock;

use super::draft::{Draft, altered};
use super::formula::Formula;
use super::symbol::{self, SlashNumber};
use super::text::Glyphs;
use crate::scale::Degree;

/// Of two names that cost the same, the earlier base gives the name.
#[rustfmt::skip]
pub(super) const BASES: &[&str] = &[
    "", "m", "dim", "aug", "5", "sus4", "sus2", "sus24", "6", "m6", "69", "m69", "7", "maj7", "m7", "mMaj7", "dim7",
    "dimMaj7", "9", "maj9", "m9", "mMaj9", "11", "maj11", "m11", "mMaj11", "13", "maj13", "m13", "mMaj13",
    "7sus4", "maj7sus4", "9sus4", "maj9sus4", "13sus4", "maj13sus4", "6sus4", "69sus4", "7sus2", "maj7sus2",
    "6sus2", "7alt", "13sus2", "maj13sus2", "7sus24", "maj7sus24", "dim7sus4", "dim7sus2", "dim7sus24",
];

struct Base {
    name: &'static str,
    formula: Formula,
}

static NAMED: LazyLock<Vec<Base>> = LazyLock::new(|| {
    let formula = |name: &&str| {
        let glyphs = Glyphs::new(name).ok()?;
        symbol::read(&mut glyphs.text(), SlashNumber::Addition, Draft::MAJOR_TRIAD).ok()
    };
    let based = |name: &&'static str| formula(name).map(|formula| Base { name, formula });
    BASES.iter().filter_map(based).collect()
});

/// What is written after the root.
pub(super) fn of(formula: Formula) -> String {
    let words = NAMED.iter().filter_map(|base| Words::from_base(base, formula));
    // Every reader's draft starts from one of the bases, so one of them always fits.
    words.min_by_key(Words::cost).map(|words| words.to_text()).unwrap_or_default()
}

struct Words {
    base: &'static str,
    alterations: Formula,
    additions: Formula,
    omissions: u16,
}

impl Words {
    fn from_base(base: &Base, wanted: Formula) -> Option<Words> {
        let missing = wanted.minus(base.formula);
        let is_alteration = |degree: Degree| degree.alteration != 0 && can_be_altered(degree);
        let alterations = missing.keep(is_alteration);
        let additions = missing.minus(alterations);
        if !additions.degrees().all(can_be_added) {
            return None;
        }
        let absent =
            base.formula.degrees().map(|degree| degree.number).filter(|number| !wanted.has_any(*number));
        let omissions = absent.fold(0, |omissions, number| omissions | 1 << number);
        let reached = altered(base.formula, alterations, additions, omissions);
        (reached == wanted && omissions & 0b111 == 0).then_some(Words {
            base: base.name,
            alterations,
            additions,
            omissions,
        })
    }

    /// Leaving out is the last resort: `C7b5#5` is not an altered chord without its ninths.
    fn cost(&self) -> usize {
        let omitted = self.omissions.count_ones() as usize;
        self.alterations.degrees().count() + self.additions.degrees().count() + 3 * omitted
    }

    fn to_text(&self) -> String {
        let mut text = self.base.to_owned();
        let has_number = self.base.contains(|glyph: char| glyph.is_ascii_digit());
        for degree in self.alterations.degrees() {
            // `Cb5` is a power chord on Cb, and `Cb9` a chord of it.
            let written = match (degree.number, has_number) {
                (5, false) => write!(text, "({degree})"),
                (_, false) => write!(text, "add{degree}"),
                (_, true) => write!(text, "{degree}"),
            };
            written.expect("writing to a String cannot fail");
        }
        for degree in self.additions.degrees() {
            write!(text, "add{degree}").expect("writing to a String cannot fail");
        }
        for number in (3..=13).filter(|number| self.omissions & (1 << number) != 0) {
            write!(text, "no{number}").expect("writing to a String cannot fail");
        }
        text
    }
}

fn can_be_altered(degree: Degree) -> bool {
    matches!((degree.number, degree.alteration), (5 | 9, _) | (11, 1) | (13, -1))
}

fn can_be_added(degree: Degree) -> bool {
    matches!((degree.number, degree.alteration), (3 | 6 | 9 | 11 | 13, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_base_is_its_own_name() {
        assert_eq!(NAMED.len(), BASES.len(), "every base can be read");
        for base in NAMED.iter() {
            assert_eq!(of(base.formula), base.name);
        }
    }

    #[test]
    fn no_two_bases_are_the_same_chord() {
        for (index, base) in NAMED.iter().enumerate() {
            let twin = NAMED[..index].iter().find(|other| other.formula == base.formula);
            assert_eq!(twin.map(|twin| twin.name), None, "as {}", base.name);
        }
    }

    #[test]
    fn every_alteration_of_every_base_is_named_and_read_back() {
        let tones = [(5, -1), (5, 1), (9, -1), (9, 0), (9, 1), (11, 0), (11, 1), (13, -1), (13, 0)];
        for base in NAMED.iter() {
            for pair in tones.iter().flat_map(|first| tones.map(|second| [*first, second])) {
                let changes = Formula::of(&pair);
                let natural = changes.keep(|degree| degree.alteration == 0);
                let formula = altered(base.formula, changes.minus(natural), natural, 0);
                let glyphs = Glyphs::new(&of(formula)).unwrap();
                let again = symbol::read(&mut glyphs.text(), SlashNumber::Addition, Draft::MAJOR_TRIAD);
                assert_eq!(again, Ok(formula), "{} with {changes:?} is named {}", base.name, of(formula));
            }
        }
    }
}
