//! Long runs against an oracle: many seeded scenarios, none may differ.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::judge;

/// Play many random scenarios against an oracle; a difference prints the seed that repeats it.
///
/// For example `cargo xtask soak player --scenarios 100000 --seed 7`.
#[derive(Args)]
pub struct Soak {
    what: What,
    /// How many scenarios to play.
    #[arg(long, value_name = "COUNT")]
    scenarios: Option<u64>,
    /// Where the random scenarios start; the same seed plays the same ones.
    #[arg(long)]
    seed: Option<u64>,
    /// Passed on to the soak as they are (after `--`).
    #[arg(last = true)]
    arguments: Vec<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// Transports that jump, loop, stop and change tempo: every note on its sample, none left hanging.
    Player,
}

impl Soak {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let program = match self.what {
            What::Player => "soak_player",
        };
        let options = [judge::option("--scenarios", self.scenarios), judge::option("--seed", self.seed)];
        judge::start(program, &[options.concat(), self.arguments].concat())
    }
}
