//! One line to type: it can be shown, started and timed.

use std::fmt;
use std::process::{Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;

/// A program and its words, none of which needs quoting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    words: Vec<String>,
    environment: Vec<(String, String)>,
}

/// How a child ended, and after how long.
pub struct Ended {
    pub status: ExitStatus,
    pub took: Duration,
}

impl Line {
    /// The words of `text`, split at blanks.
    pub fn new(text: &str) -> Line {
        Line { words: text.split_whitespace().map(str::to_owned).collect(), environment: Vec::new() }
    }

    pub fn word(mut self, word: impl Into<String>) -> Line {
        self.words.push(word.into());
        self
    }

    pub fn words<Word: Into<String>>(mut self, words: impl IntoIterator<Item = Word>) -> Line {
        self.words.extend(words.into_iter().map(Into::into));
        self
    }

    pub fn environment(mut self, name: &str, value: impl Into<String>) -> Line {
        self.environment.push((name.to_owned(), value.into()));
        self
    }

    /// Runs it where we are; the person sees what it says.
    pub fn run(&self) -> anyhow::Result<Ended> {
        let start = Instant::now();
        let status = self.child()?.status().with_context(|| self.cannot_start())?;
        Ok(Ended { status, took: start.elapsed() })
    }

    /// Runs it quietly and returns what it said.
    pub fn listen(&self) -> anyhow::Result<Output> {
        self.child()?.output().with_context(|| self.cannot_start())
    }

    fn child(&self) -> anyhow::Result<Command> {
        let (program, arguments) = self.words.split_first().context("an empty line cannot be started")?;
        // Cargo tells its children which cargo it is; another one on the PATH would build everything twice.
        let told = std::env::var_os("CARGO").filter(|_| program == "cargo");
        let mut child = Command::new(told.unwrap_or_else(|| program.into()));
        child.args(arguments).stdin(Stdio::null());
        child.envs(self.environment.iter().map(|(name, value)| (name, value)));
        Ok(child)
    }

    fn cannot_start(&self) -> String {
        format!("cannot start `{self}`; is it installed and on the PATH?")
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.environment {
            write!(f, "{name}=\"{value}\" ")?;
        }
        f.write_str(&self.words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_as_one_would_type_it() {
        let line = Line::new("cargo doc  --no-deps").word("--quiet").words(["-p", "music"]);
        assert_eq!(line.to_string(), "cargo doc --no-deps --quiet -p music");
        let line = line.environment("RUSTDOCFLAGS", "-D warnings");
        assert_eq!(line.to_string(), "RUSTDOCFLAGS=\"-D warnings\" cargo doc --no-deps --quiet -p music");
    }

    #[test]
    fn a_child_is_heard_and_its_end_is_told() {
        let said = Line::new("cargo --version").listen().unwrap();
        assert!(said.status.success());
        assert!(String::from_utf8_lossy(&said.stdout).starts_with("cargo "));
        assert!(!Line::new("cargo no-such-verb").listen().unwrap().status.success());
    }

    #[test]
    fn what_cannot_be_started_is_named() {
        for (line, expected) in
            [("no-such-program-here --now", "`no-such-program-here --now`"), ("", "empty line")]
        {
            let error = Line::new(line).listen().unwrap_err();
            assert!(format!("{error:#}").contains(expected), "{error:#}");
        }
    }
}
