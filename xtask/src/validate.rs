//! A stranger's judgement of the plugin: the public clap-validator on the bundled CLAP file.

mod report;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use clap::Args;

use crate::bundle::{self, Format, Profile};
use crate::command::Line;
use report::Report;

/// Run the public clap-validator on the bundled CLAP file, and say what it refuses and what it skips.
///
/// It takes the clap-validator on the PATH or in target/tools; if there is none, it builds the pinned one from its
/// public repository into target/tools, once. That needs the network, so no stage of `cargo xtask test` does this.
#[derive(Args)]
pub struct Validate {
    /// This clap-validator and no other.
    #[arg(long, value_name = "PROGRAM")]
    with: Option<PathBuf>,
    /// Which bundle: what people run, or what the tests load, with every check on.
    #[arg(long, value_enum, default_value_t = Profile::Release)]
    profile: Profile,
}

/// Its judgements change with its version; another one may be used, and is named.
const VERSION: &str = "0.4.1";
const REPOSITORY: &str = "https://github.com/free-audio/clap-validator";
const NAME: &str = "clap-validator";

impl Validate {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let program = match self.with {
            Some(program) => program,
            None => found(&[PathBuf::from(NAME), installed()]).map_or_else(get, Ok)?,
        };
        let version = version(&program).with_context(|| format!("{} is no {NAME}", program.display()))?;
        let bundles = bundle::make(self.profile, self.profile.products())?;
        let clap = bundles.iter().find(|bundled| bundled.layout.format == Format::Clap);
        let path = &clap.context("a CLAP file is among the bundles")?.path;
        println!("\n{version} ({}) on {}", program.display(), path.display());
        let report = judged(&program, path)?;
        println!("{report}");
        Ok(if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Where `cargo install --root target/tools` puts it.
fn installed() -> PathBuf {
    Path::new("target/tools/bin").join(format!("{NAME}{}", std::env::consts::EXE_SUFFIX))
}

/// The first that answers.
fn found(places: &[PathBuf]) -> Option<PathBuf> {
    places.iter().find(|place| version(place).is_ok()).cloned()
}

fn version(program: &Path) -> anyhow::Result<String> {
    let said = line(program)?.word("--version").listen()?;
    let name = String::from_utf8_lossy(&said.stdout).trim().to_owned();
    ensure!(said.status.success() && name.starts_with(NAME), "it calls itself \"{name}\"");
    Ok(name)
}

fn line(program: &Path) -> anyhow::Result<Line> {
    Ok(Line::default().word(program.to_str().context("its path is no text")?))
}

fn install() -> Line {
    Line::new("cargo install --git").words([REPOSITORY, "--tag", VERSION]).words([
        "--locked",
        "--root",
        "target/tools",
        NAME,
    ])
}

/// Builds the pinned one, or says what to type where that can be done.
fn get() -> anyhow::Result<PathBuf> {
    let line = install();
    println!("{NAME} is missing; installing it with `{line}` (this takes a minute or two, once)");
    match line.run() {
        Ok(ended) if ended.status.success() => Ok(installed()),
        Ok(_) | Err(_) => bail!(
            "{NAME} is missing and could not be installed; with a network, type: {line}\n\
             or build it elsewhere and name it: cargo xtask validate --with {NAME}"
        ),
    }
}

fn judged(program: &Path, path: &Path) -> anyhow::Result<Report> {
    let path = path.to_str().context("the bundle's path is no text")?;
    let said = line(program)?.words(["validate", "--json", "--hide-output", path]).listen()?;
    Report::read(&said.stdout).with_context(|| {
        format!("{NAME} gave no report ({})\n{}", said.status, String::from_utf8_lossy(&said.stderr))
    })
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::scratch::Folder;
    use std::os::unix::fs::PermissionsExt;

    /// A program that says this, whatever it is asked.
    fn program(folder: &Folder, name: &str, says: &str) -> PathBuf {
        folder.write(name, &format!("#!/bin/sh\ncat <<'END'\n{says}\nEND\n"));
        let path = folder.path.join(name);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    #[test]
    fn the_first_that_answers_to_the_name_is_taken() {
        let folder = Folder::with("validators", &[]);
        let other = program(&folder, "other", "kazoo 1.0");
        let ours = program(&folder, "o u r s", "clap-validator 0.4.1");
        let missing = folder.path.join("missing");
        assert_eq!(found(&[missing.clone(), other.clone(), ours.clone()]), Some(ours.clone()));
        assert_eq!(found(&[missing, other.clone()]), None);
        assert_eq!(version(&ours).unwrap(), "clap-validator 0.4.1");
        assert_eq!(version(&other).unwrap_err().to_string(), "it calls itself \"kazoo 1.0\"");
    }

    #[test]
    fn what_it_reports_is_read_and_what_it_babbles_is_shown() {
        let folder = Folder::with("judged", &[]);
        let bundle = folder.path.join("A B.clap");
        let good = program(&folder, "good", r#"{"results": []}"#);
        assert!(!judged(&good, &bundle).unwrap().is_clean(), "no test ran");
        let bad = program(&folder, "bad", "kazoo");
        let error = judged(&bad, &bundle).unwrap_err().to_string();
        assert!(error.starts_with("clap-validator gave no report (exit status: 0)"), "{error}");
    }

    #[test]
    fn what_is_installed_has_one_exact_version_and_one_place() {
        let line = install().to_string();
        assert_eq!(
            line,
            "cargo install --git https://github.com/free-audio/clap-validator --tag 0.4.1 --locked \
             --root target/tools clap-validator"
        );
        assert_eq!(installed().parent(), Some(Path::new("target/tools/bin")));
    }
}
