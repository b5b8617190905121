//! What a page points to is there: its links, and the places it names in backquotes.

use super::Finding;
use super::tree::File;

/// A path in backquotes is one of ours when it begins so.
const OURS: &[&str] = &["docs/", "examples/", "shared/", "tests/", "xtask/"];
/// The rules see text files only, so these they cannot miss.
const NO_TEXT: &[&str] = &[".png", ".jpg", ".mid"];
const WAY_OUT: &str = "say where it went, or take it out";

pub fn check(files: &[File]) -> Vec<Finding> {
    let exists = |path: &str| {
        let path = path.trim_end_matches('/');
        files.iter().any(|file| {
            file.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    let pages = files.iter().filter(|file| file.path.ends_with(".md"));
    let named = pages.flat_map(|page| {
        page.lines()
            .flat_map(move |(number, line)| places(&page.path, line).map(move |place| (page, number, place)))
    });
    let is_text = |place: &str| !NO_TEXT.iter().any(|end| place.ends_with(end));
    let gone = named.filter(|(_, _, place)| is_text(place) && !exists(place));
    gone.map(|(page, number, place)| {
        Finding::new(&page.path, number, format!("points to `{place}`, which is not there"), WAY_OUT)
    })
    .collect()
}

/// Paths from the root that a line of the page at `page` names.
fn places(page: &str, line: &str) -> impl Iterator<Item = String> {
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let links = line.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
    let links = links.filter(|link| !link.is_empty() && !link.contains(':'));
    let links: Vec<String> = links.map(|link| from_root(&folder, link)).collect();
    let quoted = line.split('`').skip(1).step_by(2);
    let is_path = |text: &&str| {
        OURS.iter().any(|start| text.starts_with(start))
            && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "/._-".contains(letter))
    };
    let quoted: Vec<String> = quoted.filter(is_path).map(str::to_owned).collect();
    links.into_iter().chain(quoted)
}

fn from_root(folder: &str, link: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_named() {
        let table: &[(&str, &[&str])] = &[
            ("[a](player.md) and [b](../README.md#words)", &[]),
            ("[a](0001-walls.md)", &["docs/0001-walls.md"]),
            ("[a](decisions/0001-walls.md), [web](https://example.org/a.md), [here](#below)", &[]),
            ("`shared/music/src` and `shared/music/src/pitch.rs`", &[]),
            ("`tests/architecture` and `shared/mus`", &["tests/architecture", "shared/mus"]),
            ("![a](window.png)", &[]),
            ("`tests/<area>/main.rs`, `music::clip`, `plugin/src`", &[]),
        ];
        for (line, expected) in table {
            let files = [
                File::new("README.md", ""),
                File::new("docs/player.md", *line),
                File::new("docs/decisions/0001-walls.md", ""),
                File::new("shared/music/src/pitch.rs", ""),
            ];
            let found: Vec<String> = check(&files).into_iter().map(|finding| finding.what).collect();
            let expected: Vec<String> =
                expected.iter().map(|place| format!("points to `{place}`, which is not there")).collect();
            assert_eq!(found, expected, "{line}");
        }
    }
}
