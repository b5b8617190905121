//! Places in a style's file: what stands there is read or refused with its line.

use std::str::FromStr;

use music::pitch::Pitch;
use toml::Spanned;

use super::cell::STEPS;
use crate::style;

/// A file while it is read.
pub(crate) struct Place<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
}

impl Place<'_> {
    pub(crate) fn error<T>(&self, at: Option<&Spanned<T>>, message: impl Into<String>) -> style::Error {
        let byte = at.map_or(0, |at| at.span().start);
        style::Error::at(self.file, self.text, byte, message)
    }

    pub(crate) fn parsed<T>(&self, text: &Spanned<String>) -> Result<T, style::Error>
    where
        T: FromStr,
        T::Err: std::fmt::Display,
    {
        text.get_ref().parse().map_err(|error: T::Err| self.error(Some(text), error.to_string()))
    }

    pub(crate) fn pitch(&self, name: Option<&Spanned<String>>, otherwise: u8) -> Result<Pitch, style::Error> {
        match name {
            Some(name) => self.parsed(name),
            None => Ok(Pitch::new(otherwise).unwrap_or(Pitch::MIDDLE_C)),
        }
    }

    pub(crate) fn number(
        &self,
        value: Option<&Spanned<u8>>,
        otherwise: u8,
        (least, most): (u8, u8),
    ) -> Result<u8, style::Error> {
        let Some(value) = value else { return Ok(otherwise) };
        let number = *value.get_ref();
        let fits = (least..=most).contains(&number);
        let refused = || self.error(Some(value), format!("{number} is not between {least} and {most}"));
        fits.then_some(number).ok_or_else(refused)
    }

    /// Steps to a whole note.
    pub(crate) fn step(&self, step: Option<&Spanned<u32>>, otherwise: u32) -> Result<u32, style::Error> {
        let Some(step) = step else { return Ok(otherwise) };
        let number = *step.get_ref();
        let refused = || {
            self.error(Some(step), format!("a step of {number} to a whole note; expected one of {STEPS:?}"))
        };
        STEPS.contains(&number).then_some(number).ok_or_else(refused)
    }

    /// A range of section energies, all of them unless said.
    pub(crate) fn energy(&self, energy: Option<&Spanned<[u8; 2]>>) -> Result<(u8, u8), style::Error> {
        let [from, to] = energy.map_or([0, ENERGY_MAX], |energy| *energy.get_ref());
        let refused =
            || self.error(energy, format!("{from} to {to} is not a range within 0 to {ENERGY_MAX}"));
        (from <= to && to <= ENERGY_MAX).then_some((from, to)).ok_or_else(refused)
    }
}

const ENERGY_MAX: u8 = 127;
