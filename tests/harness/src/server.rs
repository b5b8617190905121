//! `ai-band serve` as a process of its own, so that it can be killed as a machine kills one.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use serde_json::Value;

/// A server of this machine answers in milliseconds; one that does not is broken.
const PATIENCE: Duration = Duration::from_secs(10);

pub struct Server {
    /// `None`: somebody else looks after it.
    child: Option<Child>,
    pub authority: String,
    pub token: String,
    /// The port that other machines come in on.
    pub abroad: Option<u16>,
}

impl Server {
    /// On any free port; returns when it answers.
    pub fn start(data: &Path) -> anyhow::Result<Server> {
        Server::start_with(data, 0, &[])
    }

    /// Other machines may come in too; on the next port, where one is named.
    pub fn start_abroad(data: &Path, port: u16) -> anyhow::Result<Server> {
        Server::start_with(data, port, &["--lan"])
    }

    fn start_with(data: &Path, port: u16, more: &[&str]) -> anyhow::Result<Server> {
        let program = program()?;
        let mut child = Command::new(&program)
            .args(["serve", "--port", &port.to_string(), "--log-filter", "warn", "--data"])
            .arg(data)
            .args(more)
            .arg("--discovery")
            .arg(Server::file(data))
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} does not start", program.display()))?;
        let mut said = BufReader::new(child.stdout.take().context("its words are piped")?);
        let mut line = String::new();
        while !line.starts_with("AI Band is at") {
            line.clear();
            ensure!(said.read_line(&mut line)? > 0, "the server ended before it was ready");
        }
        let abroad = if more.is_empty() { None } else { Some(port_abroad(&mut said)?) };
        // Nobody reads on, and a full pipe would stop it.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        let page: Value = serde_json::from_slice(&std::fs::read(Server::file(data))?)?;
        let text = |name: &str| page[name].as_str().map(str::to_owned).context("a page has it");
        let authority = text("url")?.trim_start_matches("http://").to_owned();
        Ok(Server { child: Some(child), authority, token: text("token")?, abroad })
    }

    /// For another thread that only asks.
    pub fn asking(&self) -> Server {
        let (authority, token) = (self.authority.clone(), self.token.clone());
        Server { child: None, authority, token, abroad: self.abroad }
    }

    /// `ai-band pair`: six digits for somebody's eyes.
    pub fn code(&self) -> anyhow::Result<String> {
        let shown = self.json("POST", "/api/auth/pairing", &serde_json::json!({}))?;
        shown["code"].as_str().map(str::to_owned).context("a code is shown")
    }

    /// The file that plugins find it by.
    pub fn file(data: &Path) -> PathBuf {
        data.join("server.json")
    }

    /// No warning, no last word.
    pub fn kill(mut self) -> anyhow::Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }

    pub fn json(&self, method: &str, path: &str, body: &Value) -> anyhow::Result<Value> {
        let body = if body.is_null() { Vec::new() } else { serde_json::to_vec(body)? };
        let answer = self.ask(method, path, "application/json", &body)?;
        Ok(if answer.is_empty() { Value::Null } else { serde_json::from_slice(&answer)? })
    }

    pub fn put(&self, path: &str, bytes: &[u8]) -> anyhow::Result<()> {
        self.ask("PUT", path, "application/octet-stream", bytes).map(drop)
    }

    fn ask(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> anyhow::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(&self.authority)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let (host, token, length) = (&self.authority, &self.token, body.len());
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\n\
             content-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
        )?;
        stream.write_all(body)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").context("an answer has a head")?;
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let body = answer.split_off(end + 4);
        if !head.starts_with("HTTP/1.1 2") {
            bail!("{method} {path}: {head}\n{}", String::from_utf8_lossy(&body));
        }
        Ok(body)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have been killed already.
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// "other machines come in on port 8001; …"
fn port_abroad(said: &mut impl BufRead) -> anyhow::Result<u16> {
    let mut line = String::new();
    while !line.starts_with("other machines") {
        line.clear();
        ensure!(said.read_line(&mut line)? > 0, "the server ended before other machines could come in");
    }
    let digits: String =
        line.chars().skip_while(|char| !char.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    Ok(digits.parse()?)
}

/// Built beside this program, as Cargo does for a whole workspace.
fn program() -> anyhow::Result<PathBuf> {
    let ours = std::env::current_exe().context("this program's own path")?;
    let name = format!("ai-band{}", std::env::consts::EXE_SUFFIX);
    let found = ours.ancestors().map(|folder| folder.join(&name)).find(|path| path.is_file());
    found.with_context(|| {
        format!("no {name} above {}; type: cargo build -p ai-band-orchestrator", ours.display())
    })
}
