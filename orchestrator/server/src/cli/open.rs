//! `ai-band open`, and how commands ask the running server.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use serde_json::{Value, json};

use crate::auth::discovery::Discovery;
use crate::config::Config;

#[derive(Args)]
pub(super) struct Open {
    /// Only print the address.
    #[arg(long)]
    print: bool,
}

impl Open {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let answer = Client::of(config)?.post("/api/auth/fragment", &json!({}))?;
        let url = answer["url"].as_str().context("the server gave no address; its version is another one")?;
        if self.print || !is_opened(url) {
            println!("open this in a browser within a minute; it is good once:\n{url}");
        }
        let elsewhere: Vec<&str> =
            answer["elsewhere"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if !elsewhere.is_empty() {
            println!("or one of these on another machine, which does not know the certificate yet:");
            elsewhere.iter().for_each(|url| println!("{url}"));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// What opens an address on this system; nothing to see is no browser.
fn is_opened(url: &str) -> bool {
    let (program, first): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(target_os = "windows") {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let is_blind = cfg!(all(unix, not(target_os = "macos")))
        && ["DISPLAY", "WAYLAND_DISPLAY"].iter().all(|name| std::env::var_os(name).is_none());
    let mut command = Command::new(program);
    command.args(first).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    !is_blind && command.status().is_ok_and(|ended| ended.success())
}

/// Asks the server that the discovery file names, on this machine, in this user's name.
pub(super) struct Client {
    found: Discovery,
    address: String,
}

/// The server answers such requests in milliseconds; this is a server that hangs.
const PATIENCE: Duration = Duration::from_secs(10);

impl Client {
    pub(super) fn of(config: &Config) -> anyhow::Result<Client> {
        let found = Discovery::read(&config.discovery.value)?;
        let address = format!("127.0.0.1:{}", found.port);
        Ok(Client { found, address })
    }

    /// One request of a few bytes over a connection of its own: no library for that.
    pub(super) fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let url = &self.found.url;
        let gone = || format!("{url} does not answer; start the server: ai-band serve");
        let mut stream = TcpStream::connect(&self.address).with_context(gone)?;
        stream.set_read_timeout(Some(PATIENCE)).with_context(gone)?;
        let body = body.to_string();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.address,
            self.found.token,
            body.len()
        );
        stream.write_all(request.as_bytes()).with_context(gone)?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).with_context(gone)?;
        let (head, text) = answer.split_once("\r\n\r\n").with_context(gone)?;
        let value: Value = serde_json::from_str(text).with_context(gone)?;
        let status = head.split(' ').nth(1).unwrap_or_default();
        if status != "200" {
            bail!("{url} refused: {}", value["detail"].as_str().unwrap_or(status));
        }
        Ok(value)
    }
}
