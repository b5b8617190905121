//! Decisions are numbered without gaps, and each is in the index.

use super::Finding;
use super::tree::File;

const FOLDER: &str = "docs/decisions/";
const INDEX: &str = "docs/decisions/README.md";

pub fn check(files: &[File]) -> Vec<Finding> {
    let pages: Vec<&File> =
        files.iter().filter(|file| file.path.starts_with(FOLDER) && file.path != INDEX).collect();
    let index = files.iter().find(|file| file.path == INDEX).map_or("", |file| file.text.as_str());
    let mut numbers: Vec<u32> = pages.iter().filter_map(|page| number(&page.path)).collect();
    numbers.sort_unstable();
    pages.iter().flat_map(|page| check_page(page, &numbers, index)).collect()
}

fn check_page(page: &File, numbers: &[u32], index: &str) -> Vec<Finding> {
    let Some(number) = number(&page.path) else {
        return vec![Finding::new(
            &page.path,
            1,
            "is not a numbered decision",
            "call it `NNNN-what-was-decided.md`",
        )];
    };
    let mut found = Vec::new();
    if numbers.iter().filter(|other| **other == number).count() > 1 {
        found.push(Finding::new(
            &page.path,
            1,
            format!("is not the only {number:04}"),
            "take the next free number",
        ));
    }
    if number != 1 && !numbers.contains(&(number.wrapping_sub(1))) {
        let what = format!("is {number:04}, but nothing comes right before it");
        found.push(Finding::new(&page.path, 1, what, "take the next free number"));
    }
    let link = format!("({})", page.path.trim_start_matches(FOLDER));
    if !index.contains(&link) {
        let what = "is not in the index".to_owned();
        found.push(Finding::new(&page.path, 1, what, "link it in docs/decisions/README.md"));
    }
    found
}

/// The 12 of `docs/decisions/0012-one-clock.md`.
fn number(path: &str) -> Option<u32> {
    let (digits, title) = path.strip_prefix(FOLDER)?.strip_suffix(".md")?.split_once('-')?;
    let is_whole = digits.len() == 4 && !title.is_empty() && !title.contains('/');
    if is_whole { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pages: &[&str], index: &str) -> Vec<String> {
        let pages = pages.iter().map(|name| File::new(format!("{FOLDER}{name}"), ""));
        let files: Vec<File> = pages.chain([File::new(INDEX, index)]).collect();
        check(&files)
            .iter()
            .map(|finding| format!("{}: {}", finding.path.trim_start_matches(FOLDER), finding.what))
            .collect()
    }

    #[test]
    fn decisions_are_numbered_and_indexed() {
        let index = "- [Three walls](0001-three-walls.md)\n- [One clock](0002-one-clock.md)";
        let cases: &[(&[&str], &[&str])] = &[
            (&[], &[]),
            (&["0001-three-walls.md", "0002-one-clock.md"], &[]),
            (&["0002-one-clock.md"], &["0002-one-clock.md: is 0002, but nothing comes right before it"]),
            (&["0001-three-walls.md", "0002-no-clock.md"], &["0002-no-clock.md: is not in the index"]),
            (
                &["0001-three-walls.md", "0001-four.md"],
                &[
                    "0001-three-walls.md: is not the only 0001",
                    "0001-four.md: is not the only 0001",
                    "0001-four.md: is not in the index",
                ],
            ),
            (&["three-walls.md"], &["three-walls.md: is not a numbered decision"]),
            (&["1-three-walls.md"], &["1-three-walls.md: is not a numbered decision"]),
            (&["0001-.md"], &["0001-.md: is not a numbered decision"]),
        ];
        for (pages, expected) in cases {
            assert_eq!(found(pages, index), *expected, "{pages:?}");
        }
    }

    #[test]
    fn a_missing_index_indexes_nothing() {
        let files = [File::new("docs/decisions/0001-three-walls.md", "")];
        assert_eq!(check(&files).len(), 1);
    }
}
