//! Words that do not belong into a finished file.

use super::Finding;
use super::tree::File;

/// Notes to oneself, as whole words, in any text. Written in halves, or this file would find itself.
const NOTES: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("HA", "CK")];

/// Rust that was not meant to stay, at the start of a line or after a blank.
const LEFTOVERS: &[(&str, &str)] = &[
    (concat!("todo", "!"), "write it, or leave it out"),
    (concat!("unimplemented", "!"), "write it, or leave it out"),
    (concat!("dbg", "!"), "take it out"),
    (concat!("#[ig", "nore"), "a test runs or is deleted; a slow one belongs into `cargo xtask soak`"),
];

pub fn check(file: &File) -> Vec<Finding> {
    file.lines().flat_map(|(number, line)| check_line(file, number, line)).collect()
}

fn check_line(file: &File, number: usize, line: &str) -> Vec<Finding> {
    let notes = NOTES.iter().filter(|note| !is_music(file, note) && has_word(line, note)).map(|note| {
        Finding::new(
            &file.path,
            number,
            format!("says {note}"),
            "do it now, or write down where it is tracked",
        )
    });
    let leftovers = LEFTOVERS.iter().filter(|(text, _)| file.is_rust() && has_start(line, text));
    let leftovers =
        leftovers.map(|(text, way_out)| Finding::new(&file.path, number, format!("has `{text}`"), way_out));
    notes.chain(leftovers).collect()
}

/// Three accents in a row, in a style's grid.
fn is_music(file: &File, note: &str) -> bool {
    note == concat!("XX", "X") && file.path.starts_with("shared/composer/styles/")
}

/// Not as part of a longer word, such as a constant's name.
fn has_word(line: &str, word: &str) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word)
        .any(|(at, _)| !line[..at].ends_with(is_letter) && !line[at + word.len()..].starts_with(is_letter))
}

fn has_start(line: &str, text: &str) -> bool {
    line.match_indices(text).any(|(at, _)| line[..at].is_empty() || line[..at].ends_with(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, line: &str) -> usize {
        check(&File::new(path, line)).len()
    }

    #[test]
    fn three_accents_in_a_style_are_music() {
        let line = concat!("rows.snare = \"xxx XX", "X\"");
        assert_eq!((found("shared/composer/styles/pop/drums.toml", line), found("deny.toml", line)), (0, 1));
    }

    #[test]
    fn notes_are_found_as_words_in_any_text() {
        for note in NOTES {
            for line in [
                format!("// {note} later"),
                format!("{note}: later"),
                format!("# ({note})"),
                (*note).to_owned(),
            ] {
                assert_eq!((found("a.rs", &line), found("a.md", &line)), (1, 1), "{line}");
            }
            for line in [format!("const {note}_COUNT"), format!("{note}S"), note.to_lowercase()] {
                assert_eq!(found("a.rs", &line), 0, "{line}");
            }
        }
    }

    #[test]
    fn leftovers_are_found_in_code() {
        for (text, _) in LEFTOVERS {
            for line in [format!("{text}()"), format!("    {text}]"), format!("let a = {text}(b)")] {
                assert_eq!((found("a.rs", &line), found("a.md", &line)), (1, 0), "{line}");
            }
            assert_eq!(found("a.rs", &format!("const A: &str = \"{text}\"")), 0, "{text} in quotes");
        }
    }

    #[test]
    fn the_line_is_told() {
        let file = File::new("a.rs", format!("//! A file.\n\n// {}\n", NOTES[0]));
        assert_eq!(check(&file)[0].line, 3);
    }
}
