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
        Error::at(file, text, byte, error.message())
    }
}
