//! A house whose disk fails at one call after the other.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};

use crate::busy::{DONE, FAILED, READ, READY};
use crate::judge::{Verdict, judge};
use crate::receipt::Receipt;

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Full,
    Io,
    Short,
}

/// Whether later ones work again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasts {
    Once,
    On,
}

impl Kind {
    pub const ALL: [Kind; 3] = [Kind::Full, Kind::Io, Kind::Short];

    const fn name(self) -> &'static str {
        match self {
            Kind::Full => "full",
            Kind::Io => "io",
            Kind::Short => "short",
        }
    }
}

/// What became of one run.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// The call that failed, if it came to that.
    pub failed_at: Option<String>,
    pub is_ready: bool,
    pub receipts: Vec<Receipt>,
    /// What people read.
    pub messages: Vec<String>,
    pub verdict: Verdict,
}

/// The library that stands before libc, which cargo has put beside this program.
pub fn library() -> anyhow::Result<PathBuf> {
    let here = std::env::current_exe()?;
    let folder = here.parent().context("a program is in a folder")?;
    let named = |folder: &Path| folder.join("libai_band_faults.so");
    let places = [named(folder), named(&folder.join("deps"))];
    let found = places.iter().find(|path| path.is_file()).cloned();
    found.with_context(|| format!("{} is not there; build ai-band-faults", places[0].display()))
}

/// One run with the `at`th call failing, on fresh data.
pub fn lie(program: &Path, library: &Path, at: u64, kind: Kind, lasts: Lasts) -> anyhow::Result<Run> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    let lasts_name = match lasts {
        Lasts::Once => "once",
        Lasts::On => "on",
    };
    let output = Command::new(program)
        .args(["house", "--script", "2"])
        .arg(&data)
        .env("LD_PRELOAD", library)
        .env("AI_BAND_FAULT_UNDER", &data)
        .env("AI_BAND_FAULT_AT", at.to_string())
        .env("AI_BAND_FAULT_KIND", kind.name())
        .env("AI_BAND_FAULT_LASTS", lasts_name)
        .output()
        .context("the house does not start")?;
    let said = String::from_utf8(output.stdout)?;
    let errors = String::from_utf8_lossy(&output.stderr);
    let what = || format!("call {at}, {kind:?}, {lasts:?}:\n{said}\n{errors}");
    ensure!(output.status.success() && !errors.contains("panicked"), "it broke down: {}", what());
    let mut run = Run {
        failed_at: errors.lines().find_map(|line| line.strip_prefix("fault at a ")).map(str::to_owned),
        is_ready: said.lines().any(|line| line == READY),
        ..Run::default()
    };
    for line in said.lines() {
        if let Some(message) = line.strip_prefix(FAILED) {
            run.messages.push(message.trim().to_owned());
        } else if ![READY, READ, DONE].contains(&line) {
            run.receipts.push(line.parse().map_err(|line| anyhow::anyhow!("it said: {line}"))?);
        }
    }
    if run.is_ready {
        ensure!(said.lines().any(|line| line == READ), "reading did not go on: {}", what());
        ensure!(said.lines().any(|line| line == DONE), "it did not end in order: {}", what());
    } else {
        ensure!(!run.messages.is_empty(), "it ended without a word: {}", what());
    }
    for message in &run.messages {
        ensure!(is_clear(message, &data), "\"{message}\" names no folder or no way out: {}", what());
    }
    run.verdict = judge(&data, &run.receipts).with_context(what)?;
    let Verdict { lost, torn, .. } = &run.verdict;
    ensure!(lost.is_empty() && torn.is_empty(), "lost {lost:?}, torn {torn:?}: {}", what());
    Ok(run)
}

/// Names the folder, and what can be done about it.
fn is_clear(message: &str, data: &Path) -> bool {
    let names_it = message.contains(&data.display().to_string());
    names_it
        && ["free some", "check the disk", "ai-band doctor", "restore"]
            .iter()
            .any(|way| message.contains(way))
}
