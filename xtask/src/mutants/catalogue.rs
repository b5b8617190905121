//! Lists of mutants, as text: what to change, what to type then, and what must be said.
//!
//! ```text
//! command: cargo run --package judge     for all that follow, unless they have their own
//! expect: FAILED                         what the command must say as it fails
//!
//! [the loop does not wrap]
//! file: shared/player/src/transport.rs
//! find: if at >= end {                   must be there exactly once; several lines are several `find:`
//! with: if at > end {
//! ```
//!
//! Instead of `find` and `with`, a file can have `append` (at its end) or `create` (a new file) and `times`, which
//! repeats the line above it. Lines that begin with `#` are for people.

use anyhow::{Context, bail, ensure};

use super::change::{Change, Edit};

#[derive(Debug, PartialEq, Eq)]
pub struct Mutant {
    pub name: String,
    pub changes: Vec<Change>,
    pub command: String,
    pub expect: String,
}

/// Lines of one file's part, gathered until the next part begins.
#[derive(Default)]
struct Draft {
    file: String,
    find: Vec<String>,
    with: Vec<String>,
    append: Vec<String>,
    create: Vec<String>,
}

#[derive(Default)]
struct Reader {
    command: String,
    expect: String,
    mutants: Vec<Mutant>,
    draft: Option<Draft>,
}

pub fn read(path: &str) -> anyhow::Result<Vec<Mutant>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {path}"))?;
    parse(&text).with_context(|| path.to_owned())
}

fn parse(text: &str) -> anyhow::Result<Vec<Mutant>> {
    let mut reader = Reader::default();
    for (index, line) in text.lines().enumerate() {
        reader.line(line).with_context(|| format!("line {}: {line}", index + 1))?;
    }
    reader.finish_file().context("at the end")?;
    for mutant in &reader.mutants {
        let is_whole = !mutant.changes.is_empty() && !mutant.command.is_empty() && !mutant.expect.is_empty();
        ensure!(is_whole, "[{}] needs a file with a change, a command and what to expect", mutant.name);
    }
    Ok(reader.mutants)
}

impl Reader {
    fn line(&mut self, line: &str) -> anyhow::Result<()> {
        if line.trim().is_empty() || line.starts_with('#') {
            return Ok(());
        }
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            self.finish_file()?;
            let (command, expect) = (self.command.clone(), self.expect.clone());
            self.mutants.push(Mutant { name: name.to_owned(), changes: Vec::new(), command, expect });
            return Ok(());
        }
        let (key, value) = line.split_once(':').context("is neither `[name]` nor `key: value`")?;
        self.entry(key, value.strip_prefix(' ').unwrap_or(value))
    }

    fn entry(&mut self, key: &str, value: &str) -> anyhow::Result<()> {
        match key {
            "command" => {
                *self.mutants.last_mut().map_or(&mut self.command, |it| &mut it.command) = value.to_owned();
            }
            "expect" => {
                *self.mutants.last_mut().map_or(&mut self.expect, |it| &mut it.expect) = value.to_owned();
            }
            "file" => {
                ensure!(!self.mutants.is_empty(), "a file belongs to a mutant: begin one with `[its name]`");
                self.finish_file()?;
                self.draft = Some(Draft { file: value.to_owned(), ..Draft::default() });
            }
            _ => self.draft.as_mut().context("begin with `file: path`")?.entry(key, value)?,
        }
        Ok(())
    }

    fn finish_file(&mut self) -> anyhow::Result<()> {
        if let (Some(draft), Some(mutant)) = (self.draft.take(), self.mutants.last_mut()) {
            mutant.changes.push(draft.finish()?);
        }
        Ok(())
    }
}

impl Draft {
    fn entry(&mut self, key: &str, value: &str) -> anyhow::Result<()> {
        let lines = match key {
            "find" => &mut self.find,
            "with" => &mut self.with,
            "append" => &mut self.append,
            "create" => &mut self.create,
            "times" => return self.repeat(value),
            _ => {
                bail!("`{key}` is no key; they are command, expect, file, find, with, append, create, times")
            }
        };
        lines.push(value.to_owned());
        Ok(())
    }

    fn repeat(&mut self, value: &str) -> anyhow::Result<()> {
        let times: usize =
            value.parse().ok().filter(|times| (1..=10_000).contains(times)).context("1 to 10000")?;
        let lines = if self.create.is_empty() { &mut self.append } else { &mut self.create };
        let line = lines.last().context("repeats an `append` or `create` above it")?.clone();
        lines.extend(std::iter::repeat_n(line, times - 1));
        Ok(())
    }

