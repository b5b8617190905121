//! A house whose disk fails at one call after the other, and whose power goes.

mod child;

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use crate::judge::{Verdict, judge};
use crate::platter;
use crate::receipt::Receipt;
use child::{Child, Heard, Script};

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Full,
    Io,
    Short,
    /// A flush alone, the first of a run past a snapshot; who notices is killed, and the next one goes on.
    Flush,
    /// The power goes.
    Cut,
}

/// Whether later ones work again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasts {
    Once,
    On,
}

/// All the ways there are.
pub const WAYS: [(Kind, Lasts); 9] = [
    (Kind::Full, Lasts::Once),
    (Kind::Full, Lasts::On),
    (Kind::Io, Lasts::Once),
    (Kind::Io, Lasts::On),
    (Kind::Short, Lasts::Once),
    (Kind::Short, Lasts::On),
    (Kind::Flush, Lasts::Once),
    (Kind::Flush, Lasts::On),
    (Kind::Cut, Lasts::Once),
];

/// What became of one run.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// The call that failed, if it came to that.
    pub failed_at: Option<String>,
    pub is_ready: bool,
    /// A snapshot was among what could not be kept.
    pub has_lost_a_snapshot: bool,
    pub receipts: Vec<Receipt>,
    /// What people read.
    pub messages: Vec<String>,
}

/// The library that stands before libc, which cargo has put beside this program.
pub fn library() -> anyhow::Result<PathBuf> {
    let here = std::env::current_exe()?;
    let folder = here.parent().context("a program is in a folder")?;
    let named = |folder: &Path| folder.join("libai_band_faults.so");
    let places = [named(folder), named(&folder.join("deps"))];
    // Cargo does not renew both each time.
    let written = |path: &&PathBuf| path.metadata().and_then(|about| about.modified()).ok();
    let found = places.iter().filter(|path| path.is_file()).max_by_key(written).cloned();
    found.with_context(|| format!("{} is not there; build ai-band-faults", places[0].display()))
}

/// One run with the `at`th call failing, on fresh data. What was answered is there in the end, and in what a power cut
/// at its end would have left.
pub fn lie(program: &Path, library: &Path, at: u64, kind: Kind, lasts: Lasts) -> anyhow::Result<Run> {
    let folder = tempfile::tempdir()?;
    let child = Child { program, library, folder: folder.path(), data: folder.path().join("data") };
    tried(&child, at, kind, lasts).with_context(|| format!("call {at}, {kind:?}, {lasts:?}"))
}

fn tried(child: &Child<'_>, at: u64, kind: Kind, lasts: Lasts) -> anyhow::Result<Run> {
    let left = child.folder.join("left");
    let power_goes = || platter::restore(&child.platter(), &child.data, &left);
    let heard = match kind {
        Kind::Full | Kind::Io | Kind::Short => {
            let heard = child.runs(Script::ALL, Some((at, kind, lasts)), power_goes)?;
            heard.ended_in_order()?;
            heard
        }
        Kind::Cut => {
            let heard = child.runs(Script::ALL, Some((at, kind, lasts)), || Ok(()))?;
            power_goes()?;
            heard
        }
        Kind::Flush => {
            let first = child.is_killed(Script::LONG, Some((at, kind, lasts)), || Ok(()))?;
            let then = child.is_killed(Script::SHORT, None, power_goes)?;
            ensure!(then.is_ready && then.messages.is_empty(), "the next one does not go on: {}", then.text);
            first.and(then)
        }
    };
    if !left.exists() {
        power_goes()?;
    }
    for message in &heard.messages {
        let is_clear = is_clear(message, &child.data);
        ensure!(is_clear, "\"{message}\" names no folder or no way out: {}", heard.text);
    }
    holds(&child.data, &heard).context("in what the system remembers")?;
    holds(&left, &heard).context("in what a power cut leaves")?;
    let Heard { is_ready, receipts, messages, text, .. } = heard;
    let failed_at = text.lines().find_map(|line| line.strip_prefix("fault at a ")).map(str::to_owned);
    let has_lost_a_snapshot = text.contains("a snapshot was not kept");
    Ok(Run { failed_at, is_ready, has_lost_a_snapshot, receipts, messages })
}

fn holds(data: &Path, heard: &Heard) -> anyhow::Result<()> {
    let Verdict { lost, torn, .. } = judge(data, &heard.receipts).with_context(|| heard.text.clone())?;
    ensure!(lost.is_empty() && torn.is_empty(), "lost {lost:?}, torn {torn:?}: {}", heard.text);
    Ok(())
}

/// Names the folder, and what can be done about it.
fn is_clear(message: &str, data: &Path) -> bool {
    let names_it = message.contains(&data.display().to_string());
    names_it
        && ["free some", "check the disk", "ai-band doctor", "restore"]
            .iter()
            .any(|way| message.contains(way))
}
