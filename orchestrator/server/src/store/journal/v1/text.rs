//! Values that are written as one word.

use std::fmt::{self, Display};
use std::str::FromStr;

use domain::WallTime;
use domain::actor::Kind;
use music::lane::Lane;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Whatever has one spelling: ids, hashes, sets of verbs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Text<T>(pub(super) T);

/// Something that names itself without being a `FromStr`.
pub(super) trait Named: Copy {
    fn name(self) -> &'static str;
    fn named(text: &str) -> Option<Self>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name<T>(pub(super) T);

/// Keys and hashes of 32 bytes, as 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bytes(pub(super) [u8; 32]);

/// Nanoseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Time(pub(super) i64);

impl Time {
    pub(super) fn of(time: WallTime) -> Time {
        Time(time.0)
    }

    pub(super) fn back(self) -> WallTime {
        WallTime(self.0)
    }
}

impl<T: Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de, T: FromStr<Err: Display>> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text<T>, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Text).map_err(D::Error::custom)
    }
}

impl<T: Named> Serialize for Name<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}

impl<'de, T: Named> Deserialize<'de> for Name<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Name<T>, D::Error> {
        let text = String::deserialize(deserializer)?;
        let found = T::named(&text).filter(|found| found.name() == text);
        found
            .map(Name)
            .ok_or_else(|| D::Error::custom(format_args!("\"{text}\" is not a name there is here")))
    }
}

macro_rules! named {
    ($($of:ty),+) => {
        $(impl Named for $of {
            fn name(self) -> &'static str {
                self.name()
            }

            fn named(text: &str) -> Option<$of> {
                <$of>::named(text)
            }
        })+
    };
}

named!(
    Lane,
    Kind,
    domain::job::Priority,
    domain::artifact::Kind,
    domain::session::lane::Route,
    domain::session::rule::Rule
);

impl Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
        let text = String::deserialize(deserializer)?;
        // A hash is spelled alike, with its kind in front.
        let hash = format!("sha256:{text}").parse::<music::clip::Hash>();
        hash.map(|hash| Bytes(hash.0))
            .map_err(|_| D::Error::custom("32 bytes are 64 digits 0 to 9 and a to f"))
    }
}
