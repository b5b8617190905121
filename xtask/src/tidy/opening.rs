//! Every Rust file begins by saying in a sentence what it is.

use super::Finding;
use super::tree::File;

const WAY_OUT: &str = "begin it with `//! What this file is.`";

pub fn check(file: &File) -> Vec<Finding> {
    if !file.is_rust() {
        return Vec::new();
    }
    let sentence: Vec<&str> = file.text.lines().map_while(paragraph_line).collect();
    let what = match sentence.last() {
        None => "does not begin with a sentence",
        Some(last) if !last.ends_with(['.', '!', '?', ':']) => "its opening sentence has no end",
        Some(_) => return Vec::new(),
    };
    vec![Finding::new(&file.path, 1, what, WAY_OUT)]
}

/// The words of a line of the first paragraph.
fn paragraph_line(line: &str) -> Option<&str> {
    line.strip_prefix("//! ").map(str::trim).filter(|words| !words.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_opens_with_a_sentence() {
        let cases = [
            ("//! What it is.\n", None),
            ("//! What it is,\n//! over two lines.\n//!\n//! More\nfn f() {}", None),
            ("//! The list:\n//! - one\n", Some("has no end")),
            ("", Some("does not begin")),
            ("fn f() {}\n//! Too late.\n", Some("does not begin")),
            ("\n//! One line too late.\n", Some("does not begin")),
            ("//!\n//! Late.\n", Some("does not begin")),
            ("// Not a module's sentence.\n", Some("does not begin")),
            ("#![allow(dead_code)]\n//! Late.\n", Some("does not begin")),
            ("//! Trailing off\nfn f() {}", Some("has no end")),
        ];
        for (text, expected) in cases {
            let found = check(&File::new("a.rs", text));
            match expected {
                None => assert_eq!(found, [], "{text}"),
                Some(part) => assert!(found[0].what.contains(part), "{text}: {found:?}"),
            }
        }
    }

    #[test]
    fn only_rust_files_are_asked() {
        assert_eq!(check(&File::new("a.md", "# A page")), []);
    }
}
