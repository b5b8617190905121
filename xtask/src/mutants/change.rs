//! One deliberate mistake: made exactly once, and undone.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    /// From the root, with `/`.
    pub file: String,
    pub edit: Edit,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Edit {
    Replace { find: String, with: String },
    Append(String),
    Create(String),
}

/// What the files held before; `None` for one that was not there.
#[must_use]
pub struct Undo(Vec<(PathBuf, Option<String>)>);

/// Makes all changes below `root`, or none.
pub fn apply(root: &Path, changes: &[Change]) -> anyhow::Result<Undo> {
    let mut undo = Undo(Vec::new());
    for change in changes {
        if let Err(error) = change.apply(root, &mut undo) {
            undo.run()?;
            return Err(error.context(change.file.clone()));
        }
    }
    Ok(undo)
}

impl Change {
    fn apply(&self, root: &Path, undo: &mut Undo) -> anyhow::Result<()> {
        let path = root.join(&self.file);
        let before = if path.exists() { Some(std::fs::read_to_string(&path)?) } else { None };
        let after = self.edit.apply(before.as_deref())?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&path, after)?;
        undo.0.push((path, before));
        Ok(())
    }
}

impl Edit {
    pub fn apply(&self, before: Option<&str>) -> anyhow::Result<String> {
        match (self, before) {
            (Edit::Create(text), None) => Ok(text.clone()),
            (Edit::Create(_), Some(_)) => bail!("is there already; create another one"),
            (Edit::Replace { .. } | Edit::Append(_), None) => bail!("is not there; was it renamed?"),
            (Edit::Append(text), Some(before)) => Ok(format!("{before}{text}")),
            (Edit::Replace { find, with }, Some(before)) => match before.matches(find.as_str()).count() {
                1 => Ok(before.replacen(find.as_str(), with, 1)),
                count => bail!("has this {count} times, it must be there once: {find}"),
            },
        }
    }
}

impl Undo {
    pub fn run(self) -> anyhow::Result<()> {
        // The last change first: a file may have been changed twice.
        for (path, before) in self.0.into_iter().rev() {
            let undone = match before {
                Some(text) => std::fs::write(&path, text),
                None => std::fs::remove_file(&path),
            };
            undone.with_context(|| format!("cannot put {} back", path.display()))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Folder;

    fn replace(find: &str, with: &str) -> Edit {
        Edit::Replace { find: find.to_owned(), with: with.to_owned() }
    }

    #[test]
    fn an_edit_is_exact_or_refused() {
        let cases = [
            (replace("b", "x"), Some("abc"), Ok("axc")),
            (replace("a\nb", ""), Some("a\nb\n"), Ok("\n")),
            (replace("b", "x"), Some("abcb"), Err("has this 2 times")),
            (replace("b", "x"), Some("ac"), Err("has this 0 times")),
            (replace("b", "x"), None, Err("is not there")),
            (Edit::Append("d\n".to_owned()), Some("abc\n"), Ok("abc\nd\n")),
            (Edit::Append("d\n".to_owned()), None, Err("is not there")),
            (Edit::Create("d\n".to_owned()), None, Ok("d\n")),
            (Edit::Create("d\n".to_owned()), Some(""), Err("is there already")),
        ];
        for (edit, before, expected) in cases {
            match (edit.apply(before), expected) {
                (Ok(after), Ok(expected)) => assert_eq!(after, expected, "{edit:?}"),
                (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{edit:?}: {error}"),
                (after, expected) => panic!("{edit:?}: {after:?}, not {expected:?}"),
            }
        }
    }

    #[test]
    fn what_was_changed_is_put_back() {
        let folder = Folder::with("change-undo", &[("a.rs", "one\n")]);
        let change = |file: &str, edit| Change { file: file.to_owned(), edit };
        let changes = [
            change("a.rs", replace("one", "two")),
            change("a.rs", Edit::Append("three\n".to_owned())),
            change("b/c.rs", Edit::Create("new\n".to_owned())),
        ];
        let undo = apply(&folder.path, &changes).unwrap();
        assert_eq!(folder.read("a.rs").as_deref(), Some("two\nthree\n"));
        assert_eq!(folder.read("b/c.rs").as_deref(), Some("new\n"));
        undo.run().unwrap();
        assert_eq!((folder.read("a.rs").as_deref(), folder.read("b/c.rs")), (Some("one\n"), None));
    }

    #[test]
    fn when_one_change_is_refused_none_is_made() {
        let folder = Folder::with("change-refused", &[("a.rs", "one\n"), ("b.rs", "")]);
        let change = |file: &str| Change { file: file.to_owned(), edit: replace("one", "two") };
        let error = apply(&folder.path, &[change("a.rs"), change("b.rs")]).err().unwrap();
        assert_eq!(format!("{error:#}"), "b.rs: has this 0 times, it must be there once: one");
        assert_eq!(folder.read("a.rs").as_deref(), Some("one\n"));
    }

    /// Code moves on; a mutant that is made nowhere any more would be found out only by who runs them all.
    #[test]
    fn every_mutant_of_the_lists_finds_its_place() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for list in ["domain", "player", "rules"] {
            let path = root.join(format!("tests/mutants/{list}.txt"));
            for mutant in crate::mutants::catalogue::read(&path.to_string_lossy()).unwrap() {
                let mut texts = std::collections::BTreeMap::new();
                for Change { file, edit } in &mutant.changes {
                    let before = texts.remove(file).or_else(|| std::fs::read_to_string(root.join(file)).ok());
                    let after = edit.apply(before.as_deref());
                    texts.insert(
                        file,
                        after.unwrap_or_else(|error| panic!("[{}] {file} {error}", mutant.name)),
                    );
                }
            }
        }
    }
}
