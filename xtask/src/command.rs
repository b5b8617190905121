//! One line to type: it can be shown, started and timed.

use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;

/// Often enough to lose no time, seldom enough to take none.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// A program and its words, none of which needs quoting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    words: Vec<String>,
    environment: Vec<(String, String)>,
    folder: Option<PathBuf>,
}

/// How a child ended, and after how long.
pub struct Ended {
    pub status: ExitStatus,
    pub took: Duration,
}

impl Line {
    /// The words of `text`, split at blanks.
    pub fn new(text: &str) -> Line {
        Line {
            words: text.split_whitespace().map(str::to_owned).collect(),
            environment: Vec::new(),
            folder: None,
        }
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

    /// Where to type it, if not here.
    pub fn folder(mut self, folder: &Path) -> Line {
        self.folder = Some(folder.to_path_buf());
        self
    }

    /// Runs it; the person sees what it says.
    pub fn run(&self) -> anyhow::Result<Ended> {
        let start = Instant::now();
        let status = self.child()?.status().with_context(|| self.cannot_start())?;
        Ok(Ended { status, took: start.elapsed() })
    }

    /// Runs it quietly and returns what it said.
    pub fn listen(&self) -> anyhow::Result<Output> {
        self.child()?.output().with_context(|| self.cannot_start())
    }

    /// Runs it with all it says going into a file; `None` when it had to be ended after `limit`.
    pub fn record(&self, log: &Path, limit: Duration) -> anyhow::Result<Option<ExitStatus>> {
        let cannot_write = || format!("cannot write {}", log.display());
        let file = File::create(log).with_context(cannot_write)?;
        let same = file.try_clone().with_context(cannot_write)?;
        let start = Instant::now();
        let mut child =
            self.child()?.stdout(file).stderr(same).spawn().with_context(|| self.cannot_start())?;
        while start.elapsed() < limit {
            if let Some(status) = child.try_wait()? {
                return Ok(Some(status));
            }
            std::thread::sleep(LOOK_EVERY);
        }
        child.kill()?;
        child.wait()?;
        Ok(None)
    }

    fn child(&self) -> anyhow::Result<Command> {
        let (program, arguments) = self.words.split_first().context("an empty line cannot be started")?;
        // Cargo tells its children which cargo it is; another one on the PATH would build everything twice.
        let told = std::env::var_os("CARGO").filter(|_| program == "cargo");
        let mut child = Command::new(told.unwrap_or_else(|| program.into()));
        child.args(arguments).stdin(Stdio::null());
        if let Some(folder) = &self.folder {
            child.current_dir(folder);
        }
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
    use crate::scratch::Folder;

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
    fn a_recorded_child_leaves_its_words_and_its_end() {
        let folder = Folder::with("record", &[]);
        let log = folder.path.join("log.txt");
        let minute = Duration::from_secs(60);
        for (line, is_good, word) in
            [("cargo --version", true, "cargo 1"), ("cargo no-such-verb", false, "no such")]
        {
            let status = Line::new(line).folder(&folder.path).record(&log, minute).unwrap();
            assert_eq!(status.map(|status| status.success()), Some(is_good), "{line}");
            assert!(folder.read("log.txt").unwrap().contains(word), "{line}");
        }
        assert!(Line::new("cargo --version").record(&log, Duration::ZERO).unwrap().is_none());
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
