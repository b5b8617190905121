//! Every Rust file is part of a program: one that no `mod` names is never built, and nobody notices.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::File;
use super::{Finding, tokens};

/// Folders in which cargo takes every file for a program of its own.
const PROGRAM_FOLDERS: &[&str] = &["bin", "tests", "examples", "benches"];

pub fn check(files: &[File]) -> Vec<Finding> {
    let rust = files.iter().filter(|file| file.is_rust());
    let named: BTreeMap<&str, BTreeSet<String>> =
        rust.clone().map(|file| (file.path.as_str(), tokens::modules(&file.text))).collect();
    let forgotten = rust.filter(|file| !is_root(&file.path) && !is_named(&file.path, &named));
    let way_out = "name it with `mod` in the file beside its folder, or delete it";
    forgotten.map(|file| Finding::new(&file.path, 1, "is part of no program", way_out)).collect()
}

/// Where cargo begins by itself.
fn is_root(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let (name, folder, above) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    let is_program = |folder: Option<&str>| folder.is_some_and(|name| PROGRAM_FOLDERS.contains(&name));
    match name {
        "build.rs" => true,
        "lib.rs" => folder == Some("src"),
        "main.rs" => folder == Some("src") || is_program(above),
        // `src/tests/walk.rs` is a module like any other, `src/bin/soak.rs` is not.
        _ => is_program(folder) && (folder == Some("bin") || !path.contains("/src/")),
    }
}

/// Whether one of the files that could name it does.
fn is_named(path: &str, named: &BTreeMap<&str, BTreeSet<String>>) -> bool {
    let Some((folder, name)) = path.trim_end_matches(".rs").rsplit_once('/') else {
        return false;
    };
    let parents = [format!("{folder}.rs"), format!("{folder}/lib.rs"), format!("{folder}/main.rs")];
    parents.iter().any(|parent| named.get(parent.as_str()).is_some_and(|modules| modules.contains(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forgotten(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<File> = files.iter().map(|(path, text)| File::new(*path, *text)).collect();
        check(&files).into_iter().map(|finding| finding.path).collect()
    }

    #[test]
    fn what_cargo_finds_by_itself_is_not_forgotten() {
        for path in [
            "xtask/src/main.rs",
            "shared/music/src/lib.rs",
            "shared/synth/build.rs",
            "tests/src/bin/soak.rs",
            "tests/src/bin/soak/main.rs",
            "shared/music/tests/laws.rs",
            "shared/music/tests/laws/main.rs",
            "examples/examples/blues.rs",
        ] {
            assert_eq!(forgotten(&[(path, "")]), [] as [String; 0], "{path}");
        }
    }

    #[test]
    fn a_file_is_named_by_the_file_beside_its_folder() {
        let cases: &[(&[(&str, &str)], Option<&str>)] = &[
            (&[("a/src/lib.rs", "pub mod b;"), ("a/src/b.rs", "")], None),
            (
                &[
                    ("a/src/lib.rs", "mod b;"),
                    ("a/src/b.rs", "#[cfg(test)] mod tests;"),
                    ("a/src/b/tests.rs", ""),
                ],
                None,
            ),
            (&[("a/tests/b/main.rs", "mod c;"), ("a/tests/b/c.rs", "")], None),
            (
                &[("a/src/lib.rs", "// mod b;\nconst B: &str = \"mod b;\";"), ("a/src/b.rs", "")],
                Some("a/src/b.rs"),
            ),
            (&[("a/src/lib.rs", "mod b {}"), ("a/src/b.rs", "")], Some("a/src/b.rs")),
            (&[("a/src/lib.rs", "mod c;"), ("a/src/b/c.rs", "")], Some("a/src/b/c.rs")),
            (&[("a/tests/b/c.rs", "")], Some("a/tests/b/c.rs")),
            (&[("a/src/tests/walk.rs", "")], Some("a/src/tests/walk.rs")),
            (&[("kazoo.rs", "")], Some("kazoo.rs")),
        ];
        for (files, expected) in cases {
            assert_eq!(forgotten(files), expected.iter().copied().collect::<Vec<_>>(), "{files:?}");
        }
    }
}
