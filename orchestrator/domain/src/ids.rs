//! Names: those strangers choose, which are checked, and those we give, which are 128 bits of chance.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::seed::Seed;

/// Long enough for any name a host makes up, short enough for a line of a window.
pub const NAME_BYTES_MAX: usize = 64;

/// Why a text names nothing here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" does not name {what}; write {way_out}")]
pub struct NameError {
    text: String,
    what: &'static str,
    way_out: &'static str,
}

const CHOSEN: &str = "1 to 64 of a-z A-Z 0-9 . _ - : without a dot in front";
const GIVEN: &str = "its kind, _ and 32 digits 0 to 9 and a to f, as it was given out";

impl NameError {
    fn new(text: &str, what: &'static str, way_out: &'static str) -> NameError {
        NameError { text: text.chars().take(NAME_BYTES_MAX).collect(), what, way_out }
    }

    pub(crate) fn scope(text: &str) -> NameError {
        NameError::new(text, "a scope", "house, or session/ and a session's name")
    }
}

/// Ids become parts of paths and headers somewhere: only what is harmless in all of them.
fn is_chosen(text: &str) -> bool {
    let fits = (1..=NAME_BYTES_MAX).contains(&text.len()) && !text.starts_with('.');
    fits && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-:".contains(&byte))
}

macro_rules! chosen {
    ($(#[$about:meta])* $name:ident, $what:literal) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NameError;

            fn from_str(text: &str) -> Result<$name, NameError> {
                let refuse = || NameError::new(text, $what, CHOSEN);
                is_chosen(text).then(|| $name(text.into())).ok_or_else(refuse)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

chosen!(
    /// One band, one song.
    SessionId, "a session"
);
chosen!(
    /// One loaded plugin.
    InstanceId, "an instance"
);

impl SessionId {
    /// The session that always exists.
    pub fn default_session() -> SessionId {
        SessionId("default".into())
    }
}

macro_rules! given {
    ($(#[$about:meta])* $name:ident, $prefix:literal) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u128);

        impl $name {
            pub fn mint(seed: Seed, index: u64) -> $name {
                $name(seed.draw($prefix, index))
            }
        }

        impl FromStr for $name {
            type Err = NameError;

            fn from_str(text: &str) -> Result<$name, NameError> {
                let refuse = || NameError::new(text, concat!("a ", $prefix), GIVEN);
                let digits = text.strip_prefix(concat!($prefix, "_")).and_then(hex);
                digits.map($name).ok_or_else(refuse)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{:032x}"), self.0)
            }
        }
    };
}

given!(
    /// Who asks: a person, or what acts for one.
    PrincipalId, "principal"
);
given!(
    /// A durable unit of work.
    JobId, "job"
);
given!(
    /// A stored thing in the library.
    ArtifactId, "artifact"
);
given!(
    /// One attempt to let somebody in by a short code.
    PairingId, "pairing"
);
given!(
    /// A browser's row of refresh tokens, each of which follows the one before.
    FamilyId, "family"
);
given!(
    /// One life of an instance: chosen anew whenever it is loaded, never saved.
    Incarnation, "incarnation"
);

impl PrincipalId {
    /// What the house itself asks for: timers, reactions, its own workers.
    pub const SYSTEM: PrincipalId = PrincipalId(0);
}

/// Exactly what `Display` writes: a thing has one name.
fn hex(digits: &str) -> Option<u128> {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let is_given = digits.len() == 32 && digits.bytes().all(is_digit);
    is_given.then(|| u128::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chosen_names_are_harmless_everywhere() {
        for text in ["default", "test_plugin", "a", "Live-2.set:7", &"x".repeat(64)] {
            assert_eq!(text.parse::<InstanceId>().unwrap().to_string(), text);
        }
        for text in ["", ".", "..", ".hidden", "a/b", "a b", "a\0", "ü", "a\n", "%2e", &"x".repeat(65)] {
            let refused = text.parse::<SessionId>().unwrap_err().to_string();
            assert!(refused.contains("does not name a session; write 1 to 64"), "{refused}");
        }
    }

    #[test]
    fn a_long_wrong_name_is_not_repeated_in_full() {
        let refused = "/".repeat(10_000).parse::<SessionId>().unwrap_err().to_string();
        assert!(refused.len() < 250, "{}", refused.len());
    }

    #[test]
    fn given_names_have_one_spelling() {
        let job = JobId(0xab);
        assert_eq!(job.to_string(), "job_000000000000000000000000000000ab");
        assert_eq!(job.to_string().parse(), Ok(job));
        for text in [
            "job_ab",
            "artifact_000000000000000000000000000000ab",
            "job_000000000000000000000000000000AB",
            "job_+00000000000000000000000000000ab",
            "",
        ] {
            assert!(text.parse::<JobId>().is_err(), "{text} was taken for a job");
        }
    }

    #[test]
    fn minted_names_differ_by_kind_and_index() {
        let seed = Seed::from_number(7);
        assert_eq!(JobId::mint(seed, 0), JobId::mint(seed, 0));
        assert_ne!(JobId::mint(seed, 0), JobId::mint(seed, 1));
        assert_ne!(JobId::mint(seed, 0).0, ArtifactId::mint(seed, 0).0);
        assert_ne!(PrincipalId::mint(seed, 0), PrincipalId::SYSTEM);
    }
}
