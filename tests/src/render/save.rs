//! Puts a rendered file where somebody wants it.

use std::fs;
use std::path::Path;

use anyhow::Context;

/// Makes the folders above it, too.
pub fn save(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let cannot = |what: &str, path: &Path| format!("cannot {what} {}; choose another place", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| cannot("make the folder", folder))?;
    }
    fs::write(path, bytes).with_context(|| cannot("write", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_made_and_what_is_in_the_way_is_named() {
        let folder = std::env::temp_dir().join(format!("ai-band-save-{}", std::process::id()));
        let file = folder.join("new").join("song.mid");
        save(&file, b"first").unwrap();
        save(&file, b"second").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"second");
        let table = [
            (folder.join("new"), format!("cannot write {}", folder.join("new").display())),
            (file.join("song.mid"), format!("cannot make the folder {}", file.display())),
        ];
        for (path, expected) in table {
            let error = format!("{:#}", save(&path, b"").unwrap_err());
            assert!(error.starts_with(&expected), "{error}");
            assert!(error.contains("; choose another place: "), "{error}");
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}
