//! Beats and nanoseconds that JSON's doubles would lose: written as decimal strings.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use music::time::{TICKS_PER_BEAT, Ticks};

/// Parts of a beat on the wire: the fineness of CLAP's own beat time, so that a host's position crosses unrounded.
pub const PARTS_PER_BEAT: i64 = 1 << 31;

/// A position or length in 1/2³¹ beat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExactBeat(pub i64);

/// Nanoseconds of a clock whose epoch is named beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nanos(pub i64);

impl ExactBeat {
    pub fn from_beats_f64(beats: f64) -> Option<ExactBeat> {
        let parts = (beats * PARTS_PER_BEAT as f64).round();
        // 2⁶³ is exact as a double, and the first that does not fit.
        let fits = (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&parts);
        fits.then_some(ExactBeat(parts as i64))
    }

    pub fn as_beats_f64(self) -> f64 {
        self.0 as f64 / PARTS_PER_BEAT as f64
    }

    /// Exact; `None` beyond what 64 bits hold.
    pub fn from_ticks(ticks: Ticks) -> Option<ExactBeat> {
        let parts = i128::from(ticks.0) * i128::from(PARTS_PER_BEAT);
        // 960 does not divide 2³¹: the nearest part it is.
        i64::try_from((parts + i128::from(TICKS_PER_BEAT / 2)).div_euclid(i128::from(TICKS_PER_BEAT)))
            .ok()
            .map(ExactBeat)
    }

    pub fn to_ticks(self) -> Ticks {
        let ticks = i128::from(self.0) * i128::from(TICKS_PER_BEAT) + i128::from(PARTS_PER_BEAT / 2);
        Ticks(ticks.div_euclid(i128::from(PARTS_PER_BEAT)).try_into().expect("fewer ticks than parts"))
    }
}

macro_rules! as_text {
    ($name:ident, $what:literal) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                let number = i64::from_str(&text).map_err(|_| {
                    D::Error::custom(format_args!(
                        concat!("{:?} is not ", $what, " in a string, as in \"960\""),
                        text.chars().take(32).collect::<String>()
                    ))
                })?;
                Ok($name(number))
            }
        }

        #[cfg(feature = "schema")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some("^-?[0-9]{1,19}$"))
                    .description(Some($what))
                    .into()
            }
        }

        #[cfg(feature = "schema")]
        impl utoipa::ToSchema for $name {}
    };
}

as_text!(ExactBeat, "a whole number of 1/2147483648 beats");
as_text!(Nanos, "a whole number of nanoseconds");
