//! A copy of the repository to break: what has not changed keeps its date, so little is built again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context;

/// Makes `to` hold exactly the files `paths` of `from`.
pub fn update(from: &Path, paths: &[String], to: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    let wanted: BTreeSet<PathBuf> = paths.iter().map(|path| to.join(path)).collect();
    for path in files(to)?.into_iter().filter(|path| !wanted.contains(path)) {
        std::fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    for path in paths {
        copy(&from.join(path), &to.join(path)).with_context(|| format!("cannot copy {path}"))?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    let bytes = std::fs::read(from)?;
    if std::fs::read(to).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(to, bytes)
}

/// Every file below a folder, git's own left out.
fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with(".git") {
            found.extend(files(&path)?);
        } else if path.is_file() {
            found.push(path);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Folder;

    #[test]
    fn a_copy_holds_what_is_wanted_and_nothing_else() {
        let from = Folder::with("copy-from", &[("a.rs", "one"), ("b/c.rs", "two"), ("target/d", "built")]);
        let to =
            Folder::with("copy-to", &[("b/c.rs", "old"), ("b/gone.rs", "old"), (".git/config", "git's")]);
        update(&from.path, &["a.rs".to_owned(), "b/c.rs".to_owned()], &to.path).unwrap();
        for (name, expected) in [
            ("a.rs", Some("one")),
            ("b/c.rs", Some("two")),
            ("b/gone.rs", None),
            ("target/d", None),
            (".git/config", Some("git's")),
        ] {
            assert_eq!(to.read(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn what_has_not_changed_keeps_its_date() {
        let from = Folder::with("date-from", &[("a.rs", "one"), ("b.rs", "two")]);
        let to = Folder::with("date-to", &[("a.rs", "one"), ("b.rs", "old")]);
        let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        let date = |name: &str| std::fs::metadata(to.path.join(name)).unwrap().modified().unwrap();
        for name in ["a.rs", "b.rs"] {
            let file = std::fs::File::options().write(true).open(to.path.join(name)).unwrap();
            file.set_modified(long_ago).unwrap();
        }
        update(&from.path, &["a.rs".to_owned(), "b.rs".to_owned()], &to.path).unwrap();
        assert_eq!(date("a.rs"), long_ago);
        assert_ne!(date("b.rs"), long_ago);
    }

    #[test]
    fn a_missing_file_is_named() {
        let from = Folder::with("missing-from", &[]);
        let to = Folder::with("missing-to", &[]);
        let error = update(&from.path, &["a.rs".to_owned()], &to.path).unwrap_err();
        assert_eq!(error.to_string(), "cannot copy a.rs");
    }
}
