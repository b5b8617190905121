//! There are at least as many lines of tests as of what they test.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::File;
use super::{Finding, tokens};

/// Who judges is not judged: the workshop checks, the examples are run by tests.
const NOT_COUNTED: &[&str] = &["xtask/", "examples/"];

/// Lines with something on them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    production: usize,
    test: usize,
}

pub fn check(files: &[File]) -> Vec<Finding> {
    let total = total(&count(files));
    if total.test >= total.production {
        return Vec::new();
    }
    let what = format!("{} lines of tests for {} lines of production code", total.test, total.production);
    vec![Finding::new(
        "Cargo.toml",
        1,
        what,
        "write the missing tests; the table shows where they are missing",
    )]
}

/// Lines of production and of tests for each package, and for all of them.
pub fn table(files: &[File]) -> String {
    let counts = count(files);
    let row = |name: &str, count: &Count| {
        let ratio = count.test as f64 / count.production.max(1) as f64;
        let ratio = if count.production == 0 { "   -".to_owned() } else { format!("{ratio:4.2}") };
        format!("{name:>20} {:>8} {:>8}  {ratio}\n", count.production, count.test)
    };
    let rows: String = counts.iter().map(|(name, count)| row(name, count)).collect();
    format!("{:>20} {:>8} {:>8}  ratio\n{rows}{}", "lines", "code", "tests", row("all", &total(&counts)))
}

fn total(counts: &BTreeMap<&str, Count>) -> Count {
    let add = |sum: Count, count: &Count| Count {
        production: sum.production + count.production,
        test: sum.test + count.test,
    };
    counts.values().fold(Count::default(), add)
}

fn count(files: &[File]) -> BTreeMap<&str, Count> {
    let rust: Vec<&File> = files.iter().filter(|file| file.is_rust()).collect();
    let test_files: BTreeSet<String> = rust.iter().flat_map(|file| test_modules(file)).collect();
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for file in
        rust.into_iter().filter(|file| !NOT_COUNTED.iter().any(|folder| file.path.starts_with(folder)))
    {
        let Some((package, is_source)) = place(&file.path) else { continue };
        let is_test = !is_source || test_files.iter().any(|module| is_inside(&file.path, module));
        let count = counts.entry(package).or_default();
        let here = if is_test { Count { production: 0, test: filled(file).count() } } else { split(file) };
        count.production += here.production;
        count.test += here.test;
    }
    counts
}

/// The package a file belongs to, and whether it is in its `src`. All of `tests` is there to test.
fn place(path: &str) -> Option<(&str, bool)> {
    if path.starts_with("tests/") {
        return Some(("tests", false));
    }
    let source = path.find("/src/").map(|at| (&path[..at], true));
    source.or_else(|| path.find("/tests/").map(|at| (&path[..at], false)))
}

fn split(file: &File) -> Count {
    let parts = tokens::test_parts(&file.text);
    let is_test = |number: usize| parts.lines.iter().any(|lines| lines.contains(&number));
    let test = filled(file).filter(|number| is_test(*number)).count();
    Count { production: filled(file).count() - test, test }
}

fn filled(file: &File) -> impl Iterator<Item = usize> {
    file.lines().filter(|(_, line)| !line.trim().is_empty()).map(|(number, _)| number)
}

/// Where the modules are that this file has for tests alone, as paths without their ending.
fn test_modules(file: &File) -> Vec<String> {
    let stem = file.path.trim_end_matches(".rs");
    let folder = ["/lib", "/main"].iter().find_map(|root| stem.strip_suffix(root)).unwrap_or(stem);
    tokens::test_parts(&file.text).modules.iter().map(|name| format!("{folder}/{name}")).collect()
}

/// `a/tests.rs` and `a/tests/walk.rs` are both inside `a/tests`.
fn is_inside(path: &str, module: &str) -> bool {
    path.strip_prefix(module).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TESTED: &str = "//! A file.\n\nfn f() {}\n\n#[cfg(test)]\nmod tests {\n    fn g() {}\n}\n";

    fn counted(files: &[(&str, &str)]) -> Vec<(String, usize, usize)> {
        let files: Vec<File> = files.iter().map(|(path, text)| File::new(*path, *text)).collect();
        count(&files)
            .into_iter()
            .map(|(name, count)| (name.to_owned(), count.production, count.test))
            .collect()
    }

    #[test]
    fn each_line_is_counted_once_where_it_belongs() {
        const PLAIN: &str = "//! A file.\n\nfn f() {}\n";
        const POINTING: &str = "//! A file.\n#[cfg(test)]\nmod tests;\n";
        let cases: &[(&[(&str, &str)], (&str, usize, usize))] = &[
            (&[("shared/a/src/b.rs", PLAIN)], ("shared/a", 2, 0)),
            (&[("shared/a/src/b.rs", TESTED)], ("shared/a", 2, 4)),
            (&[("shared/a/tests/b/main.rs", PLAIN)], ("shared/a", 0, 2)),
            (&[("tests/src/bin/soak.rs", PLAIN)], ("tests", 0, 2)),
            (&[("plugin/src/lib.rs", PLAIN), ("plugin/src/net/link.rs", PLAIN)], ("plugin", 4, 0)),
            (&[("shared/a/src/lib.rs", POINTING), ("shared/a/src/tests.rs", PLAIN)], ("shared/a", 1, 4)),
            (&[("shared/a/src/b.rs", POINTING), ("shared/a/src/b/tests/walk.rs", PLAIN)], ("shared/a", 1, 4)),
            (&[("shared/a/src/b.rs", POINTING), ("shared/a/src/tests.rs", PLAIN)], ("shared/a", 3, 2)),
        ];
        for (files, (name, production, test)) in cases {
            assert_eq!(counted(files), [((*name).to_owned(), *production, *test)], "{files:?}");
        }
    }

    #[test]
    fn workshop_examples_and_other_files_are_not_counted() {
        let files = [
            ("xtask/src/main.rs", TESTED),
            ("examples/src/lib.rs", TESTED),
            ("shared/a/src/data.txt", "1\n"),
        ];
        assert_eq!(counted(&files), []);
    }

    #[test]
    fn fewer_tests_than_code_are_a_finding() {
        let cases = [
            ("fn f() {}\n", true),
            ("fn f() {}\nfn g() {}\n", true),
            ("fn f() {}\nfn g() {}\nfn h() {}\n", false),
        ];
        for (text, expected) in cases {
            let files =
                [File::new("shared/a/src/b.rs", text), File::new("shared/a/tests/b.rs", "one\ntwo\n")];
            assert_eq!(check(&files).is_empty(), expected, "{text}");
        }
    }

    #[test]
    fn the_table_shows_where_tests_are_missing() {
        let files = [File::new("shared/a/src/b.rs", TESTED), File::new("tests/tests/c.rs", "one\n")];
        let expected = "               lines     code    tests  ratio
            shared/a        2        4  2.00
               tests        0        1     -
                 all        2        5  2.50
";
        assert_eq!(table(&files), expected);
    }
}
