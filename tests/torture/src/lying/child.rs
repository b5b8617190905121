//! The house as a child: what it is told, and what it says.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};

use super::{Kind, Lasts};
use crate::busy::{DONE, FAILED, READ, READY};
use crate::receipt::Receipt;

pub(super) struct Child<'a> {
    pub(super) program: &'a Path,
    pub(super) library: &'a Path,
    /// Where it may keep what it likes.
    pub(super) folder: &'a Path,
    pub(super) data: PathBuf,
}

/// What it does: so many commands at once, so often one of everything.
#[derive(Clone, Copy)]
pub(super) struct Script {
    starts: u64,
    rounds: u64,
}

impl Script {
    pub(super) const ALL: Script = Script { starts: 0, rounds: 2 };
    /// Past a snapshot, which is due every 500 events.
    pub(super) const LONG: Script = Script { starts: 520, rounds: 1 };
    pub(super) const SHORT: Script = Script { starts: 0, rounds: 1 };
}

/// What it said.
#[derive(Debug, Default)]
pub(super) struct Heard {
    pub(super) is_ready: bool,
    pub(super) is_done: bool,
    pub(super) has_read: bool,
    pub(super) receipts: Vec<Receipt>,
    pub(super) messages: Vec<String>,
    /// All of it, errors too.
    pub(super) text: String,
}

impl Heard {
    fn line(&mut self, line: &str) -> anyhow::Result<()> {
        self.text.push_str(&format!("{line}\n"));
        match line {
            READY => self.is_ready = true,
            READ => self.has_read = true,
            DONE => self.is_done = true,
            line => match line.strip_prefix(FAILED) {
                Some(message) => self.messages.push(message.trim().to_owned()),
                None => {
                    self.receipts.push(line.parse().map_err(|line| anyhow::anyhow!("it said: {line}"))?);
                }
            },
        }
        Ok(())
    }

    pub(super) fn and(mut self, later: Heard) -> Heard {
        self.receipts.extend(later.receipts);
        self.messages.extend(later.messages);
        self.text.push_str(&later.text);
        self
    }

    pub(super) fn ended_in_order(&self) -> anyhow::Result<()> {
        if self.is_ready {
            ensure!(self.has_read, "reading did not go on: {}", self.text);
            ensure!(self.is_done, "it did not end in order: {}", self.text);
        } else {
            ensure!(!self.messages.is_empty(), "it ended without a word: {}", self.text);
        }
        Ok(())
    }
}

impl Child<'_> {
    /// Notes what was flushed.
    pub(super) fn platter(&self) -> PathBuf {
        self.folder.join("platter")
    }

    /// To its own end; `at_rest` when it has done what it was to do.
    pub(super) fn runs(
        &self,
        script: Script,
        fault: Option<(u64, Kind, Lasts)>,
        at_rest: impl FnOnce() -> anyhow::Result<()>,
    ) -> anyhow::Result<Heard> {
        self.lives(script, fault, false, at_rest)
    }

    /// Until it is at rest, or says that something failed.
    pub(super) fn is_killed(
        &self,
        script: Script,
        fault: Option<(u64, Kind, Lasts)>,
        at_rest: impl FnOnce() -> anyhow::Result<()>,
    ) -> anyhow::Result<Heard> {
        self.lives(script, fault, true, at_rest)
    }

    fn lives(
        &self,
        script: Script,
        fault: Option<(u64, Kind, Lasts)>,
        is_killed: bool,
        at_rest: impl FnOnce() -> anyhow::Result<()>,
    ) -> anyhow::Result<Heard> {
        fs::create_dir_all(self.platter())?;
        let errors = self.folder.join("errors");
        let mut command = self.command(script, fault);
        let mut child = command.stderr(File::create(&errors)?).spawn().context("the house does not start")?;
        let mut heard = Heard::default();
        let mut at_rest = Some(at_rest);
        for line in BufReader::new(child.stdout.take().context("it has an output")?).lines() {
            heard.line(&line?)?;
            if heard.has_read
                && let Some(at_rest) = at_rest.take()
            {
                at_rest()?;
                // It waits for this.
                drop(child.stdin.take());
            }
            if is_killed && (heard.has_read || heard.is_ready && !heard.messages.is_empty()) {
                child.kill()?;
            }
        }
        let status = child.wait()?;
        heard.text.push_str(&fs::read_to_string(errors)?);
        let may_be_killed = is_killed || fault.is_some_and(|(_, kind, _)| kind == Kind::Cut);
        let is_in_order = status.success() || (may_be_killed && status.code().is_none());
        ensure!(is_in_order && !heard.text.contains("panicked"), "it broke down: {}", heard.text);
        Ok(heard)
    }

    fn command(&self, script: Script, fault: Option<(u64, Kind, Lasts)>) -> Command {
        let mut command = Command::new(self.program);
        command
            .args(["house", "--starts", &script.starts.to_string(), "--script", &script.rounds.to_string()])
            .arg(&self.data)
            .env("LD_PRELOAD", self.library)
            .env("AI_BAND_FAULT_UNDER", &self.data)
            .env("AI_BAND_FAULT_PLATTER", self.platter())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        if let Some((at, kind, lasts)) = fault {
            let (kind, only) = match kind {
                Kind::Full => ("full", ""),
                Kind::Io => ("io", ""),
                Kind::Short => ("short", ""),
                Kind::Flush => ("io", "flushes"),
                Kind::Cut => ("cut", ""),
            };
            let lasts = match lasts {
                Lasts::Once => "once",
                Lasts::On => "on",
            };
            command
                .env("AI_BAND_FAULT_AT", at.to_string())
                .env("AI_BAND_FAULT_KIND", kind)
                .env("AI_BAND_FAULT_ONLY", only)
                .env("AI_BAND_FAULT_LASTS", lasts);
        }
        command
    }
}
