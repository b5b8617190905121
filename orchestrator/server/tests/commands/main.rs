//! The program itself, as a person types it.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod example;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// With nothing of this user's in it.
fn typed(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ai-band"));
    let own = ["--data", "data", "--discovery", "server.json"];
    command.current_dir(folder).env_clear().env("HOME", folder).args(own).args(words);
    command
}

fn run(folder: &Path, words: &[&str]) -> Output {
    typed(folder, words).output().unwrap()
}

fn said(output: &Output) -> (String, String) {
    (
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

/// A server that answers; ended when it is dropped.
struct Server {
    child: Child,
}

impl Server {
    fn start(folder: &Path) -> (Server, String) {
        Server::start_with(folder, &[])
    }

    fn start_with(folder: &Path, flags: &[&str]) -> (Server, String) {
        let words = [&["--port", "0", "--log-filter", "error"], flags, &["serve"]].concat();
        let mut command = typed(folder, &words);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        // Read as far as it takes and then let go of: the server must not mind.
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.find_map(|line| line.ok()?.strip_prefix("AI Band is at ").map(str::to_owned));
        (Server { child }, first.unwrap())
    }

    /// As a service manager ends it; whether it ended in order.
    #[cfg(unix)]
    fn end(mut self) -> bool {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap().success()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_is_wrong_is_said_in_one_line_with_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("bad.toml"), "prot = 1\n").unwrap();
    for (words, part) in [
        (&["--port", "x", "config"][..], "port is \"x\" in --port; it must be a number from 0 to 65535"),
        (&["--config", "bad.toml", "config"], "\"prot\", which nothing is called"),
        (&["--config", "none.toml", "config"], "none.toml cannot be read"),
        (&["token"], "start one: ai-band serve"),
        (&["open", "--print"], "start one: ai-band serve"),
        (
            &["--tls", "none.pem", "--lan", "--port", "0", "serve"],
            "none.pem has no certificate that can be shown",
        ),
        (&["--log-filter", "!!", "serve"], "log_filter is \"!!\" in --log-filter"),
        (&["restore", "nowhere"], "nowhere"),
        (&["doctor"], "data"),
    ] {
        let output = run(folder.path(), words);
        let (_, error) = said(&output);
        assert!(!output.status.success(), "{words:?}");
        assert!(error.starts_with("ai-band: ") && error.contains(part), "{words:?}: {error}");
    }
}

#[test]
fn settings_are_shown_with_their_source() {
    let folder = tempfile::tempdir().unwrap();
    let output =
        typed(folder.path(), &["--port", "9", "config"]).env("AI_BAND_LAN", "true").output().unwrap();
    let (shown, _) = said(&output);
    let line = |name: &str| shown.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
    assert!(line("port").ends_with("# --port"), "{shown}");
    assert!(line("lan").ends_with("# AI_BAND_LAN"), "{shown}");
    assert!(line("tls").ends_with("# default"), "{shown}");
}

#[test]
fn where_others_come_in_their_address_is_printed_too() {
    let folder = tempfile::tempdir().unwrap();
    let (_server, url) = Server::start_with(folder.path(), &["--lan", "--hosts", "studio.example"]);
    let (shown, error) = said(&run(folder.path(), &["open", "--print"]));
    assert!(shown.contains(&format!("{url}/#open=")), "{shown}{error}");
    let far = shown.lines().find(|line| line.starts_with("https://studio.example:")).unwrap();
    assert!(far.contains("/#open="), "{far}");
}

#[test]
#[cfg(unix)]
fn a_server_is_started_used_from_other_terminals_and_ended_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let (server, url) = Server::start(folder.path());
    assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    let printed = |words: &[&str]| {
        let output = run(folder.path(), words);
        let (shown, error) = said(&output);
        assert!(output.status.success(), "{words:?}: {error}");
        shown
    };
    let token = printed(&["token", "--name", "test", "--verbs", "view,generate", "--sessions", "default"]);
    assert_eq!(token.trim().split('.').count(), 3, "{token}");
    assert!(printed(&["open", "--print"]).contains(&format!("{url}/#open=")));
    assert!(!printed(&["open", "--print"]).contains("another machine"), "nobody else comes in");
    let code = printed(&["pair"]);
    assert!(
        code.lines().any(|line| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit())),
        "{code}"
    );
    let refused = run(folder.path(), &["token", "--verbs", "fly"]);
    assert!(said(&refused).1.contains("refused: "), "{:?}", said(&refused));
    let second = run(folder.path(), &["--port", "0", "serve"]);
    assert!(!second.status.success() && said(&second).1.contains("--data"), "{:?}", said(&second));
    printed(&["backup", "copy"]);
    assert!(run(folder.path(), &["backup", "copy"]).status.code() == Some(1), "never over another");
    assert!(server.end());
    assert!(!folder.path().join("server.json").exists(), "nobody is told of a server that is gone");
    assert!(printed(&["doctor"]).contains("is whole"));
    printed(&["restore", "copy"]);
    let (server, _) = Server::start(folder.path());
    assert!(server.end());
}
