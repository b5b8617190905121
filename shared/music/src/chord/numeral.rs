//! Roman and Nashville numerals: chords named by where they stand in a key.
//!
//! Degrees count along the key's own scale, so that VI in C minor is Ab; a flat before a degree the key has lowered
//! already changes nothing (`bVI` is the same Ab), and `vii°` in minor is the leading tone. Roman case tells major from
//! minor; Nashville numbers are major unless they say `-` or `m`. `V7/V` is the V7 of V, `5/7` and `V/7` have the seventh
//! degree in the bass, and the classical `6/4`, `6/5`, `4/3` and `4/2` turn a roman chord over.

use super::Chord;
use super::draft::{Draft, Third};
use super::error::Problem;
use super::formula::Formula;
use super::symbol::{self, SlashNumber};
use super::text::Text;
use crate::key::{Key, Mode};
use crate::pitch::Spelling;
use crate::scale::Degree;

/// `None` when the text is no numeral at all.
pub(super) fn read(mut text: Text<'_>, key: &Key) -> Option<Result<Chord, Problem>> {
    let step = Step::take(&mut text)?;
    Some(chord(&mut text, step, key))
}

/// A degree as it is written: `b7`, `#iv`, `V`.
#[derive(Clone, Copy)]
struct Step {
    accidental: i8,
    number: u8,
    style: Style,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Nashville,
    RomanMajor,
    RomanMinor,
}

/// Longest first, so that VI is not V.
const ROMAN: &[(&str, u8)] = &[("VII", 7), ("III", 3), ("VI", 6), ("IV", 4), ("II", 2), ("V", 5), ("I", 1)];

impl Step {
    fn take(text: &mut Text<'_>) -> Option<Step> {
        let mut after = *text;
        let accidental = if after.take("b") { -1 } else { i8::from(after.take("#")) };
        let (number, style) = match after.peek()? {
            digit @ '1'..='7' => {
                after.next();
                (digit as u8 - b'0', Style::Nashville)
            }
            'I' | 'V' => (ROMAN.iter().find(|(roman, _)| after.take(roman))?.1, Style::RomanMajor),
            'i' | 'v' => {
                let found = ROMAN.iter().find(|(roman, _)| after.take(&roman.to_lowercase()))?;
                (found.1, Style::RomanMinor)
            }
            _ => return None,
        };
        *text = after;
        Some(Step { accidental, number, style })
    }

    fn degree(self, mode: Mode) -> Degree {
        let own = mode.degrees()[usize::from(self.number - 1)];
        let is_there_already = own.alteration != 0 && own.alteration == self.accidental;
        let accidental = if is_there_already { 0 } else { self.accidental };
        Degree { alteration: own.alteration + accidental, ..own }
    }

    fn in_key(self, key: &Key) -> Spelling {
        key.spell_degree(self.degree(key.mode))
    }

    fn draft(self) -> Draft {
        match self.style {
            Style::Nashville | Style::RomanMajor => Draft::MAJOR_TRIAD,
            Style::RomanMinor => Draft { third: Third::Minor, ..Draft::MAJOR_TRIAD },
        }
    }
}

/// What stands on the degree, before it is known in which key.
#[derive(Clone, Copy)]
enum Body {
    Plain(Formula),
    Figured(Figured),
}

fn chord(text: &mut Text<'_>, step: Step, key: &Key) -> Result<Chord, Problem> {
    let body = body(text, step)?;
    if text.is_done() {
        return Ok(body.placed(step, key));
    }
    if !text.take("/") {
        return Err(text.unexpected());
    }
    let under = Step::take(text).ok_or_else(|| text.unexpected())?;
    if !text.is_done() {
        return Err(text.unexpected());
    }
    Ok(match under.style {
        Style::Nashville => body.placed(step, key).over(under.in_key(key)),
        Style::RomanMajor => body.placed(step, &Key::new(under.in_key(key), Mode::Major)),
        Style::RomanMinor => body.placed(step, &Key::new(under.in_key(key), Mode::Minor)),
    })
}

fn body(text: &mut Text<'_>, step: Step) -> Result<Body, Problem> {
    let is_roman = step.style != Style::Nashville;
    match is_roman.then(|| Figured::take(text)).flatten() {
        Some(figured) => Ok(Body::Figured(figured)),
        None => symbol::read(text, SlashNumber::Bass, step.draft()).map(Body::Plain),
    }
}

impl Body {
    fn placed(self, step: Step, key: &Key) -> Chord {
        match self {
            Body::Plain(formula) => placed(step, formula, key),
            Body::Figured(figured) => figured.placed(step, key),
        }
    }
}

fn placed(step: Step, formula: Formula, key: &Key) -> Chord {
    let degree = step.degree(key.mode);
    let is_leading_tone = step.style == Style::RomanMinor && step.number == 7 && formula.has(5, -1);
    let raised =
        if is_leading_tone { Degree { alteration: degree.alteration.max(0), ..degree } } else { degree };
    Chord { root: key.spell_degree(raised), formula, bass: None, upper: None }
}

/// A roman chord turned over by classical figures, with the seventh the key has.
#[derive(Clone, Copy)]
struct Figured {
    sign: Sign,
    /// Which of its degrees is in the bass.
    bass: u8,
    has_seventh: bool,
}

#[derive(Clone, Copy)]
enum Sign {
    None,
    Diminished,
    Augmented,
}

/// `6` alone stays the added sixth it is everywhere else.
const FIGURES: &[(&str, u8, bool)] = &[
    ("6/4", 5, false),
    ("64", 5, false),
    ("6/5", 3, true),
    ("65", 3, true),
    ("4/3", 5, true),
    ("43", 5, true),
    ("4/2", 7, true),
    ("42", 7, true),
];

impl Figured {
    fn take(text: &mut Text<'_>) -> Option<Figured> {
        let mut after = *text;
        let sign = if after.take("°") || after.take("o") || after.take("ø") {
            Sign::Diminished
        } else if after.take("+") {
            Sign::Augmented
        } else {
            Sign::None
        };
        let (_, bass, has_seventh) = *FIGURES.iter().find(|(figure, _, _)| after.take(figure))?;
        *text = after;
        Some(Figured { sign, bass, has_seventh })
    }

    fn placed(self, step: Step, key: &Key) -> Chord {
        let triad = match self.sign {
            Sign::None => step.draft(),
            Sign::Diminished => Draft { third: Third::Minor, fifth: -1, ..step.draft() },
            Sign::Augmented => Draft { fifth: 1, ..step.draft() },
        };
        let chord = placed(step, triad.formula(), key);
        let is_own = |seventh: i8| key.contains(Degree::new(7, seventh).above(chord.root.class()));
        let otherwise = if triad.fifth < 0 { -2 } else { 0 };
        let seventh = if !is_own(-1) && is_own(otherwise) { otherwise } else { -1 };
        let formula = if self.has_seventh { chord.formula.with(7, seventh) } else { chord.formula };
        let in_bass = formula.degrees().find(|degree| degree.number == self.bass);
        let chord = Chord { formula, ..chord };
        in_bass.map_or(chord, |degree| chord.over(degree.spelled_above(chord.root)))
    }
}
