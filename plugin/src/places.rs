//! Folders of this person's machine that the plugin reads and writes.

use std::path::PathBuf;

use etcetera::{BaseStrategy, choose_base_strategy};

/// What is to stay: exported files, banks somebody put there.
pub fn data() -> PathBuf {
    choose_base_strategy().map_or_else(|_| std::env::temp_dir(), |places| places.data_dir()).join(OURS)
}

/// What can be made again: the default bank.
pub fn cache() -> PathBuf {
    choose_base_strategy().map_or_else(|_| std::env::temp_dir(), |places| places.cache_dir()).join(OURS)
}

/// What this person has set up, or keeps from others.
pub fn config() -> PathBuf {
    choose_base_strategy().map_or_else(|_| std::env::temp_dir(), |places| places.config_dir()).join(OURS)
}

pub fn home() -> Option<PathBuf> {
    etcetera::home_dir().ok()
}

const OURS: &str = "ai-band";
