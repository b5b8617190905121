//! Where banks usually are.

use std::path::{Path, PathBuf};

/// A folder of ten thousand banks is a mistake; so many are listed, in order of their names.
const LISTED_MAX: usize = 1_000;
/// What Linux distributions use.
const SYSTEM_FOLDERS: &[&str] = if cfg!(target_os = "linux") {
    &["/usr/share/sounds/sf2", "/usr/share/sounds/sf3", "/usr/share/soundfonts"]
} else {
    &[]
};
/// Below somebody's own folder.
const OWN_FOLDERS: &[&str] = if cfg!(target_os = "macos") {
    &["Library/Audio/Sounds/Banks"]
} else if cfg!(target_os = "windows") {
    &["Documents/SoundFonts", "AppData/Roaming/SoundFonts"]
} else {
    &[".local/share/soundfonts", ".local/share/sounds/sf2", ".local/share/sounds/sf3"]
};
const SHARED_FOLDERS: &[&str] =
    if cfg!(target_os = "macos") { &["/Library/Audio/Sounds/Banks"] } else { &[] };

/// A file that calls itself a bank; whether it is one is known when it is loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub path: PathBuf,
    pub bytes: u64,
}

/// The folders to look in: the band's own `banks` first, then this person's, then everybody's.
pub fn folders(data: Option<&Path>, home: Option<&Path>) -> Vec<PathBuf> {
    let own = data.map(|data| data.join("banks"));
    let persons = home.into_iter().flat_map(|home| OWN_FOLDERS.iter().map(|folder| home.join(folder)));
    let everybodys = SHARED_FOLDERS.iter().chain(SYSTEM_FOLDERS).map(PathBuf::from);
    own.into_iter().chain(persons).chain(everybodys).collect()
}

/// The banks in those folders, folder by folder, each file once. What cannot be read is not there.
pub fn listed(folders: &[PathBuf]) -> Vec<Listed> {
    let mut found: Vec<Listed> = Vec::new();
    let mut known: Vec<PathBuf> = Vec::new();
    for folder in folders {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        for path in paths.into_iter().filter(|path| is_named_as_bank(path)) {
            // Distributions link a default to one of the others.
            let (Ok(real), Ok(metadata)) = (path.canonicalize(), path.metadata()) else { continue };
            if metadata.is_file() && !known.contains(&real) && found.len() < LISTED_MAX {
                known.push(real);
                found.push(Listed { path, bytes: metadata.len() });
            }
        }
    }
    found
}

fn is_named_as_bank(path: &Path) -> bool {
    let end = path.extension().map(|end| end.to_string_lossy().to_lowercase());
    end.is_some_and(|end| end == "sf2" || end == "sf3")
}
