//! Opens the window in both hosts on a screen that nobody sees, and keeps pictures of it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[cfg(target_os = "linux")]
mod abroad;
#[cfg(target_os = "linux")]
mod pictures;
#[cfg(target_os = "linux")]
mod scenes;

use clap::Parser;

#[derive(Parser)]
#[command(about = "Opens the window in both hosts on a screen that nobody sees, and keeps pictures of it")]
struct Arguments {
    /// Where the pictures go.
    #[arg(short, long, default_value = "docs/window")]
    output: PathBuf,
}

fn main() -> anyhow::Result<ExitCode> {
    take(&Arguments::parse().output)?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(target_os = "linux")]
fn take(folder: &Path) -> anyhow::Result<()> {
    abroad::keep_apart();
    pictures::take(folder)
}

#[cfg(not(target_os = "linux"))]
fn take(_folder: &Path) -> anyhow::Result<()> {
    anyhow::bail!("pictures are taken on Linux, under Xvfb")
}
