//! The rules of the house that no compiler knows; a new rule is one file and one line in a list.

mod changelog;
mod decisions;
mod forgotten;
mod functions;
mod length;
mod links;
mod names;
mod opening;
mod places;
mod ratio;
mod tokens;
mod tree;
mod words;

use std::fmt;
use std::process::ExitCode;

use clap::Args;
use tree::File;

pub use tree::paths;

/// Lists of mistakes to make on purpose.
const MISTAKES: &str = "tests/mutants/";

/// Check the rules of the house: file and function length, names, openings, decisions, enough tests.
#[derive(Args)]
pub struct Tidy {}

/// Something to put right, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    path: String,
    line: usize,
    what: String,
    way_out: &'static str,
}

type FileRule = fn(&File) -> Vec<Finding>;
type TreeRule = fn(&[File]) -> Vec<Finding>;

/// What can be said of a file without looking at any other.
const FILE_RULES: &[FileRule] =
    &[opening::check, length::check, functions::check, names::check, words::check, places::check];

/// What can only be said of all files together.
const TREE_RULES: &[TreeRule] =
    &[decisions::check, changelog::check, forgotten::check, links::check, ratio::check];

impl Tidy {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        Ok(if check()? == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Prints what is found in the working folder and returns how many findings there are.
pub fn check() -> anyhow::Result<usize> {
    let files = tree::read()?;
    let findings = findings(&files);
    for finding in &findings {
        println!("{finding}");
    }
    print!("{}", ratio::table(&files));
    println!("tidy: {} files, {} findings", files.len(), findings.len());
    Ok(findings.len())
}

fn findings(files: &[File]) -> Vec<Finding> {
    let judged = files.iter().filter(|file| !file.path.starts_with(MISTAKES));
    let each = judged.flat_map(|file| FILE_RULES.iter().flat_map(|rule| rule(file)));
    each.chain(TREE_RULES.iter().flat_map(|rule| rule(files))).collect()
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>, way_out: &'static str) -> Finding {
        Finding { path: path.to_owned(), line, what: what.into(), way_out }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}; {}", self.path, self.line, self.what, self.way_out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_names_the_place_the_thing_and_the_way_out() {
        let finding = Finding::new("a/b.rs", 7, "a function of 80 lines", "split it");
        assert_eq!(finding.to_string(), "a/b.rs:7: a function of 80 lines; split it");
    }

    #[test]
    fn every_rule_sees_every_file() {
        let files =
            [File::new("shared/a/src/utils.rs", "fn f() {}\n"), File::new("docs/decisions/0002-b.md", "")];
        let found: Vec<String> = findings(&files).iter().map(Finding::to_string).collect();
        for part in [
            "utils.rs:1: does not begin",
            "utils.rs:1: is called",
            "0002-b.md:1: ",
            "CHANGELOG.md:1: ",
            "tests",
        ] {
            assert!(found.iter().any(|finding| finding.contains(part)), "{part} is not in {found:#?}");
        }
    }
}
