//! What people play in a style, in numbers: bands that a scorecard measures a take's distance to.

use std::collections::BTreeMap;

use music::lane::Lane;
use music::scorecard::Measure;
use toml::Spanned;

use super::Error;

/// What lies from one end to the other is in style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    pub whose: Whose,
    pub measure: Measure,
    pub from_thousandths: i32,
    pub to_thousandths: i32,
}

/// Whose notes are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    Lane(Lane),
    /// The bass in the bars in which it walks.
    Walking,
    /// What lanes do together.
    Together,
}

/// By whose, by measure.
pub(super) type Written = BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Spanned<String>>>;

/// Four digits before the point are more than any measure has.
const WHOLE_DIGITS_MAX: usize = 4;
const DECIMALS_MAX: usize = 3;

impl Whose {
    pub fn name(self) -> &'static str {
        match self {
            Whose::Lane(lane) => lane.name(),
            Whose::Walking => "walking",
            Whose::Together => "together",
        }
    }

    fn named(name: &str) -> Option<Whose> {
        match name {
            "walking" => Some(Whose::Walking),
            "together" => Some(Whose::Together),
            lane => Lane::ALL.into_iter().find(|known| known.name() == lane).map(Whose::Lane),
        }
    }
}

pub(super) fn read(file: &str, text: &str, written: &Written) -> Result<Vec<Band>, Error> {
    let refuse = |at: std::ops::Range<usize>, message: String| Error::at(file, text, at.start, message);
    let mut bands = Vec::new();
    for (name, measures) in written {
        let whose = Whose::named(name.get_ref()).ok_or_else(|| {
            let lanes = Lane::ALL.map(Lane::name).join(", ");
            let message =
                format!("\"{}\" plays nothing; there are {lanes}, walking, together", name.get_ref());
            refuse(name.span(), message)
        })?;
        for (name, range) in measures {
            let measure = Measure::named(name.get_ref()).ok_or_else(|| {
                let names = Measure::ALL.map(Measure::name).join(", ");
                refuse(name.span(), format!("\"{}\" is no measure; there are {names}", name.get_ref()))
            })?;
            let ends = range.get_ref().split_once(" to ").and_then(|(from, to)| {
                Some((thousandths(from)?, thousandths(to)?)).filter(|(from, to)| from <= to)
            });
            let (from_thousandths, to_thousandths) = ends.ok_or_else(|| {
                let message = format!("\"{}\" is no band; write it as \"0.25 to 0.6\"", range.get_ref());
                refuse(range.span(), message)
            })?;
            bands.push(Band { whose, measure, from_thousandths, to_thousandths });
        }
    }
    Ok(bands)
}

/// Of a decimal number, without ever being a float.
fn thousandths(text: &str) -> Option<i32> {
    let (sign, digits) = text.trim().strip_prefix('-').map_or((1, text.trim()), |digits| (-1, digits));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = (1..=WHOLE_DIGITS_MAX).contains(&whole.len()) && decimals.len() <= DECIMALS_MAX;
    if !fits || !is_number(whole) || !is_number(decimals) {
        return None;
    }
    let decimals: i32 = format!("{decimals:0<DECIMALS_MAX$}").parse().ok()?;
    Some(sign * (whole.parse::<i32>().ok()? * 1_000 + decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_become_thousandths() {
        let table = [
            ("0.25", Some(250)),
            ("1", Some(1_000)),
            ("-0.1", Some(-100)),
            (" 10.5 ", Some(10_500)),
            ("9999.999", Some(9_999_999)),
            ("0.0001", None),
            ("12345", None),
            (".5", None),
            ("1e3", None),
            ("--1", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(thousandths(text), expected, "{text:?}");
        }
    }

    #[test]
    fn everybody_has_a_name() {
        let lanes = Lane::ALL.map(Whose::Lane);
        for whose in lanes.into_iter().chain([Whose::Walking, Whose::Together]) {
            assert_eq!(Whose::named(whose.name()), Some(whose));
        }
        assert_eq!(Whose::named("piano"), None, "one name for each, as in the tables that are printed");
    }
}
