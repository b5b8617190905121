//! A style's file while it is read: what stands there is understood, or refused with its line.

use std::fmt::Display;
use std::ops::Range;
use std::str::FromStr;

use music::meter::Meter;
use music::pitch::Pitch;
use serde::de::DeserializeOwned;
use toml::Spanned;

use super::Error;

/// Of sections and of the patterns that suit them.
pub(crate) const ENERGY_MAX: u8 = 127;

/// A file's name and its text, to point into.
#[derive(Clone, Copy)]
pub(crate) struct Page<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
}

impl Page<'_> {
    pub(crate) fn parse<T: DeserializeOwned>(self) -> Result<T, Error> {
        toml::from_str(self.text).map_err(|error| Error::of_toml(self.file, self.text, &error))
    }

    pub(crate) fn wrong_at(self, place: Range<usize>, message: impl Into<String>) -> Error {
        Error::at(self.file, self.text, place.start, message)
    }

    pub(crate) fn wrong<T>(self, place: &Spanned<T>, message: impl Into<String>) -> Error {
        self.wrong_at(place.span(), message)
    }

    /// Where it was said; at the file's beginning where it was not.
    pub(crate) fn wrong_if_said<T>(self, place: Option<&Spanned<T>>, message: impl Into<String>) -> Error {
        self.wrong_at(place.map_or(0..0, Spanned::span), message)
    }

    pub(crate) fn parsed<T: FromStr<Err: Display>>(self, text: &Spanned<String>) -> Result<T, Error> {
        text.get_ref().parse().map_err(|error: T::Err| self.wrong(text, error.to_string()))
    }

    /// Common time unless said.
    pub(crate) fn meter(self, text: Option<&Spanned<String>>) -> Result<Meter, Error> {
        text.map_or(Ok(Meter::COMMON), |text| self.parsed(text))
    }

    pub(crate) fn pitch(self, name: Option<&Spanned<String>>, otherwise: u8) -> Result<Pitch, Error> {
        name.map_or(Ok(Pitch::new(otherwise).unwrap_or(Pitch::MIDDLE_C)), |name| self.parsed(name))
    }

    pub(crate) fn number(
        self,
        value: Option<&Spanned<u8>>,
        otherwise: u8,
        (least, most): (u8, u8),
    ) -> Result<u8, Error> {
        let Some(value) = value else { return Ok(otherwise) };
        let number = *value.get_ref();
        let fits = (least..=most).contains(&number);
        let refused = || self.wrong(value, format!("{number} is not between {least} and {most}"));
        fits.then_some(number).ok_or_else(refused)
    }

    /// A range of section energies, all of them unless said.
    pub(crate) fn energy(self, energy: Option<&Spanned<[u8; 2]>>) -> Result<(u8, u8), Error> {
        let Some(said) = energy else { return Ok((0, ENERGY_MAX)) };
        let [least, most] = *said.get_ref();
        let message = format!("energy = [{least}, {most}]; write the least and the most, 0 to {ENERGY_MAX}");
        let fits = least <= most && most <= ENERGY_MAX;
        fits.then_some((least, most)).ok_or_else(|| self.wrong(said, message))
    }

    /// The value, or `instead`; refused unless `fits` says yes.
    pub(crate) fn checked<T>(
        self,
        value: Option<Spanned<T>>,
        instead: T,
        fits: impl Fn(&T) -> bool,
        expected: &str,
    ) -> Result<T, Error> {
        let Some(value) = value else { return Ok(instead) };
        if fits(value.get_ref()) { Ok(value.into_inner()) } else { Err(self.wrong(&value, expected)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Page<'_> = Page { file: "mine/bass.toml", text: "a = 1\nb = 2\nc = 3\n" };

    fn second_line<T>(value: T) -> Spanned<T> {
        Spanned::new(6..7, value)
    }

    fn told<T: std::fmt::Debug>(read: Result<T, Error>) -> String {
        read.expect_err("a mistake").to_string()
    }

    #[test]
    fn what_nobody_says_is_as_usual() {
        assert_eq!(PAGE.meter(None), Ok(Meter::COMMON));
        assert_eq!(PAGE.pitch(None, 60), Ok(Pitch::MIDDLE_C));
        assert_eq!(PAGE.number(None, 200, (0, 1)), Ok(200));
        assert_eq!(PAGE.energy(None), Ok((0, 127)));
        assert_eq!(PAGE.checked(None, 9, |_| false, "never"), Ok(9));
    }

    #[test]
    fn what_is_said_counts() {
        let text = |text: &str| second_line(text.to_owned());
        assert_eq!(PAGE.meter(Some(&text("3/4"))).map(|meter| meter.to_string()), Ok("3/4".to_owned()));
        assert_eq!(PAGE.pitch(Some(&text("C4")), 0), Ok(Pitch::MIDDLE_C));
        assert_eq!(PAGE.number(Some(&second_line(7)), 0, (7, 7)), Ok(7));
        assert_eq!(PAGE.energy(Some(&second_line([5, 5]))), Ok((5, 5)));
        assert_eq!(PAGE.checked(Some(second_line(3)), 9, |three| *three == 3, "three"), Ok(3));
    }

    #[test]
    fn a_mistake_is_told_with_its_file_and_line() {
        let table = [
            (told(PAGE.meter(Some(&second_line("three".to_owned())))), ""),
            (told(PAGE.pitch(Some(&second_line("H1".to_owned())), 60)), ""),
            (told(PAGE.number(Some(&second_line(8)), 0, (1, 7))), "8 is not between 1 and 7"),
            (
                told(PAGE.energy(Some(&second_line([9, 8])))),
                "energy = [9, 8]; write the least and the most, 0 to 127",
            ),
            (told(PAGE.energy(Some(&second_line([0, 128])))), "energy = [0, 128]; write the least"),
            (told(PAGE.checked(Some(second_line(4)), 9, |_| false, "three")), "three"),
        ];
        for (told, what) in table {
            assert!(told.starts_with(&format!("mine/bass.toml:2: {what}")), "{told}");
        }
        assert_eq!(PAGE.wrong_if_said(None::<&Spanned<u8>>, "no").line, 1);
    }
}
