//! Numbers of strangers: each kind has its bounds, and a whole number may be written `4` or `4.0`.

use std::fmt;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::limits;

macro_rules! wholes {
    ($($(#[$doc:meta])* $name:ident: $what:literal, $min:expr, $max:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub struct $name(u64);

        impl $name {
            pub const MIN: u64 = $min;
            pub const MAX: u64 = $max;

            pub fn new(number: u64) -> Option<$name> {
                ($name::MIN..=$name::MAX).contains(&number).then_some($name(number))
            }

            pub const fn get(self) -> u64 {
                self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<$name, String> {
                text.parse().ok().and_then($name::new).ok_or_else(|| {
                    format!("a {} is from {} to {}, not {text:?}", $what, $name::MIN, $name::MAX)
                })
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<$name, D::Error> {
                let number = from.deserialize_any(Whole)?;
                $name::new(number).ok_or_else(|| {
                    de::Error::custom(format!("a {} is from {} to {}, not {number}", $what, $name::MIN, $name::MAX))
                })
            }
        }

        #[cfg(feature = "schema")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                bounded(utoipa::openapi::schema::Type::Integer, $name::MIN as f64, $name::MAX as f64)
            }
        }

        #[cfg(feature = "schema")]
        impl utoipa::ToSchema for $name {}
    )*};
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident: $what:literal, $min:expr, $max:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize)]
        pub struct $name(f64);

        impl $name {
            pub const MIN: f64 = $min;
            pub const MAX: f64 = $max;

            pub fn new(number: f64) -> Option<$name> {
                ($name::MIN..=$name::MAX).contains(&number).then_some($name(number))
            }

            pub const fn get(self) -> f64 {
                self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<$name, D::Error> {
                let number = f64::deserialize(from)?;
                $name::new(number).ok_or_else(|| {
                    de::Error::custom(format!("a {} is from {} to {}, not {number}", $what, $name::MIN, $name::MAX))
                })
            }
        }

        #[cfg(feature = "schema")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                bounded(utoipa::openapi::schema::Type::Number, $name::MIN, $name::MAX)
            }
        }

        #[cfg(feature = "schema")]
        impl utoipa::ToSchema for $name {}
    )*};
}

wholes! {
    /// What chance starts from.
    Seed: "seed", 0, limits::EXACT_MAX;
    /// How many on a page.
    PageSize: "page", 1, limits::PAGE_MAX as u64;
    /// How far a client has read: the last fact it has seen.
    Sequence: "sequence number", 0, limits::EXACT_MAX;
    /// One more with every edit of an arrangement.
    RevisionNumber: "revision", 0, limits::EXACT_MAX;
    /// Names a region within its session.
    RegionNumber: "region", 1, limits::EXACT_MAX;
    /// A place on paper, 960 to the beat.
    TickNumber: "place in ticks", 0, music::time::MAX_TICKS as u64;
    /// A length on paper, 960 to the beat.
    TickLength: "length in ticks", 1, music::time::MAX_TICKS as u64;
    /// Bars of a song, counted from 0.
    BarNumber: "bar", 0, limits::BARS_MAX as u64;
    /// 0–127, 64 as the style has it.
    KnobValue: "knob", 0, 127;
    /// A MIDI channel, counted from 0.
    ChannelNumber: "channel", 0, 15;
    /// What MIDI says with seven bits: a level, a place between the speakers, a program.
    MidiValue: "MIDI value", 0, 127;
    /// How much of a pair of notes the first one gets: straight to a dotted note with its short one.
    SwingPercent: "swing in percent", 50, 75;
    /// How early or late at most; further off a band no longer sounds human, but late.
    HumaniseMicros: "number of microseconds", 0, 30_000;
    /// Minutes a token is good for.
    Minutes: "number of minutes", 1, 366 * 24 * 60;
}

numbers! {
    /// Beats a minute.
    Bpm: "tempo", music::tempo::BPM_MIN as f64, music::tempo::BPM_MAX as f64;
    /// A place in a song, in beats, as the seed writes it.
    Beat: "beat", 0.0, limits::BEAT_MAX;
    /// A length in beats, as the seed writes it.
    Beats: "length in beats", 0.25, limits::BEAT_MAX;
    /// What rings out: longer than any note's release and any room's.
    Seconds: "number of seconds", 0.0, 12.0;
}

/// Samples a second, of those that sound cards have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SampleRate(u32);

impl SampleRate {
    pub const ALL: [u32; 4] = [44_100, 48_000, 88_200, 96_000];
    pub const DEFAULT: SampleRate = SampleRate(48_000);

    pub fn new(rate: u64) -> Option<SampleRate> {
        SampleRate::ALL.into_iter().find(|known| u64::from(*known) == rate).map(SampleRate)
    }

