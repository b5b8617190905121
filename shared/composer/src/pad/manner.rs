//! Reads `pad.toml`: how a style's pad voices, how loud it is, and how often it rests.

use serde::Deserialize;
use toml::Spanned;

use crate::comping::manner::{Voicing, policy, velocities};
use crate::style::{Error, Page};
use crate::voicing::{Colour, Form, Policy};

/// What a style's `pad.toml` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manner {
    pub(crate) policy: Policy,
    pub(super) velocity: (u8, u8),
    pub(super) rest_percent: u32,
    /// Never, above 127.
    pub(super) swell_from: u8,
    pub(super) has_gap: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    #[serde(default)]
    voicing: Voicing,
    #[serde(default)]
    touch: Touch,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Touch {
    velocity: Option<Spanned<[u8; 2]>>,
    rest_percent: Option<Spanned<u32>>,
    swell_from: Option<u8>,
    #[serde(default)]
    gap: bool,
}

impl Manner {
    /// Reads a style's file; an error names the file, the line and what was expected.
    pub fn read(file: &str, text: &str) -> Result<Manner, Error> {
        let page = Page { file, text };
        let read: File = page.parse()?;
        let is_percent = |percent: &u32| *percent <= 100;
        Ok(Manner {
            policy: policy(page, read.voicing, usual())?,
            velocity: velocities(page, read.touch.velocity, [40, 78])?,
            rest_percent: page.checked(
                read.touch.rest_percent,
                30,
                is_percent,
                "a percentage is 0 to 100",
            )?,
            swell_from: read.touch.swell_from.unwrap_or(u8::MAX),
            has_gap: read.touch.gap,
        })
    }
}

impl Default for Manner {
    fn default() -> Manner {
        Manner::read("", "").expect("an empty file has no mistakes")
    }
}

/// Above the comping's middle, and as written: a pad is the light behind the picture.
fn usual() -> Policy {
    Policy {
        forms: vec![(Form::Triad, 6), (Form::Spread, 6), (Form::Upper, 7), (Form::Close, 4)],
        low: 53,
        high: 81,
        top: 72,
        middle: 67,
        voices: (3, 4),
        colour: Colour::Plain,
        restless_percent: 0,
        ..Policy::default()
    }
}
