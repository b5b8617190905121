//! Reads a chord symbol, what follows the root: `m7b5`, `maj9(#11)`, `7sus4`, `-Δ7`, `6/9`, `(no3)`.

use super::draft::{Draft, Third};
use super::error::Problem;
use super::formula::Formula;
use super::quality::Quality;
use super::text::Text;

/// What a number after a slash means: an added tone (`C6/9`), or the bass where degrees are numbers (`5/7`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SlashNumber {
    Addition,
    Bass,
}

/// Reads up to the end, or up to a slash that is not followed by an added tone.
pub(super) fn read(text: &mut Text<'_>, slash: SlashNumber, start: Draft) -> Result<Formula, Problem> {
    let mut symbol = Symbol { text, slash, draft: start, has_number: false, in_parentheses: false };
    symbol.quality();
    symbol.number()?;
    while symbol.modifier()? {}
    Ok(symbol.draft.formula())
}

struct Symbol<'a, 'b> {
    text: &'a mut Text<'b>,
    slash: SlashNumber,
    draft: Draft,
    /// A 6, 7, 9, 11 or 13 was read, so that the seventh is settled.
    has_number: bool,
    in_parentheses: bool,
}

impl Symbol<'_, '_> {
    fn quality(&mut self) {
        let Some(quality) = Quality::take(self.text) else { return };
        match quality {
            Quality::Major => self.draft.seventh = 0,
            Quality::MajorSeventh => (self.draft.seventh, self.draft.top) = (0, 7),
            Quality::Dominant => self.draft.top = 7,
            Quality::HalfDiminished => {
                (self.draft.third, self.draft.fifth, self.draft.top) = (Third::Minor, -1, 7);
            }
            Quality::Minor => {
                self.draft.third = Third::Minor;
                self.major_seventh();
            }
            Quality::Diminished => {
                (self.draft.third, self.draft.fifth, self.draft.seventh) = (Third::Minor, -1, -2);
                self.major_seventh();
            }
            Quality::Augmented => {
                self.draft.fifth = 1;
                self.major_seventh();
            }
        }
    }

    /// `maj7`, `M7`, `Δ` after another quality, with or without a slash: `m/maj7`, `-Δ7`, `°M7`.
    fn major_seventh(&mut self) {
        let mut after = *self.text;
        after.take("/");
        let is_major = matches!(Quality::take(&mut after), Some(Quality::Major | Quality::MajorSeventh));
        if is_major {
            *self.text = after;
            (self.draft.seventh, self.draft.top) = (0, 7);
        }
    }

    fn number(&mut self) -> Result<(), Problem> {
        let mut after = *self.text;
        let Some(number) = after.number() else { return Ok(()) };
        match number {
            6 => {
                self.draft.sixth = true;
                self.has_number = true;
                if after.take("9") {
                    self.draft.additions = self.draft.additions.with(9, 0);
                }
            }
            7 | 9 | 11 | 13 => {
                self.draft.top = number;
                self.has_number = true;
                if self.draft.seventh == -1 && !after.starts_with_any_case("maj") && after.take("M") {
                    self.draft.seventh = 0;
                }
            }
            5 => self.fifth()?,
            2 | 4 => self.add_natural(number),
            _ => return Err(self.text.unexpected()),
        }
        *self.text = after;
        Ok(())
    }

    /// A 5 after the root makes a power chord; after `+` it says what everybody knows.
    fn fifth(&mut self) -> Result<(), Problem> {
        match self.draft.third {
            Third::Major if self.draft.fifth == 1 => Ok(()),
            Third::Major if self.draft.seventh == -1 => {
                self.draft.third = Third::None;
                Ok(())
            }
            Third::None | Third::Minor | Third::Major => {
                Err(self.text.problem("a power chord has no third to name"))
            }
        }
    }