    pub const fn get(self) -> u32 {
        self.0
    }
}

impl<'de> Deserialize<'de> for SampleRate {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<SampleRate, D::Error> {
        let rate = from.deserialize_any(Whole)?;
        let known = SampleRate::ALL.map(|rate| rate.to_string()).join(", ");
        SampleRate::new(rate)
            .ok_or_else(|| de::Error::custom(format!("a sample rate is one of {known}, not {rate}")))
    }
}

#[cfg(feature = "schema")]
impl utoipa::PartialSchema for SampleRate {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        let [least, .., most] = SampleRate::ALL.map(f64::from);
        let object = utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::Integer)
            .enum_values(Some(SampleRate::ALL));
        object.minimum(Some(least)).maximum(Some(most)).into()
    }
}

#[cfg(feature = "schema")]
impl utoipa::ToSchema for SampleRate {}

/// How far into its clip a region begins, 960 to the beat: one that goes round may begin before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TickShift(i64);

impl TickShift {
    pub const MAX: i64 = music::time::MAX_TICKS;

    pub fn new(number: i64) -> Option<TickShift> {
        (-TickShift::MAX..=TickShift::MAX).contains(&number).then_some(TickShift(number))
    }

    pub const fn get(self) -> i64 {
        self.0
    }
}

impl<'de> Deserialize<'de> for TickShift {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<TickShift, D::Error> {
        let number = f64::deserialize(from)?;
        let whole = Some(number as i64).filter(|_| number.fract() == 0.0);
        whole.and_then(TickShift::new).ok_or_else(|| {
            let max = TickShift::MAX;
            de::Error::custom(format!(
                "a shift is a whole number of ticks from -{max} to {max}, not {number}"
            ))
        })
    }
}

#[cfg(feature = "schema")]
impl utoipa::PartialSchema for TickShift {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        let max = TickShift::MAX as f64;
        bounded(utoipa::openapi::schema::Type::Integer, -max, max)
    }
}

#[cfg(feature = "schema")]
impl utoipa::ToSchema for TickShift {}

#[cfg(feature = "schema")]
fn bounded(
    kind: utoipa::openapi::schema::Type,
    min: f64,
    max: f64,
) -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
    let object = utoipa::openapi::ObjectBuilder::new().schema_type(kind);
    object.minimum(Some(min)).maximum(Some(max)).into()
}

/// In a query everything is text: a number there is one that is written as digits, in a body one that is not text.
pub fn from_text<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr<Err: fmt::Display>,
{
    let text = Option::<String>::deserialize(from)?;
    text.map(|text| text.parse().map_err(de::Error::custom)).transpose()
}

/// `4`, and `4.0` too: in JSON they are the same number.
struct Whole;

impl Visitor<'_> for Whole {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number that is not negative")
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<u64, E> {
        Ok(number)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<u64, E> {
        u64::try_from(number).map_err(|_| E::invalid_value(de::Unexpected::Signed(number), &self))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<u64, E> {
        let is_whole = number.fract() == 0.0 && (0.0..=limits::EXACT_MAX as f64).contains(&number);
        if is_whole { Ok(number as u64) } else { Err(E::invalid_value(de::Unexpected::Float(number), &self)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn whole_numbers_are_whole_and_within_their_bounds() {
        for (text, number) in [("0", Some(0)), ("127", Some(127)), ("4.0", Some(4)), ("1e2", Some(100))] {
            assert_eq!(read::<KnobValue>(text).ok().map(KnobValue::get), number, "{text}");
        }
        for text in ["-1", "128", "1.5", "\"4\"", "true", "null", "[]", "1e400", "18446744073709551616"] {
            assert!(read::<KnobValue>(text).is_err(), "{text}");
        }
        let said = read::<KnobValue>("128").unwrap_err();
        assert!(said.starts_with("a knob is from 0 to 127, not 128"), "{said}");
    }

    #[test]
    fn shifts_go_both_ways() {
        for (text, number) in [("0", Some(0)), ("-960", Some(-960)), ("960.0", Some(960))] {
            assert_eq!(read::<TickShift>(text).ok().map(TickShift::get), number, "{text}");
        }
        for text in ["0.5", "1e300", "-1e400", "\"4\"", "null", "200000001"] {
            assert!(read::<TickShift>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn tempos_and_beats_are_finite_and_within_their_bounds() {
        for (text, is_taken) in
            [("120", true), ("120.5", true), ("4", true), ("3.9", false), ("1001", false), ("1e999", false)]
        {
            assert_eq!(read::<Bpm>(text).is_ok(), is_taken, "{text}");
        }
        assert_eq!(Bpm::new(f64::NAN), None);
        assert!(read::<Beat>("-0.5").unwrap_err().contains("a beat is from 0 to 208333"));
    }
}
