//! A server in a process of its own: what it takes of memory and time is not its clients'.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde_json::Value;

use crate::door::Door;
use crate::rest::Rest;

/// A server that is not there after this long will not come.
const PATIENCE: Duration = Duration::from_secs(60);
/// So often it is looked whether it is there.
const LOOK_EVERY: Duration = Duration::from_millis(1);

/// When a program counts as started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ready {
    /// It has said where it is, and listens.
    IsThere,
    /// It has answered that it is ready.
    Answers,
}

pub struct Program {
    pub door: Door,
    /// From being called to its first "ready".
    pub started_in: Duration,
    child: Child,
    _folder: tempfile::TempDir,
}

impl Program {
    /// `ai-band serve` in an empty folder of its own.
    pub async fn serve() -> anyhow::Result<Program> {
        let program = beside("ai-band")?;
        let mut command = Command::new(program);
        Program::start(command.args(["--port", "0", "--log-filter", "warn", "serve"]), Ready::Answers).await
    }

    /// Started with a folder for its data and a file to say in where it is.
    pub async fn start(command: &mut Command, ready: Ready) -> anyhow::Result<Program> {
        let folder = tempfile::tempdir()?;
        let discovery = folder.path().join("found.json");
        command.arg("--data").arg(folder.path().join("data")).arg("--discovery").arg(&discovery);
        let begun = Instant::now();
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
        let mut program = Program {
            door: Door { port: 0, token: String::new() },
            started_in: Duration::ZERO,
            child,
            _folder: folder,
        };
        program.door = program.found(&discovery).await?;
        while ready == Ready::Answers
            && Rest::open(&program.door).await?.ask("GET", "/readyz", None).await?.status != 200
        {
            program.wait(begun).await?;
        }
        program.started_in = begun.elapsed();
        Ok(program)
    }

    async fn found(&mut self, discovery: &Path) -> anyhow::Result<Door> {
        let begun = Instant::now();
        loop {
            let said = std::fs::read(discovery).unwrap_or_default();
            let said: Value = serde_json::from_slice(&said).unwrap_or_default();
            let port = said["port"].as_u64().and_then(|port| u16::try_from(port).ok());
            if let (Some(port), Some(token)) = (port, said["token"].as_str()) {
                return Ok(Door { port, token: token.to_owned() });
            }
            self.wait(begun).await?;
        }
    }

    async fn wait(&mut self, begun: Instant) -> anyhow::Result<()> {
        ensure!(self.child.try_wait()?.is_none(), "a server ended before it was there; its words are above");
        ensure!(begun.elapsed() < PATIENCE, "a server is not there after {} s", PATIENCE.as_secs());
        tokio::time::sleep(LOOK_EVERY).await;
        Ok(())
    }

    /// What it has in memory now, its code and all; nothing where the system does not say.
    pub fn resident_bytes(&self) -> Option<u64> {
        self.told("VmRSS:")
    }

    /// Of that, what it has written itself: code that is read once more is no client's.
    pub fn own_bytes(&self) -> Option<u64> {
        self.told("RssAnon:")
    }

    fn told(&self, name: &str) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kilobytes * 1_024)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // What it has was made for this, and goes with it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where cargo puts the programs of one build.
pub fn beside(name: &str) -> anyhow::Result<PathBuf> {
    let here = std::env::current_exe()?;
    let folder = here.parent().context("a program is in a folder")?;
    let program = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    ensure!(program.exists(), "{} is not there; cargo build --release --bin {name}", program.display());
    Ok(program)
}