    /// Anything after the number; false at the end of the symbol.
    fn modifier(&mut self) -> Result<bool, Problem> {
        match self.text.peek() {
            None => return self.end(),
            Some('(') if !self.in_parentheses => {
                self.text.next();
                self.in_parentheses = true;
                return self.required_modifier();
            }
            Some(')') if self.in_parentheses => {
                self.text.next();
                self.in_parentheses = false;
                return Ok(true);
            }
            Some(' ') if self.in_parentheses => {
                self.text.next();
                return Ok(true);
            }
            Some(',') => {
                self.text.next();
                self.text.take(" ");
                return self.required_modifier();
            }
            Some('/') => return self.slash(),
            Some('0'..='9') if self.in_parentheses => self.bare_number()?,
            Some(_) => self.word()?,
        }
        Ok(true)
    }

    fn required_modifier(&mut self) -> Result<bool, Problem> {
        match self.text.peek() {
            None | Some(')' | ',' | '/' | '(') => Err(self.text.unexpected()),
            Some(_) => Ok(true),
        }
    }

    fn end(&mut self) -> Result<bool, Problem> {
        if self.in_parentheses { Err(self.text.problem("a parenthesis is not closed")) } else { Ok(false) }
    }

    /// Between tones in parentheses; before an added tone; or the end of the symbol.
    fn slash(&mut self) -> Result<bool, Problem> {
        if self.in_parentheses {
            self.text.next();
            return self.required_modifier();
        }
        let next = self.text.peek_past(1);
        let is_addition = match self.slash {
            SlashNumber::Addition => matches!(next, Some('0'..='9' | '#' | 'b')),
            SlashNumber::Bass => {
                matches!((next, self.text.peek_past(2)), (Some('9'), _) | (Some('1'), Some('1' | '3')))
            }
        };
        if !is_addition {
            return Ok(false);
        }
        self.text.next();
        if self.text.peek().is_some_and(|glyph| glyph.is_ascii_digit()) {
            self.bare_number()?;
        } else {
            self.word()?;
        }
        Ok(true)
    }

    /// `(9)`, `6/9`, `(9, 13)`: a tone added.
    fn bare_number(&mut self) -> Result<(), Problem> {
        let before = *self.text;
        match self.text.number() {
            Some(number @ (2 | 4 | 6 | 9 | 11 | 13)) => {
                self.add_natural(number);
                Ok(())
            }
            Some(_) | None => Err(before.unexpected()),
        }
    }

    /// A bare 4 suspends; beside a minor third it is the eleventh. A bare 2 is added: `C2` keeps its third.
    fn add_natural(&mut self, number: u8) {
        if number == 4 && self.draft.third == Third::Major {
            self.draft.suspensions = self.draft.suspensions.with(4, 0);
        } else {
            self.draft.additions = self.draft.additions.union(addition(number, 0));
        }
    }

    fn word(&mut self) -> Result<(), Problem> {
        if self.text.take_any_case("sus") {
            return self.suspension();
        }
        if self.text.take_any_case("add") {
            self.text.take(" ");
            return self.added();
        }
        if self.text.take_any_case("omit") || self.text.take_any_case("no") {
            self.text.take(" ");
            return self.omission();
        }
        if self.text.starts_with_any_case("alt") {
            return self.altered();
        }
        if matches!(self.text.peek(), Some('#' | 'b' | '+' | '-')) || self.text.starts_with_any_case("aug") {
            return self.alteration();
        }
        self.late_major_seventh()
    }

    /// `sus`, `sus4`, `sus2`, `sus24`, `sus9`, `sus13`.
    fn suspension(&mut self) -> Result<(), Problem> {
        let before = *self.text;
        let mut suspended = Formula::EMPTY;
        while let Some(digit @ ('2' | '4')) = self.text.peek() {
            self.text.next();
            suspended = suspended.with(if digit == '2' { 2 } else { 4 }, 0);
        }
        if suspended.is_empty() {
            suspended = Formula::of(&[(4, 0)]);
            match self.text.number() {
                None => {}
                Some(top @ (7 | 9 | 13)) if !self.has_number => self.draft.top = top,
                Some(_) => return Err(before.unexpected()),
            }
        }
        self.draft.suspensions = self.draft.suspensions.union(suspended);
        Ok(())
    }

