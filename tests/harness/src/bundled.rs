//! Where the bundled files are, and what to type when they are not.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};

use crate::host::Format;

/// Which of the bundles that `cargo xtask bundle` makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    /// As it is tested: debug assertions and the allocation guard are on.
    Tested,
    /// As people run it.
    Released,
}

/// A plugin by the name its files and hosts' lists have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plugin {
    Band,
    Empty,
    Mirror,
}

impl Plugin {
    pub fn name(self) -> &'static str {
        match self {
            Plugin::Band => "AI Band",
            Plugin::Empty => "AI Band empty",
            Plugin::Mirror => "AI Band mirror",
        }
    }

    fn file_stem(self) -> &'static str {
        match self {
            Plugin::Band => "AI Band",
            // Two plugins in one file.
            Plugin::Empty | Plugin::Mirror => "AI Band empty",
        }
    }
}

/// The bundle of a plugin; an error says how to make it.
pub fn find(build: Build, plugin: Plugin, format: Format) -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe().context("this program's own path")?;
    // Cargo marks its target folder with this file.
    let target = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file());
    let target = target.with_context(|| format!("{} is in no target folder", program.display()))?;
    let (folder, command) = match build {
        Build::Tested => ("bundled/ci", "cargo xtask bundle --profile ci"),
        Build::Released => ("bundled", "cargo xtask bundle"),
    };
    let path = target.join(folder).join(format!("{}.{}", plugin.file_stem(), format.extension()));
    ensure!(path.exists(), "{} is missing; type: {command}", path.display());
    Ok(path)
}

/// The code inside a VST3 bundle.
pub fn vst3_binary(bundle: &Path) -> anyhow::Result<PathBuf> {
    let stem = bundle.file_stem().context("a bundle has a name")?.to_string_lossy();
    let file = if cfg!(target_os = "macos") {
        format!("Contents/MacOS/{stem}")
    } else if cfg!(windows) {
        format!("Contents/{}-win/{stem}.vst3", std::env::consts::ARCH)
    } else {
        format!("Contents/{}-linux/{stem}.so", std::env::consts::ARCH)
    };
    let path = bundle.join(file);
    if !path.is_file() {
        bail!("{} is missing in the bundle", path.display());
    }
    Ok(path)
}
