//! Where the folder is unless somebody chooses another, and how it is made.

use std::io;
use std::path::{Path, PathBuf};

use music::lane::Lane;

/// Under the music folder of whoever plays.
pub const FOLDER_NAME: &str = "generated_accompaniments";

/// `None` when the system does not say where a person's music is: then somebody has to choose.
pub fn usual() -> Option<PathBuf> {
    music_folder().map(|music| music.join(FOLDER_NAME))
}

/// With a sub-folder for each chair; what is there already stays.
pub fn make(path: &Path) -> io::Result<()> {
    Lane::ALL.into_iter().try_for_each(|lane| std::fs::create_dir_all(path.join(lane.name())))
}

#[cfg(not(any(windows, target_os = "macos")))]
fn music_folder() -> Option<PathBuf> {
    let home = std::env::home_dir().filter(|home| home.is_absolute())?;
    let set = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from);
    let settings = set.filter(|path| path.is_absolute()).unwrap_or_else(|| home.join(".config"));
    let text = std::fs::read_to_string(settings.join("user-dirs.dirs")).unwrap_or_default();
    Some(music_of_user_dirs(&text, &home).unwrap_or_else(|| home.join("Music")))
}

/// Where these systems make it; somebody who moved it chooses the folder in the window.
#[cfg(any(windows, target_os = "macos"))]
fn music_folder() -> Option<PathBuf> {
    std::env::home_dir().filter(|home| home.is_absolute()).map(|home| home.join("Music"))
}

/// The last `XDG_MUSIC_DIR="$HOME/…"` or `="/…"` counts, as for the shell that the file is written for.
pub fn music_of_user_dirs(text: &str, home: &Path) -> Option<PathBuf> {
    let mut values = text.lines().filter_map(|line| line.trim().strip_prefix("XDG_MUSIC_DIR="));
    let value = unquoted(values.next_back()?)?;
    match value.strip_prefix("$HOME") {
        // `$HOME` alone means that there is no such folder.
        Some(rest) => rest.strip_prefix('/').filter(|rest| !rest.is_empty()).map(|rest| home.join(rest)),
        None => Some(PathBuf::from(value)).filter(|path| path.is_absolute()),
    }
}

/// A backslash keeps the character after it.
fn unquoted(value: &str) -> Option<String> {
    let mut inside = value.trim().strip_prefix('"')?.strip_suffix('"')?.chars();
    let mut text = String::new();
    while let Some(char) = inside.next() {
        text.push(if char == '\\' { inside.next()? } else { char });
    }
    Some(text)
}
