//! Copies bundles to where this user's hosts look, and never over somebody else's file.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::{Bundled, Format, Layout, Os};

/// In every build of the plugin, and in nothing else: its CLAP id.
const MARK: &[u8] = b"org.ai-band.plugin";

/// What became of one bundle.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    Installed(PathBuf),
    /// Something that is not ours is in its place, and stays.
    Foreign(PathBuf),
}

/// Where this user's hosts look for plugins of a format; `None` where the user's folders are unknown.
pub fn folder(os: Os, format: Format, variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    match os {
        Os::Linux => Some(variable("HOME")?.join(format!(".{}", format.extension()))),
        Os::Mac => {
            Some(variable("HOME")?.join("Library/Audio/Plug-Ins").join(format.extension().to_uppercase()))
        }
        Os::Windows => Some(
            variable("LOCALAPPDATA")?.join("Programs").join("Common").join(format.extension().to_uppercase()),
        ),
    }
}

/// This user's variable, if it says anything.
pub fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Whole or not at all: copied beside it, then put in its place, so that a host that has the old one open keeps it.
pub fn install(bundled: &Bundled, folder: &Path) -> anyhow::Result<Outcome> {
    let place = folder.join(&bundled.layout.bundle);
    if place.symlink_metadata().is_ok() && !is_ours(folder, &bundled.layout) {
        return Ok(Outcome::Foreign(place));
    }
    let beside = folder.join(format!(".{}.new", bundled.layout.bundle.display()));
    clear(&beside)?;
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    // A full disk is not left fuller; why it was not copied is what is told.
    copy(&bundled.path, &beside).inspect_err(|_| drop(clear(&beside)))?;
    clear(&place)?;
    std::fs::rename(&beside, &place).with_context(|| format!("cannot put {} there", place.display()))?;
    Ok(Outcome::Installed(place))
}

fn is_ours(folder: &Path, layout: &Layout) -> bool {
    let code = std::fs::read(folder.join(&layout.binary)).unwrap_or_default();
    code.windows(MARK.len()).any(|bytes| bytes == MARK)
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    let told = || format!("cannot copy {} to {}", from.display(), to.display());
    if !from.is_dir() {
        std::fs::copy(from, to).with_context(told)?;
        return Ok(());
    }
    std::fs::create_dir_all(to).with_context(told)?;
    for entry in std::fs::read_dir(from).with_context(told)? {
        let entry = entry.with_context(told)?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

/// Takes away a file, a folder or a link, if it is there.
pub fn clear(path: &Path) -> anyhow::Result<()> {
    let Ok(found) = path.symlink_metadata() else { return Ok(()) };
    let cleared = if found.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
    cleared.with_context(|| format!("cannot take away {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Folder;

    fn bundled(folder: &Folder, format: Format) -> Bundled {
        let layout = Layout::of(Os::Linux, format, "B", "x86_64");
        folder.write(&format!("made/{}", layout.binary.display()), "\u{0}org.ai-band.plugin\u{0}2");
        Bundled { path: folder.path.join("made").join(&layout.bundle), layout, bytes: 1 }
    }

    #[test]
    fn hosts_look_in_one_folder_of_the_user_for_each_format() {
        let home = |name: &str| Some(PathBuf::from(format!("/{name}")));
        let table = [
            (Os::Linux, Format::Clap, "/HOME/.clap"),
            (Os::Linux, Format::Vst3, "/HOME/.vst3"),
            (Os::Mac, Format::Clap, "/HOME/Library/Audio/Plug-Ins/CLAP"),
            (Os::Mac, Format::Vst3, "/HOME/Library/Audio/Plug-Ins/VST3"),
            (Os::Windows, Format::Clap, "/LOCALAPPDATA/Programs/Common/CLAP"),
            (Os::Windows, Format::Vst3, "/LOCALAPPDATA/Programs/Common/VST3"),
        ];
        for (os, format, expected) in table {
            assert_eq!(folder(os, format, home), Some(PathBuf::from(expected)), "{os:?}");
            assert_eq!(folder(os, format, |_| None), None);
        }
    }

    #[test]
    fn an_older_build_is_replaced_and_a_foreign_file_stays() {
        for format in Format::ALL {
            let scratch = Folder::with(&format!("install-{}", format.extension()), &[]);
            let bundled = bundled(&scratch, format);
            let binary = format!("user/{}", bundled.layout.binary.display());
            let (user, place) =
                (scratch.path.join("user"), scratch.path.join("user").join(&bundled.layout.bundle));
            let new = Some("\u{0}org.ai-band.plugin\u{0}2");
            assert_eq!(install(&bundled, &user).unwrap(), Outcome::Installed(place.clone()), "not there yet");
            assert_eq!(scratch.read(&binary).as_deref(), new);
            scratch.write(&binary, "org.ai-band.plugin, older");
            assert_eq!(install(&bundled, &user).unwrap(), Outcome::Installed(place.clone()), "ours");
            assert_eq!(scratch.read(&binary).as_deref(), new);
            scratch.write(&binary, "somebody's own");
            assert_eq!(install(&bundled, &user).unwrap(), Outcome::Foreign(place), "foreign");
            assert_eq!(scratch.read(&binary).as_deref(), Some("somebody's own"));
            assert_eq!(std::fs::read_dir(&user).unwrap().count(), 1, "nothing is left beside it");
        }
    }
}
