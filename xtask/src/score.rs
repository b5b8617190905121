//! How good: every example chart composed and measured, against the bars to clear.

use std::process::ExitCode;

use clap::Args;

use crate::judge;

/// Score what the composer writes for every example chart; fails when a bar is not cleared.
///
/// For example `cargo xtask score --against mma`.
#[derive(Args)]
pub struct Score {
    /// Also score another program on the same charts; there is `mma`.
    #[arg(long, value_name = "PROGRAM")]
    against: Option<String>,
    /// Only this style.
    #[arg(long)]
    style: Option<String>,
    /// Passed on to the scorer as they are (after `--`).
    #[arg(last = true)]
    arguments: Vec<String>,
}

impl Score {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let options = [judge::option("--against", self.against), judge::option("--style", self.style)];
        judge::start("score", &[options.concat(), self.arguments].concat())
    }
}