    fn added(&mut self) -> Result<(), Problem> {
        let before = *self.text;
        let sign = self.accidental();
        let tone = self.text.number().map(|number| addition(number, sign));
        match tone {
            Some(tone) if !tone.is_empty() => {
                self.draft.additions = self.draft.additions.union(tone);
                Ok(())
            }
            None if sign == 0 && self.late_major_seventh().is_ok() => Ok(()),
            Some(_) | None => Err(before.problem("what can be added is 2, 3, 4, 6, 9, 11 or 13")),
        }
    }

    fn omission(&mut self) -> Result<(), Problem> {
        let before = *self.text;
        match self.text.number() {
            Some(number @ (3 | 5 | 7 | 9 | 11 | 13)) => {
                self.draft.omissions |= 1 << number;
                let _ordinal = self.text.take("rd") || self.text.take("th");
                Ok(())
            }
            Some(_) | None => Err(before.problem("what can be left out is 3, 5, 7, 9, 11 or 13")),
        }
    }

    fn altered(&mut self) -> Result<(), Problem> {
        let is_dominant = self.draft.third == Third::Major && self.draft.seventh == -1 && self.draft.top <= 7;
        if !is_dominant {
            return Err(self.text.problem("alt is for dominant seventh chords"));
        }
        let _whole_word = self.text.take_any_case("altered") || self.text.take_any_case("alt");
        self.draft.top = 7;
        let altered = Formula::of(&[(5, -1), (5, 1), (9, -1), (9, 1)]);
        self.draft.alterations = self.draft.alterations.union(altered);
        Ok(())
    }

    /// `b5`, `#9`, `-5`, `+11`, and `+` alone for a raised fifth.
    fn alteration(&mut self) -> Result<(), Problem> {
        let before = *self.text;
        let can_stand_alone = self.text.starts_with_any_case("aug") || self.text.peek() == Some('+');
        let sign = self.accidental();
        let number = self.text.number();
        let number = if can_stand_alone { number.or(Some(5)) } else { number };
        let tone = match (number, sign) {
            (Some(5), sign) => Formula::of(&[(5, sign)]),
            (Some(number), sign) => addition(number, sign).keep(|degree| degree.alteration != 0),
            (None, _) => Formula::EMPTY,
        };
        if tone.is_empty() {
            return Err(before.problem("what can be altered is b5, #5, b9, #9, #11 or b13"));
        }
        self.draft.alterations = self.draft.alterations.union(tone);
        Ok(())
    }

    /// `(maj7)` after a chord that has no seventh yet.
    fn late_major_seventh(&mut self) -> Result<(), Problem> {
        let mut after = *self.text;
        let is_major = matches!(Quality::take(&mut after), Some(Quality::Major | Quality::MajorSeventh));
        if !is_major || self.has_number {
            return Err(self.text.unexpected());
        }
        let top = match after.number() {
            None => 7,
            Some(top @ (7 | 9 | 11 | 13)) => top,
            Some(_) => return Err(self.text.unexpected()),
        };
        *self.text = after;
        (self.draft.seventh, self.draft.top, self.has_number) = (0, top, true);
        Ok(())
    }

    fn accidental(&mut self) -> i8 {
        if self.text.take("#") || self.text.take("+") || self.text.take_any_case("aug") {
            return 1;
        }
        if self.text.take("b") || self.text.take("-") { -1 } else { 0 }
    }
}

/// The tone that is meant by adding a number: a second is a ninth, a fourth an eleventh. Empty where no chord has it.
fn addition(number: u8, sign: i8) -> Formula {
    let number = match (number, sign) {
        (2, _) => 9,
        (4, _) => 11,
        (6, -1) => 13,
        (number, _) => number,
    };
    match (number, sign) {
        (3 | 6, 0) | (9, _) | (11, 0 | 1) | (13, -1 | 0) => Formula::of(&[(number, sign)]),
        _ => Formula::EMPTY,
    }
}
