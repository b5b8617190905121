//! Makes the names in a folder last, where the system has a way to ask for it.

use std::path::Path;

use super::Error;

#[cfg(unix)]
pub fn sync(folder: &Path) -> Result<(), Error> {
    use super::cannot;
    // The parent of a name without one is where we stand.
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let opened = std::fs::File::open(folder).map_err(cannot("open", folder))?;
    opened.sync_all().map_err(cannot("flush", folder))
}

/// Windows has no way to ask; its file systems log names themselves.
#[cfg(not(unix))]
pub fn sync(_: &Path) -> Result<(), Error> {
    Ok(())
}
