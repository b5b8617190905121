//! Debug symbols beside the bundle instead of in it: they are for reading crashes, not for loading.

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::command::Line;

/// Copies the library into `folder` twice: its symbols, and the rest; tells where the rest is.
///
/// Without `objcopy` (binutils; other systems keep symbols apart by themselves) the library stays as it is, and that
/// is said.
pub fn split(library: &Path, folder: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let is_there = Line::new("objcopy --version").listen().is_ok_and(|said| said.status.success());
    if !is_there {
        println!(
            "objcopy is missing: the debug symbols stay in the plugin (on Debian: apt install binutils)"
        );
        return Ok(library.to_path_buf());
    }
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let symbols = folder.join(format!("{name}.debug"));
    let stripped = folder.join(format!("{name}.stripped"));
    let word = |path: &Path| path.to_string_lossy().into_owned();
    let keep = Line::new("objcopy --only-keep-debug").words([word(library), word(&symbols)]);
    let link = format!("--add-gnu-debuglink={}", symbols.display());
    let strip = Line::new("objcopy --strip-unneeded").words([link, word(library), word(&stripped)]);
    for line in [keep, strip] {
        let said = line.listen()?;
        let words = || String::from_utf8_lossy(&said.stderr).into_owned();
        anyhow::ensure!(said.status.success(), "`{line}`: {}", words());
    }
    Ok(stripped)
}
