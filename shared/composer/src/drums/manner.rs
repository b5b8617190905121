//! What a style's `drums.toml` says.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::pattern_book::{Fill, FillEntry, Groove, GrooveEntry, Hits};
use crate::style::{Error, Page};

/// How a style's drummer plays. What the file leaves out is a plain eight-beat's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manner {
    /// How loud strokes are meant, in percent of the kit's own velocities.
    pub touch_percent: u8,
    pub grooves: Vec<Groove>,
    /// At the ends of sections.
    pub fills: Vec<Fill>,
    /// Small figures laid over the last beats of a phrase that has no fill.
    pub set_ups: Vec<Fill>,
    /// Where a fill arrives.
    pub arrival: Hits,
    /// On a chord that comes early; nothing where the style plays on.
    pub push: Hits,
    /// On the first beat of a stop.
    pub stop: Hits,
    /// The last hit of a song that ends short, and of one that rings.
    pub button: Hits,
    pub ring: Hits,
    /// A song that rings ends in a swelling cymbal.
    pub swells: bool,
    /// How many ways a drummer has with what a groove leaves open; a phrase is played in one of them.
    pub versions: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    touch_percent: Option<Spanned<u8>>,
    #[serde(default)]
    groove: Vec<Spanned<GrooveEntry>>,
    #[serde(default)]
    fill: Vec<Spanned<FillEntry>>,
    #[serde(default)]
    set_up: Vec<Spanned<FillEntry>>,
    arrival: Option<BTreeMap<String, Spanned<String>>>,
    push: Option<BTreeMap<String, Spanned<String>>>,
    stop: Option<BTreeMap<String, Spanned<String>>>,
    button: Option<BTreeMap<String, Spanned<String>>>,
    ring: Option<BTreeMap<String, Spanned<String>>>,
    swells: Option<bool>,
    versions: Option<Spanned<usize>>,
}

/// What a file that says nothing plays.
const PLAIN: &str = include_str!("plain.toml");
/// Softer is not heard, louder is not possible.
const TOUCH_PERCENT: std::ops::RangeInclusive<u8> = 30..=120;
/// More, and bars of a back beat repeat less than humans repeat them.
const VERSIONS_USUAL: usize = 2;
/// With more nobody hears that it is one groove.
const VERSIONS: std::ops::RangeInclusive<usize> = 1..=8;

impl Manner {
    /// Reads a style's file; an error names the file, the line and what was expected.
    pub fn read(file: &str, text: &str) -> Result<Manner, Error> {
        Manner::over(Manner::plain(), Page { file, text })
    }

    fn plain() -> Manner {
        let nothing = Manner {
            touch_percent: 100,
            grooves: Vec::new(),
            fills: Vec::new(),
            set_ups: Vec::new(),
            arrival: Vec::new(),
            push: Vec::new(),
            stop: Vec::new(),
            button: Vec::new(),
            ring: Vec::new(),
            swells: true,
            versions: VERSIONS_USUAL,
        };
        Manner::over(nothing, Page { file: "plain.toml", text: PLAIN })
            .expect("the plain manner is read by this module's tests")
    }

    fn over(below: Manner, page: Page<'_>) -> Result<Manner, Error> {
        let file: File = page.parse()?;
        let hits = |written: Option<BTreeMap<String, Spanned<String>>>, otherwise: Hits| {
            written.map_or(Ok(otherwise), |written| page.hits(written))
        };
        let grooves = page.grooves(file.groove)?;
        let fills = page.fills(file.fill)?;
        let set_ups = page.fills(file.set_up)?;
        Ok(Manner {
            touch_percent: touch_percent(page, file.touch_percent)?.unwrap_or(below.touch_percent),
            grooves: if grooves.is_empty() { below.grooves } else { grooves },
            fills: if fills.is_empty() { below.fills } else { fills },
            set_ups: if set_ups.is_empty() { below.set_ups } else { set_ups },
            arrival: hits(file.arrival, below.arrival)?,
            push: hits(file.push, below.push)?,
            stop: hits(file.stop, below.stop)?,
            button: hits(file.button, below.button)?,
            ring: hits(file.ring, below.ring)?,
            swells: file.swells.unwrap_or(below.swells),
            versions: versions(page, file.versions)?.unwrap_or(below.versions),
        })
    }
}

fn versions(page: Page<'_>, written: Option<Spanned<usize>>) -> Result<Option<usize>, Error> {
    match written {
        Some(count) if !VERSIONS.contains(count.get_ref()) => {
            let (least, most) = (VERSIONS.start(), VERSIONS.end());
            let message = format!("versions = {}; write {least} to {most}", count.get_ref());
            Err(page.wrong(&count, message))
        }
        written => Ok(written.map(Spanned::into_inner)),
    }
}

pub(crate) fn touch_percent(page: Page<'_>, written: Option<Spanned<u8>>) -> Result<Option<u8>, Error> {
    match written {
        Some(percent) if !TOUCH_PERCENT.contains(percent.get_ref()) => {
            let (least, most) = (TOUCH_PERCENT.start(), TOUCH_PERCENT.end());
            let message = format!("touch_percent = {}; write {least} to {most}", percent.get_ref());
            Err(page.wrong(&percent, message))
        }
        written => Ok(written.map(Spanned::into_inner)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_plays_the_plain_manner() {
        let plain = Manner::read("drums.toml", "").unwrap();
        assert_eq!(plain, Manner::plain());
        assert!(!plain.grooves.is_empty() && plain.fills.len() > 4 && !plain.stop.is_empty());
    }

    #[test]
    fn a_file_that_says_one_thing_keeps_the_rest() {
        let manner = Manner::read("drums.toml", "touch_percent = 60").unwrap();
        assert_eq!((manner.touch_percent, manner.grooves), (60, Manner::plain().grooves));
    }
}
