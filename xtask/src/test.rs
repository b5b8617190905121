//! Everything that is checked before a change is taken: CI types exactly this.

use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::bundle::{self, Profile};
use crate::command::Line;
use crate::contract;
use crate::python_hosts;
use crate::stage::{self, Outcome};
use crate::tidy;
use crate::tool::{self, Tool};

/// Check everything CI checks: format, house rules, licences, lints, docs, tests.
///
/// All stages run even when one fails, so one run tells everything; each failure says how to repeat it alone.
#[derive(Args)]
pub struct Test {
    /// Only these stages, separated by commas.
    #[arg(long, value_delimiter = ',', value_name = "STAGES", value_parser = names())]
    only: Vec<String>,
}

struct Stage {
    name: &'static str,
    needs: Option<Tool>,
    work: Work,
}

enum Work {
    /// A line to type, with what its environment must say.
    Line(&'static str, &'static [(&'static str, &'static str)]),
    Tidy,
    /// The plugin as hosts load it, for the tests that are hosts.
    Bundle,
    /// Hosts of other people for the plugin, and what tries every route of the server.
    Python,
}

/// Cheap ones first; the bundle before the hosts that load it; nextest last, so that its summary is what stands above the table.
const STAGES: &[Stage] = &[
    Stage { name: "format", needs: Some(tool::RUSTFMT), work: Work::Line("cargo fmt --all --check", &[]) },
    Stage { name: "tidy", needs: None, work: Work::Tidy },
    Stage {
        name: "deny",
        needs: Some(tool::DENY),
        // Not the advisories: they are fetched, change by the hour, and a test run must not.
        work: Work::Line("cargo deny check licenses bans sources", &[]),
    },
    Stage {
        name: "clippy",
        needs: Some(tool::CLIPPY),
        work: Work::Line("cargo clippy --workspace --all-targets --profile ci -- -D warnings", &[]),
    },
    Stage {
        name: "docs",
        needs: None,
        work: Work::Line(
            "cargo doc --workspace --no-deps --document-private-items --profile ci",
            &[("RUSTDOCFLAGS", "-D warnings")],
        ),
    },
    Stage {
        name: "doctests",
        needs: None,
        work: Work::Line("cargo test --workspace --doc --profile ci --quiet", &[]),
    },
    Stage { name: "bundle", needs: SCREEN, work: Work::Bundle },
    Stage { name: "python", needs: Some(tool::PYTHON), work: Work::Python },
    Stage {
        name: "nextest",
        needs: Some(tool::NEXTEST),
        work: Work::Line("cargo nextest run --workspace --cargo-profile ci --profile ci", &[]),
    },
];

/// What the hosts open the bundled plugin's window on.
const SCREEN: Option<Tool> = if cfg!(target_os = "linux") { Some(tool::XVFB) } else { None };

fn names() -> PossibleValuesParser {
    PossibleValuesParser::new(STAGES.iter().map(|stage| stage.name))
}

impl Test {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let outcomes: Vec<Outcome> = self.chosen().map(Stage::run).collect();
        println!("{}", stage::table(&outcomes));
        let is_clean = outcomes.iter().all(|outcome| outcome.failure.is_none());
        Ok(if is_clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn chosen(&self) -> impl Iterator<Item = &'static Stage> {
        STAGES.iter().filter(|stage| self.only.is_empty() || self.only.iter().any(|name| name == stage.name))
    }
}

impl Stage {
    fn run(&self) -> Outcome {
        println!("{}", stage::title(self.name, &self.work.describe()));
        let start = Instant::now();
        let needs = self.needs.as_ref().map_or(Ok(()), Tool::ensure);
        let result = needs.and_then(|()| self.work.run());
        let failure = result.unwrap_or_else(|error| Some(format!("{error:#}")));
        Outcome { name: self.name, took: start.elapsed(), failure }
    }
}

impl Work {
    fn describe(&self) -> String {
        match self {
            Work::Line(text, environment) => line(text, environment).to_string(),
            Work::Tidy => "the rules of the house".to_owned(),
            Work::Bundle => "the plugin as hosts load it, with every check on".to_owned(),
            Work::Python => format!("{}; {}", python_hosts::describe(), contract::describe()),
        }
    }

    /// What went wrong, if anything did.
    fn run(&self) -> anyhow::Result<Option<String>> {
        match self {
            Work::Line(text, environment) => {
                let ended = line(text, environment).run()?;
                Ok((!ended.status.success()).then(|| ended.status.to_string()))
            }
            Work::Tidy => {
                let findings = tidy::check()?;
                Ok((findings > 0).then(|| format!("{findings} findings")))
            }
            Work::Python => Ok(python_hosts::test()?.or(contract::test()?)),
            Work::Bundle => {
                for bundled in bundle::make(Profile::Ci, Profile::Ci.products())? {
                    println!("{}", bundled.line());
                }
                Ok(None)
            }
        }
    }
}

fn line(text: &str, environment: &[(&str, &str)]) -> Line {
    environment.iter().fold(Line::new(text), |line, (name, value)| line.environment(name, *value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(only: &[&str]) -> Vec<&'static str> {
        let test = Test { only: only.iter().map(|&name| name.to_owned()).collect() };
        test.chosen().map(|stage| stage.name).collect()
    }

    #[test]
    fn all_stages_run_unless_some_are_named() {
        assert_eq!(
            chosen(&[]),
            ["format", "tidy", "deny", "clippy", "docs", "doctests", "bundle", "python", "nextest"]
        );
        assert_eq!(chosen(&["clippy", "format"]), ["format", "clippy"]);
    }

    #[test]
    fn a_stage_tells_success_failure_and_what_cannot_start() {
        let cases = [
            ("cargo --version", None),
            ("cargo no-such-verb", Some("exit")),
            ("no-such-program", Some("cannot start")),
        ];
        for (text, expected) in cases {
            let stage = Stage { name: "a stage", needs: None, work: Work::Line(text, &[]) };
            let failure = stage.run().failure;
            match expected {
                None => assert_eq!(failure, None),
                Some(part) => {
                    assert!(failure.as_ref().is_some_and(|why| why.contains(part)), "{text}: {failure:?}");
                }
            }
        }
    }

    #[test]
    fn a_warning_fails_wherever_warnings_are_printed() {
        let shown =
            |name: &str| STAGES.iter().find(|stage| stage.name == name).map(|stage| stage.work.describe());
        for name in ["clippy", "docs"] {
            assert!(shown(name).unwrap().contains("-D warnings"), "{name}");
        }
    }
}
