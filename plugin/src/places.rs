//! Folders of this person's machine that the plugin writes to.

use std::path::PathBuf;

/// What is to stay: exported files, banks somebody put there.
pub fn data() -> PathBuf {
    dirs::data_dir().or_else(dirs::home_dir).unwrap_or_else(std::env::temp_dir).join("ai-band")
}

/// What can be made again: the default bank.
pub fn cache() -> PathBuf {
    dirs::cache_dir().unwrap_or_else(std::env::temp_dir).join("ai-band")
}
