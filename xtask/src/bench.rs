//! How fast: tables with their baseline from the same run.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::judge;

/// Measure how fast something is, in a release build.
///
/// For example `cargo xtask bench player`.
#[derive(Args)]
pub struct Bench {
    what: What,
    #[command(flatten)]
    rest: judge::Rest,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// Blocks of the player per second, and its worst block.
    Player,
    /// A band of four composing 64 bars.
    Composer,
    /// A song through the synth, beside fluidsynth.
    Synth,
    /// The watched folder: from a rename to playable, and very many files.
    Folder,
}

impl Bench {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let program = match self.what {
            What::Player => "bench_player",
            What::Composer => "bench_composer",
            What::Synth => "bench_synth",
            What::Folder => "bench_folder",
        };
        judge::start(program, &self.rest.after([]))
    }
}
