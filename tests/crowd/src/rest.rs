//! Requests over one connection that stays open.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use crate::door::Door;

pub struct Rest {
    wire: BufReader<TcpStream>,
    token: String,
}

pub struct Answer {
    pub status: u16,
    pub text: String,
}

impl Answer {
    /// Null where it is something else.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }
}

impl Rest {
    pub async fn open(door: &Door) -> anyhow::Result<Rest> {
        Ok(Rest { wire: BufReader::new(door.connect().await?), token: door.token.clone() })
    }

    pub async fn ask(&mut self, method: &str, path: &str, body: Option<Value>) -> anyhow::Result<Answer> {
        self.send(method, path, &body.map(|body| body.to_string()).unwrap_or_default()).await?;
        let (status, length) = self.head().await?;
        let mut bytes = vec![0; length];
        self.wire.read_exact(&mut bytes).await?;
        Ok(Answer { status, text: String::from_utf8(bytes)? })
    }

    /// What is not held in memory: how soon it begins, and how many bytes it has.
    pub async fn download(&mut self, path: &str, body: &Value) -> anyhow::Result<(Duration, u64)> {
        let begun = Instant::now();
        self.send("POST", path, &body.to_string()).await?;
        let (status, length) = self.head().await?;
        ensure!(status == 200, "POST {path}: {status}");
        let (mut piece, mut bytes, mut first) = (vec![0; 1 << 16], 0, None);
        while bytes < length {
            let wanted = piece.len().min(length - bytes);
            let count = self.wire.read(&mut piece[..wanted]).await?;
            ensure!(count > 0, "the server hung up");
            first.get_or_insert_with(|| begun.elapsed());
            bytes += count;
        }
        Ok((first.unwrap_or_default(), bytes as u64))
    }

    async fn send(&mut self, method: &str, path: &str, body: &str) -> anyhow::Result<()> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        );
        Ok(self.wire.get_mut().write_all(request.as_bytes()).await?)
    }

    /// One that has to be done.
    pub async fn must(&mut self, method: &str, path: &str, body: Option<Value>) -> anyhow::Result<Answer> {
        let answer = self.ask(method, path, body).await?;
        ensure!(answer.status < 300, "{method} {path}: {} {}", answer.status, answer.text);
        Ok(answer)
    }

    /// A number of the server's own.
    pub async fn metric(&mut self, name: &str) -> anyhow::Result<u64> {
        let text = self.must("GET", "/metrics", None).await?.text;
        let said = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        said.and_then(|said| said.parse().ok()).with_context(|| format!("the server counts no {name}"))
    }

    async fn head(&mut self) -> anyhow::Result<(u16, usize)> {
        let (mut status, mut length) = (None, 0);
        loop {
            let mut line = String::new();
            ensure!(self.wire.read_line(&mut line).await? > 0, "the server hung up");
            let line = line.trim().to_ascii_lowercase();
            if line.is_empty() {
                return Ok((status.context("an answer has a status")?, length));
            }
            if status.is_none() {
                status = line.split(' ').nth(1).and_then(|word| word.parse().ok());
            }
            if let Some(said) = line.strip_prefix("content-length:") {
                length = said.trim().parse()?;
            }
        }
    }
}
