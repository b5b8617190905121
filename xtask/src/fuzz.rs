//! Hostile input: valid files, mutated by a seed, through what reads them.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::judge;

/// Feed mutated input to what reads it; a panic prints the seed that repeats it.
///
/// For example `cargo xtask fuzz midi --runs 1000000 --seed 7`.
#[derive(Args)]
pub struct Fuzz {
    what: What,
    /// How many mutated inputs to read.
    #[arg(long, value_name = "COUNT")]
    runs: Option<u64>,
    /// Where the random mutations start; the same seed makes the same ones.
    #[arg(long)]
    seed: Option<u64>,
    #[command(flatten)]
    rest: judge::Rest,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// Standard MIDI files through the loader.
    Midi,
}

impl Fuzz {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let program = match self.what {
            What::Midi => "fuzz_midi",
        };
        let options = [judge::option("--runs", self.runs), judge::option("--seed", self.seed)];
        judge::start(program, &self.rest.after(options))
    }
}
