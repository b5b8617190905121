//! Texts of strangers: each kind has a length and characters it is made of, and no text holds a NUL.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::limits;

/// What a text may be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// Letters, digits, `.`, `_`, `-`, `:`, without a dot in front: safe in paths, logs and headers.
    Id,
    /// One line without control characters.
    Line,
    /// Any number of lines: tabs and line ends are the only control characters.
    Lines,
    /// What tokens and cursors are written with.
    Code,
    /// `sha256:` and hexadecimal digits in small letters: a blob has one name.
    Hash,
}

impl Alphabet {
    /// The same as a regular expression, for schemas.
    pub const fn pattern(self) -> &'static str {
        match self {
            Alphabet::Id => "^[A-Za-z0-9_:-][A-Za-z0-9._:-]*$",
            Alphabet::Line => "^[^\\u0000-\\u001f\\u007f-\\u009f]*$",
            Alphabet::Lines => "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$",
            Alphabet::Code => "^[A-Za-z0-9:=._~-]*$",
            Alphabet::Hash => "^sha256:[0-9a-f]{64}$",
        }
    }

    const fn said(self) -> &'static str {
        match self {
            Alphabet::Id => "letters, digits, '.', '_', '-' and ':', without a dot in front",
            Alphabet::Line => "one line without control characters",
            Alphabet::Lines => "lines without control characters",
            Alphabet::Code => "letters, digits and '.', '_', '~', '-', ':', '='",
            Alphabet::Hash => "sha256: and 64 of 0 to 9 and a to f",
        }
    }

    fn holds(self, text: &str) -> bool {
        match self {
            Alphabet::Id => {
                !text.starts_with('.')
                    && text.chars().all(|char| char.is_ascii_alphanumeric() || "._-:".contains(char))
            }
            Alphabet::Line => !text.contains(char::is_control),
            Alphabet::Lines => !text.contains(|char: char| char.is_control() && !"\t\n\r".contains(char)),
            Alphabet::Hash => {
                let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
                let digits = text.strip_prefix("sha256:").filter(|digits| digits.len() == 64);
                digits.is_some_and(|digits| digits.bytes().all(is_digit))
            }
            Alphabet::Code => {
                text.chars().all(|char| char.is_ascii_alphanumeric() || ":=._~-".contains(char))
            }
        }
    }
}

/// Why a text is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    what: &'static str,
    why: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a {} {}", self.what, self.why)
    }
}

impl std::error::Error for Refused {}

fn check(what: &'static str, text: &str, chars: (usize, usize), alphabet: Alphabet) -> Result<(), Refused> {
    let count = text.chars().count();
    let why = if count < chars.0 || count > chars.1 {
        format!("has {} to {} characters, this has {count}", chars.0, chars.1)
    } else if alphabet.holds(text) {
        return Ok(());
    } else {
        format!("is made of {}", alphabet.said())
    };
    Err(Refused { what, why })
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident: $what:literal, $min:literal to $max:expr, $alphabet:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            pub const CHARS_MIN: usize = $min;
            pub const CHARS_MAX: usize = $max;
            pub const ALPHABET: Alphabet = Alphabet::$alphabet;

            pub fn as_str(&self) -> &str {
                &self.0
            }

            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = Refused;
            fn try_from(text: String) -> Result<$name, Refused> {
                check($what, &text, ($min, $max), Alphabet::$alphabet).map(|()| $name(text))
            }
        }

        impl std::str::FromStr for $name {
            type Err = Refused;
            fn from_str(text: &str) -> Result<$name, Refused> {
                $name::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        #[cfg(feature = "schema")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .min_length(Some($min))
                    .max_length(Some($max))
                    .pattern(Some(Alphabet::$alphabet.pattern()))
                    .into()
            }
        }

        #[cfg(feature = "schema")]
        impl utoipa::ToSchema for $name {}
    )*};
}

texts! {
    /// What somebody calls an instance, a session, an engine, a style.
    Id: "name", 1 to limits::ID_CHARS_MAX, Id;
    /// What a person reads in a list, or a file's name: a label, never a path.
    Name: "title", 1 to limits::NAME_CHARS_MAX, Line;
    /// Why.
    Sentence: "sentence", 0 to limits::SENTENCE_CHARS_MAX, Line;
    /// Chords on one line, as the seed writes them: `C-Am-F-G`.
    Progression: "chord progression", 1 to limits::PROGRESSION_CHARS_MAX, Line;
    /// A key as the seed writes it: `C major`.
    KeyText: "key", 1 to limits::ID_CHARS_MAX, Line;
    /// A chart, as docs/charts.md describes it.
    ChartText: "chart", 0 to limits::CHART_CHARS_MAX, Lines;
    /// `lane:bass`, `type:midi`.
    Tag: "tag", 1 to limits::ID_CHARS_MAX, Code;
    /// A signed token, as it stands in an `Authorization` header.
    Token: "token", 1 to limits::TOKEN_CHARS_MAX, Code;
    /// Half of an exchange that pairs two machines, in hexadecimal.
    Proof: "proof", 1 to limits::PROOF_CHARS_MAX, Code;
    /// Where a page ended.
    Cursor: "cursor", 1 to limits::CURSOR_CHARS_MAX, Code;
    /// Names a blob.
    HashText: "hash", 71 to 71, Hash;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_or_the_reason_says_what_it_may_be() {
        let long = "x".repeat(65);
        for (text, why) in [
            ("test_plugin", None),
            ("3f2c-88.a", None),
            ("", Some("a name has 1 to 64 characters, this has 0")),
            (&*long, Some("a name has 1 to 64 characters, this has 65")),
            ("../etc", Some("a name is made of letters")),
            (".hidden", Some("without a dot in front")),
            ("nul\0", Some("a name is made of")),
            ("größe", Some("a name is made of")),
        ] {
            let said = Id::try_from(text.to_owned()).map_err(|refused| refused.to_string());
            match (said, why) {
                (Ok(id), None) => assert_eq!(id.as_str(), text),
                (Err(said), Some(why)) => assert!(said.contains(why), "{text:?}: {said}"),
                (said, _) => panic!("{text:?}: {said:?}"),
            }
        }
    }

    #[test]
    fn no_text_holds_a_nul_and_only_lines_have_line_ends() {
        fn takes<T: TryFrom<String>>(text: &str) -> bool {
            T::try_from(text.to_owned()).is_ok()
        }
        for (text, name, sentence, chart, cursor) in [
            ("Blue in Green", true, true, true, false),
            ("a\0b", false, false, false, false),
            ("a\nb", false, false, true, false),
            ("a\tb", false, false, true, false),
            ("a\u{7f}b", false, false, false, false),
            ("a\u{85}b", false, false, false, false),
            ("Größe 大", true, true, true, false),
            ("a.b~c", true, true, true, true),
        ] {
            let taken = (takes::<Name>(text), takes::<Sentence>(text), takes::<ChartText>(text));
            assert_eq!((taken, takes::<Cursor>(text)), ((name, sentence, chart), cursor), "{text:?}");
        }
    }
}
