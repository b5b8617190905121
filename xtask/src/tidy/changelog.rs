//! The changelog is written with the change, so there is always a place for the next line.

use super::Finding;
use super::tree::File;

const PATH: &str = "CHANGELOG.md";

pub fn check(files: &[File]) -> Vec<Finding> {
    let changelog = files.iter().find(|file| file.path == PATH);
    let what = match changelog {
        None => "is missing",
        Some(file) if !file.text.lines().any(is_heading) => "has no place for what is not yet released",
        Some(_) => return Vec::new(),
    };
    vec![Finding::new(PATH, 1, what, "add the heading `## Unreleased`")]
}

fn is_heading(line: &str) -> bool {
    let title = line.strip_prefix("## ").unwrap_or_default();
    title.trim_matches(['[', ']', ' ']) == "Unreleased"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_place_for_the_next_change() {
        let cases = [
            ("# Changelog\n\n## Unreleased\n", None),
            ("# Changelog\n\n## [Unreleased]\n", None),
            ("# Changelog\n\n## 0.1.0\nUnreleased\n", Some("no place")),
            ("", Some("no place")),
        ];
        for (text, expected) in cases {
            let found = check(&[File::new(PATH, text)]);
            assert_eq!(found.is_empty(), expected.is_none(), "{text}: {found:?}");
        }
        assert_eq!(check(&[File::new("docs/CHANGELOG.md", "## Unreleased")])[0].what, "is missing");
    }
}
