//! How fast: tables with their baseline from the same run.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::bundle::{self, Product, Profile};
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
    /// The server's socket under a thousand clients, beside a raw echo and a naive broadcast.
    Sync,
    /// The server's first start and memory, registration and the trigger of generation, alone and in a crowd.
    Api,
    /// Blocks of the bundled plugin in both hosts, beside the framework's own empty plugin.
    Plugin,
}

impl Bench {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let arguments = self.rest.after([]);
        match self.what {
            What::Player => judge::start("bench_player", &arguments),
            What::Composer => judge::start("bench_composer", &arguments),
            What::Synth => judge::start("bench_synth", &arguments),
            What::Folder => judge::start("bench_folder", &arguments),
            What::Sync => judge::start_crowd("bench_sync", &arguments),
            What::Api => judge::start_crowd("bench_api", &arguments),
            What::Plugin => {
                bundle::make(Profile::Release, &[Product::Band, Product::Empty])?;
                judge::start_host("bench_plugin", &arguments)
            }
        }
    }
}
