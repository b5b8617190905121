//! The walls of the house: who may know whom, and what a pure room may not even mention.
#![allow(unreachable_pub, reason = "a test binary has no public face: `pub` here means for the other files")]

mod arrows;
mod depths;
mod house;
mod mentions;
mod programs;

use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand};

/// The folder of the workspace.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("the package `tests` is a folder of the workspace").to_path_buf()
}

/// What cargo knows of all packages, ours and others'.
fn metadata() -> Metadata {
    let mut command = MetadataCommand::new();
    command.manifest_path(root().join("Cargo.toml"));
    command.exec().expect("cargo reads our Cargo.toml files")
}

/// Every Rust file in a folder and the folders below it, sorted.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.expect("a listed file has a path").path()).collect();
    paths.sort();
    let files = |path: PathBuf| if path.is_dir() { rust_files(&path) } else { vec![path] };
    paths.into_iter().flat_map(files).filter(|path| path.extension().is_some_and(|end| end == "rs")).collect()
}

/// Fails with all breaches at once, one to a line.
#[track_caller]
fn assert_none(breaches: &[String]) {
    assert!(breaches.is_empty(), "the house has {} breached walls:\n{}", breaches.len(), breaches.join("\n"));
}
