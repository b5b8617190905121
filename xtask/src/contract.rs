//! The server's routes, tried against their own description by schemathesis from Python's package index: installed
//! under `target`.

use std::path::Path;

use anyhow::{Context, ensure};

use crate::bundle::Profile;
use crate::command::Line;
use crate::python_hosts::install;

/// The test, and a list of what it needs with the hashes of its files.
const TESTS: &str = "tests/contract";
const PYTHON: &str = "target/contract/bin/python";
const MAKE: &str = "python3 -m venv --clear target/contract";
const WHAT: &str = "schemathesis";
/// Does nothing, and asks nobody, when everything is there.
const INSTALL: &str = "target/contract/bin/python -m pip install --quiet --disable-pip-version-check \
                       --require-hashes --only-binary :all: --requirement tests/contract/requirements.txt";
const BUILD: &str = "cargo build --quiet --package ai-band-orchestrator --profile ci";

pub fn describe() -> String {
    format!("{PYTHON} -m unittest, in {TESTS}")
}

/// What went wrong, if anything did.
pub fn test() -> anyhow::Result<Option<String>> {
    let built = Line::new(BUILD).run().context("the server cannot be built")?;
    ensure!(built.status.success(), "the server cannot be built; type: {BUILD}");
    let name = format!("ai-band{}", std::env::consts::EXE_SUFFIX);
    let server = std::path::absolute(Profile::Ci.programs_folder().join(name))?;
    install(WHAT, Path::new(PYTHON), MAKE, INSTALL)?;
    let python = std::path::absolute(PYTHON)?;
    let line = Line::new("").word(python.to_string_lossy()).words(["-m", "unittest", "--verbose"]);
    let line = line.environment("AI_BAND_SERVER", server.to_string_lossy());
    let ended = line.environment("PYTHONDONTWRITEBYTECODE", "1").folder(Path::new(TESTS)).run()?;
    Ok((!ended.status.success()).then(|| ended.status.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wheel_has_one_exact_version_and_a_hash() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let text = std::fs::read_to_string(root.join(TESTS).join("requirements.txt")).unwrap();
        let wheels: Vec<&str> = text.lines().filter(|line| line.contains("==")).collect();
        assert!(wheels.iter().any(|wheel| wheel.starts_with("schemathesis==4.")), "{wheels:?}");
        for wheel in wheels {
            assert!(wheel.ends_with('\\'), "{wheel}: its hashes follow");
        }
    }
}
