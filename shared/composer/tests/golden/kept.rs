//! What is played beside what was written down.

use std::path::{Path, PathBuf};

use crate::difference::difference;

/// Set it to write every file anew; then read the difference as you would listen to it.
const REWRITE: &str = "REWRITE_GOLDEN";

/// Where all tests keep their files.
pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// What is different from the file, in a line; nothing after it has been written anew.
pub(crate) fn change(file: &str, now: &str) -> Option<String> {
    let path = folder().join(file);
    if std::env::var_os(REWRITE).is_some() {
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).unwrap();
        std::fs::write(&path, now).unwrap();
    }
    let was = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    difference(&was, now).map(|what| format!("{file}: {what}"))
}

/// Says all that is different, and the way out.
pub(crate) fn assert_none(changes: &[String]) {
    let count = changes.len();
    assert!(
        changes.is_empty(),
        "{count} golden files differ; if they are meant to, {REWRITE}=1 writes them anew, to be read in the diff\n{}",
        changes.join("\n")
    );
}
