//! Words in files: UTF-8 where they are UTF-8, Latin-1 where they are not; one line, without controls, not endless.

/// A lane's header shows forty; a section's name with a comment fits.
pub const CHARS_MAX: usize = 256;

/// A file's text, and whether it had to be cut. `None` when it says nothing.
///
/// Every byte string is valid Latin-1, so what old programs wrote is read and only its accents may be wrong.
pub(super) fn decode(bytes: &[u8]) -> Option<(String, bool)> {
    match std::str::from_utf8(bytes) {
        Ok(text) => clean(text.chars()),
        Err(_) => clean(bytes.iter().copied().map(char::from)),
    }
}

/// The same for our own text on the way out: what is written comes back as it was written.
pub(super) fn encode(text: &str) -> Option<String> {
    clean(text.chars()).map(|(text, _)| text)
}

fn clean(chars: impl Iterator<Item = char>) -> Option<(String, bool)> {
    let mut words = chars.filter(|char| !char.is_control()).skip_while(|char| char.is_whitespace());
    let text: String = words.by_ref().take(CHARS_MAX).collect();
    let is_cut = words.any(|char| !char.is_whitespace());
    let trimmed = text.trim_end();
    (!trimmed.is_empty()).then(|| (trimmed.to_owned(), is_cut))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_as_utf_8_or_else_as_latin_1() {
        let table: [(&[u8], Option<&str>); 8] = [
            (b"Bass", Some("Bass")),
            ("Bässe ♭".as_bytes(), Some("Bässe ♭")),
            (b"B\xe4sse", Some("Bässe")),
            (b"  two words \0\0", Some("two words")),
            (b"a\r\nb", Some("ab")),
            (b"", None),
            (b" \0\n ", None),
            (b"\xff\xff", Some("ÿÿ")),
        ];
        for (bytes, text) in table {
            assert_eq!(decode(bytes).map(|(text, _)| text).as_deref(), text, "{bytes:?}");
        }
    }

    #[test]
    fn endless_text_is_cut_and_says_so() {
        for (count, is_cut) in [(CHARS_MAX, false), (CHARS_MAX + 1, true), (1 << 20, true)] {
            let (text, cut) = decode("é".repeat(count).as_bytes()).unwrap();
            assert_eq!((text.chars().count(), cut), (CHARS_MAX.min(count), is_cut), "{count} characters");
        }
    }

    #[test]
    fn cleaning_twice_changes_nothing() {
        let spaced = format!("{} tail", "x".repeat(CHARS_MAX - 1));
        for text in ["", " a ", "a\u{7f}b", spaced.as_str(), "\u{a0}nbsp\u{a0}", "\u{85}"] {
            let once = encode(text);
            assert_eq!(once.as_deref().and_then(encode), once, "{text:?}");
        }
    }
}
