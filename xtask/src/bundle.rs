//! Builds the plugin and lays it out as hosts want to find it.

pub mod install;
mod layout;
mod symbols;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::{Args, ValueEnum};

use crate::command::Line;
pub use layout::{Format, Layout, Os};

/// Build the plugin and lay it out as `AI Band.clap` and `AI Band.vst3` in `target/bundled`.
///
/// With `--profile ci` as the tests want it, in `target/bundled/ci`: debug assertions and the allocation guard are on.
#[derive(Args)]
pub struct Bundle {
    #[arg(long, value_enum, default_value_t = Profile::Release)]
    profile: Profile,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Profile {
    /// What is tested.
    Ci,
    /// What people run.
    Release,
}

/// A library of this workspace that hosts load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    Band,
    /// What the framework costs by itself: the baseline of `bench plugin`, and what the hosts are tried with.
    Empty,
}

/// One file or folder that a host loads.
pub struct Bundled {
    pub path: PathBuf,
    pub layout: Layout,
    pub bytes: u64,
}

impl Bundle {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        for bundled in make(self.profile, self.profile.products())? {
            println!("{}", bundled.line());
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Builds and lays out; what was there before is replaced.
pub fn make(profile: Profile, products: &[Product]) -> anyhow::Result<Vec<Bundled>> {
    let line = build(profile, products);
    println!("{line}");
    let ended = line.run()?;
    ensure!(ended.status.success(), "the plugin does not build; what is wrong stands above");
    let folder = profile.target_folder();
    let mut made = Vec::new();
    for product in products {
        let library = profile.programs_folder().join(product.library());
        let stripped = symbols::split(&library, &folder.join("symbols"), product.name())?;
        for format in Format::ALL {
            let layout = Layout::of(Os::here(), format, product.name(), std::env::consts::ARCH);
            made.push(lay_out(layout, &stripped, &folder)?);
        }
    }
    Ok(made)
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from)
}

fn build(profile: Profile, products: &[Product]) -> Line {
    let packages = products.iter().flat_map(|product| ["--package", product.package()]);
    let line = Line::new("cargo build --quiet --profile").word(profile.name()).words(packages);
    match profile {
        Profile::Ci => line.words(["--features", "ai-band-plugin/allocation-guard"]),
        Profile::Release => line,
    }
}

fn lay_out(layout: Layout, library: &Path, folder: &Path) -> anyhow::Result<Bundled> {
    let path = folder.join(&layout.bundle);
    install::clear(&path)?;
    let binary = folder.join(&layout.binary);
    let inside = binary.parent().context("a bundle is in a folder")?;
    std::fs::create_dir_all(inside).with_context(|| format!("cannot make {}", inside.display()))?;
    std::fs::copy(library, &binary).with_context(|| format!("cannot write {}", binary.display()))?;
    for (name, text) in &layout.texts {
        let file = folder.join(name);
        std::fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    let bytes = std::fs::metadata(&binary).with_context(|| format!("no {}", binary.display()))?.len();
    Ok(Bundled { path, layout, bytes })
}

impl Profile {
    pub fn name(self) -> &'static str {
        match self {
            Profile::Ci => "ci",
            Profile::Release => "release",
        }
    }

    /// Where its bundles are.
    pub fn target_folder(self) -> PathBuf {
        target().join(self.folder())
    }

    /// Where cargo puts the programs it builds.
    pub fn programs_folder(self) -> PathBuf {
        target().join(self.name())
    }

    /// Apart, so that nobody measures or installs what is made for tests.
    fn folder(self) -> &'static str {
        match self {
            Profile::Ci => "bundled/ci",
            Profile::Release => "bundled",
        }
    }

    pub fn products(self) -> &'static [Product] {
        match self {
            Profile::Ci => &[Product::Band, Product::Empty],
            Profile::Release => &[Product::Band],
        }
    }
}

impl Product {
    pub fn name(self) -> &'static str {
        match self {
            Product::Band => "AI Band",
            Product::Empty => "AI Band empty",
        }
    }

    fn package(self) -> &'static str {
        match self {
            Product::Band => "ai-band-plugin",
            Product::Empty => "ai-band-empty-plugin",
        }
    }

    fn library(self) -> String {
        let stem = self.package().replace('-', "_");
        format!("{}{stem}{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)
    }
}

impl Bundled {
    pub fn line(&self) -> String {
        format!("{:>7.2} MB  {}", self.bytes as f64 / 1e6, self.path.display())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Folder;

    #[test]
    fn what_is_tested_and_what_is_run_are_built_apart() {
        let ci = build(Profile::Ci, Profile::Ci.products()).to_string();
        assert_eq!(
            ci,
            "cargo build --quiet --profile ci --package ai-band-plugin --package ai-band-empty-plugin \
             --features ai-band-plugin/allocation-guard"
        );
        let release = build(Profile::Release, Profile::Release.products()).to_string();
        assert_eq!(release, "cargo build --quiet --profile release --package ai-band-plugin");
        assert_ne!(Profile::Ci.folder(), Profile::Release.folder());
    }

    #[test]
    fn a_bundle_replaces_the_one_before_whatever_it_was() {
        let folder = Folder::with("bundle", &[("lib.so", "code"), ("a.clap/old", "x"), ("a.vst3", "x")]);
        for format in Format::ALL {
            for os in [Os::Linux, Os::Mac, Os::Windows, Os::Linux] {
                let layout = Layout::of(os, format, "a", "x86_64");
                let binary = layout.binary.to_string_lossy().into_owned();
                let bundled = lay_out(layout, &folder.path.join("lib.so"), &folder.path).unwrap();
                assert_eq!(folder.read(&binary).as_deref(), Some("code"), "{os:?}");
                assert!(bundled.path.exists() && bundled.line().contains("0.00 MB"));
            }
        }
        assert!(folder.read("a.clap/old").is_none());
    }
}
