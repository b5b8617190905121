//! A mistake in a style's file: where, and what was expected there.

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct Error {
    pub file: String,
    /// From 1.
    pub line: usize,
    pub message: String,
}

impl Error {
    /// From a place in the text, as TOML readers give it.
    pub fn at(file: &str, text: &str, byte: usize, message: impl Into<String>) -> Error {
        let before = text.get(..byte.min(text.len())).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        Error { file: file.to_owned(), line, message: message.into() }
    }

    pub fn of_toml(file: &str, text: &str, error: &toml::de::Error) -> Error {
        let byte = error.span().map_or(0, |span| span.start);
        Error::at(file, text, byte, in_words(error.message()))
    }
}

/// What programmers call numbers, and what they are.
const NUMBERS: [(&str, &str); 8] = [
    ("u8", "a whole number from 0 to 255"),
    ("u16", "a whole number from 0 to 65535"),
    ("u32", "a whole number from 0 to 4294967295"),
    ("u64", "a whole number, not below 0"),
    ("usize", "a whole number, not below 0"),
    ("i8", "a whole number from -128 to 127"),
    ("i32", "a whole number"),
    ("i64", "a whole number"),
];

/// The reader of TOML speaks to programmers.
fn in_words(message: &str) -> String {
    let number = NUMBERS.iter().find_map(|(name, words)| {
        let rest = message.strip_suffix(name)?.strip_suffix("expected ")?;
        Some(format!("{rest}expected {words}"))
    });
    number.unwrap_or_else(|| message.to_owned())
}