    fn finish(self) -> anyhow::Result<Change> {
        let text = |lines: &[String]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
        let edit = match (self.find.is_empty(), self.append.is_empty(), self.create.is_empty()) {
            (false, true, true) => Edit::Replace { find: self.find.join("\n"), with: self.with.join("\n") },
            (true, false, true) if self.with.is_empty() => Edit::Append(text(&self.append)),
            (true, true, false) if self.with.is_empty() => Edit::Create(text(&self.create)),
            _ => bail!("{} needs either find and with, or append, or create", self.file),
        };
        Ok(Change { file: self.file, edit })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use super::*;

    fn replace(find: &str, with: &str) -> Edit {
        Edit::Replace { find: find.to_owned(), with: with.to_owned() }
    }

    fn edit(lines: &str) -> Edit {
        let text = format!("command: a\nexpect: b\n[c]\nfile: d\n{lines}");
        parse(&text).unwrap().remove(0).changes.remove(0).edit
    }

    #[test]
    fn a_list_reads_as_it_is_written() {
        let text = "# For people.\ncommand: cargo run\nexpect: FAILED\n\n[one]\nfile: a.rs\nfind: x\nwith: y\n\n\
                    [two]\nexpect: mismatch\nfile: a.rs\nappend: x\nfile: b.rs\ncreate: y\n";
        let mutants = parse(text).unwrap();
        let shown: Vec<_> =
            mutants.iter().map(|it| (it.name.as_str(), it.command.as_str(), it.expect.as_str())).collect();
        assert_eq!(shown, [("one", "cargo run", "FAILED"), ("two", "cargo run", "mismatch")]);
        assert_eq!(mutants[0].changes, [Change { file: "a.rs".to_owned(), edit: replace("x", "y") }]);
        let files: Vec<&str> = mutants[1].changes.iter().map(|change| change.file.as_str()).collect();
        assert_eq!(files, ["a.rs", "b.rs"]);
    }

    /// A list that does not fit any more guards nothing, and nobody would know before it is run.
    #[test]
    fn every_mistake_of_every_list_can_still_be_made() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut lists = 0;
        for entry in std::fs::read_dir(root.join("tests/mutants")).unwrap() {
            let list = entry.unwrap().path();
            for mutant in parse(&std::fs::read_to_string(&list).unwrap()).unwrap() {
                let mut broken: BTreeMap<&str, String> = BTreeMap::new();
                for Change { file, edit } in &mutant.changes {
                    let there = std::fs::read_to_string(root.join(file)).ok();
                    let before = broken.get(file.as_str()).cloned().or(there);
                    let made = edit.apply(before.as_deref());
                    let after = made.unwrap_or_else(|why| panic!("{list:?} [{}]: {file} {why}", mutant.name));
                    broken.insert(file, after);
                }
            }
            lists += 1;
        }
        assert!(lists >= 8, "{lists}");
    }

    #[test]
    fn edits_keep_every_blank_after_the_first() {
        let cases = [
            ("find:     a: b\nwith:\n", replace("    a: b", "")),
            ("find: a\nfind:   b\nwith: c\nwith:\nwith: d\n", replace("a\n  b", "c\n\nd")),
            ("append: a\nappend:  b\n", Edit::Append("a\n b\n".to_owned())),
            ("create: a\ncreate: b\ntimes: 3\ncreate: c\n", Edit::Create("a\nb\nb\nb\nc\n".to_owned())),
        ];
        for (lines, expected) in cases {
            assert_eq!(edit(lines), expected, "{lines}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let cases = [
            ("[a]\nkazoo", "line 2: kazoo: is neither"),
            ("[a]\nfile: b\nkazoo: c", "line 3: kazoo: c: `kazoo` is no key"),
            ("file: a", "belongs to a mutant"),
            ("[a]\nfind: b", "begin with `file: path`"),
            ("[a]\nfile: b\ntimes: 2", "repeats an `append`"),
            ("[a]\nfile: b\nappend: c\ntimes: 0", "1 to 10000"),
            ("[a]\nfile: b\n[c]", "b needs either find"),
            ("[a]\nfile: b\nfind: c\nappend: d", "b needs either find"),
            ("[a]\nfile: b\nwith: c", "b needs either find"),
            ("[a]\n", "[a] needs a file"),
            (
                "[a]\nfile: b\nappend: c\ncommand: d",
                "[a] needs a file with a change, a command and what to expect",
            ),
        ];
        for (text, expected) in cases {
            let error = format!("{:#}", parse(text).unwrap_err());
            assert!(error.contains(expected), "{text:?}: {error}");
        }
    }

    #[test]
    fn our_own_lists_can_be_read() {
        for name in ["domain.txt", "player.txt", "rules.txt"] {
            let path = format!("{}/../tests/mutants/{name}", env!("CARGO_MANIFEST_DIR"));
            read(&path).unwrap();
        }
    }
}
