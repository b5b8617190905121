//! Two hosts of other people, from Python's package index, that load the bundled plugin: installed under `target`.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};

use crate::bundle::{Format, Layout, Os, Product, Profile};
use crate::command::Line;

/// The tests, and a list of what they need with the hashes of its files.
const TESTS: &str = "tests/python-hosts";
/// Of this workspace alone, so that nothing of the machine's Python is touched or needed.
const PYTHON: &str = "target/python-hosts/bin/python";
const MAKE: &str = "python3 -m venv --clear target/python-hosts";
const WHAT: &str = "the Python hosts";
/// Does nothing, and asks nobody, when everything is there.
const INSTALL: &str = "target/python-hosts/bin/python -m pip install --quiet --disable-pip-version-check \
                       --require-hashes --only-binary :all: --requirement tests/python-hosts/requirements.txt";

pub fn describe() -> String {
    format!("{PYTHON} -m unittest, in {TESTS}")
}

/// What went wrong, if anything did.
pub fn test() -> anyhow::Result<Option<String>> {
    let plugin = bundled()?;
    install(WHAT, Path::new(PYTHON), MAKE, INSTALL)?;
    let python = std::path::absolute(PYTHON)?;
    let line = Line::new("").word(python.to_string_lossy()).words(["-m", "unittest", "--verbose"]);
    let line = line.environment("AI_BAND_VST3", plugin.to_string_lossy());
    let ended = line.environment("PYTHONDONTWRITEBYTECODE", "1").folder(Path::new(TESTS)).run()?;
    Ok((!ended.status.success()).then(|| ended.status.to_string()))
}

/// As the other hosts load it.
fn bundled() -> anyhow::Result<PathBuf> {
    let layout = Layout::of(Os::here(), Format::Vst3, Product::Band.name(), std::env::consts::ARCH);
    let path = std::path::absolute(Profile::Ci.target_folder().join(layout.bundle))?;
    ensure!(path.exists(), "{} is missing; type: cargo xtask bundle --profile ci", path.display());
    Ok(path)
}

pub fn install(what: &str, python: &Path, make: &str, install: &str) -> anyhow::Result<()> {
    if !python.exists() {
        println!("{make}");
        typed(what, make)?;
    }
    typed(what, install)
}

fn typed(what: &str, line: &str) -> anyhow::Result<()> {
    let way_out = || format!("{what} cannot be installed; type: {line}");
    let ended = Line::new(line).run().with_context(way_out)?;
    if !ended.status.success() {
        bail!(way_out());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_installed_says_what_to_type() {
        let (there, nowhere) = (Path::new("Cargo.toml"), Path::new("no-such-python"));
        for (python, make, wheels, said) in [
            (there, "no-such-program", "cargo --version", None),
            (nowhere, "cargo --version", "cargo --version", None),
            (nowhere, "cargo no-such-verb", "cargo --version", Some("cargo no-such-verb")),
            (nowhere, "no-such-program", "cargo --version", Some("no-such-program")),
            (there, "cargo --version", "cargo no-such-verb", Some("cargo no-such-verb")),
        ] {
            let error = install(WHAT, python, make, wheels).err().map(|error| error.to_string());
            let expected = said.map(|line| format!("the Python hosts cannot be installed; type: {line}"));
            assert_eq!(error, expected, "{make}, {wheels}");
        }
    }

    #[test]
    fn every_wheel_has_one_exact_version_and_a_hash() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let text = std::fs::read_to_string(root.join(TESTS).join("requirements.txt")).unwrap();
        let wheels: Vec<&str> = text.lines().filter(|line| line.contains("==")).collect();
        assert_eq!(wheels.len(), 3, "dawdreamer, pedalboard and numpy, which both need");
        for wheel in wheels {
            assert!(wheel.ends_with('\\'), "{wheel}: its hashes follow");
        }
        assert_eq!(text.matches("--hash=sha256:").count(), 9, "for three Pythons");
    }
}
