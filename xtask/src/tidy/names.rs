//! Files are called by what they are; some names say nothing.

use super::Finding;
use super::tree::File;

/// Names under which anything could be put, and then is.
const BANNED: &[&str] = &[
    "util",
    "utils",
    "common",
    "helper",
    "helpers",
    "misc",
    "manager",
    "managers",
    "stuff",
    "shared_utils",
    "test_utils",
];

pub fn check(file: &File) -> Vec<Finding> {
    let mut found = Vec::new();
    if file.path == "mod.rs" || file.path.ends_with("/mod.rs") {
        let way_out = "put it beside its folder: `foo.rs` and `foo/`, so that a tab has a name";
        found.push(Finding::new(&file.path, 1, "is called mod.rs", way_out));
    }
    let stem = |part: &str| part.split('.').next().unwrap_or_default().to_lowercase();
    if let Some(name) = file.path.split('/').map(stem).find(|stem| BANNED.contains(&stem.as_str())) {
        let what = format!("is called \"{name}\"");
        found.push(Finding::new(&file.path, 1, what, "name it after what it does"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_say_nothing_are_found_in_every_part_of_a_path() {
        let cases = [
            ("shared/music/src/time.rs", None),
            ("shared/music/src/chart.rs", None),
            ("shared/music/src/commonplace.rs", None),
            ("shared/music/src/utils.rs", Some("\"utils\"")),
            ("shared/music/src/Helpers/scale.rs", Some("\"helpers\"")),
            ("docs/misc.md", Some("\"misc\"")),
            ("tests/manager.test.ts", Some("\"manager\"")),
            ("shared/music/src/chart/mod.rs", Some("mod.rs")),
            ("mod.rs", Some("mod.rs")),
            ("shared/music/src/mod.rs.md", None),
            ("shared/music/src/amod.rs", None),
        ];
        for (path, expected) in cases {
            let found = check(&File::new(path, ""));
            match expected {
                None => assert_eq!(found, [], "{path}"),
                Some(part) => assert!(found.len() == 1 && found[0].what.contains(part), "{path}: {found:?}"),
            }
        }
    }
}
