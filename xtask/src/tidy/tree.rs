//! The files the rules look at: what git tracks, and what it would.

use std::path::Path;

use anyhow::{Context, ensure};

use crate::command::Line;

/// A text file, its path from the root with `/` on every system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> File {
        File { path: path.into(), text: text.into() }
    }

    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Its lines, counted from 1 as editors do.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

/// Every text file here that is tracked or could be: binary ones have nothing to say to our rules.
pub fn read() -> anyhow::Result<Vec<File>> {
    let read = |path: String| -> anyhow::Result<Option<File>> {
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {path}"))?;
        Ok(String::from_utf8(bytes).ok().map(|text| File::new(path, text)))
    };
    paths()?.into_iter().filter_map(|path| read(path).transpose()).collect()
}

/// The paths of all files that are tracked or could be, sorted.
pub fn paths() -> anyhow::Result<Vec<String>> {
    let said = Line::new("git ls-files --cached --others --exclude-standard -z").listen()?;
    ensure!(
        said.status.success(),
        "git cannot list the files: {}",
        String::from_utf8_lossy(&said.stderr).trim()
    );
    let listed = String::from_utf8(said.stdout).context("a path is not UTF-8; rename that file")?;
    let mut paths: Vec<String> = listed.split_terminator('\0').map(str::to_owned).collect();
    // A file that was deleted but not yet committed is still listed.
    paths.retain(|path| Path::new(path).is_file());
    paths.sort();
    paths.dedup();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_from_one() {
        let file = File::new("a.rs", "one\ntwo\r\n");
        assert_eq!(file.lines().collect::<Vec<_>>(), [(1, "one"), (2, "two")]);
        assert!(file.is_rust() && !File::new("a.md", "").is_rust());
    }

    #[test]
    fn this_file_is_listed_and_built_ones_are_not() {
        let paths = paths().unwrap();
        assert!(paths.iter().any(|path| path.ends_with("tidy/tree.rs")));
        assert!(!paths.iter().any(|path| path.starts_with("target/")));
    }
}
