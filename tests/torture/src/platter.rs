//! What a power cut leaves, put together from what the library noted (`faults/src/platter.rs`).

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use anyhow::Context;

/// As `data` would be found by the next one to switch on, in `left`.
pub fn restore(platter: &Path, data: &Path, left: &Path) -> anyhow::Result<()> {
    // Nothing is noted while this is held.
    let lock = File::create(platter.join("lock"))?;
    lock.lock()?;
    fs::create_dir(left)?;
    match fs::metadata(data) {
        Ok(root) => fill(platter, root.ino(), left),
        // It came to nothing before there was a folder.
        Err(_) => Ok(()),
    }
}

/// A folder that was never flushed is empty.
fn fill(platter: &Path, number: u64, folder: &Path) -> anyhow::Result<()> {
    let names = fs::read_to_string(platter.join(format!("{number}.names"))).unwrap_or_default();
    for line in names.lines() {
        let mut words = line.splitn(3, ' ');
        let mut word = || words.next().with_context(|| format!("\"{line}\" is no name"));
        let (number, sort, name) = (word()?.parse()?, word()?, word()?);
        if sort == "folder" {
            fs::create_dir(folder.join(name))?;
            fill(platter, number, &folder.join(name))?;
        } else {
            // A file that was never flushed is empty too.
            let bytes = fs::read(platter.join(number.to_string())).unwrap_or_default();
            fs::write(folder.join(name), bytes)?;
        }
    }
    Ok(())
}
