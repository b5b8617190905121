//! A song as sound: composed or read, played through the synth, written as a WAV file.

use std::process::ExitCode;

use clap::Args;

use crate::judge;

/// Render a chart's band or a MIDI file as a WAV file.
///
/// For example `cargo xtask render examples/charts/ballad.chart --stems`; `cargo xtask render --help` tells everything
/// it takes.
#[derive(Args)]
#[command(disable_help_flag = true)]
pub struct Render {
    /// A MIDI file, a chart's file or the chart itself, and how it is to sound.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true, value_name = "SONG OPTIONS")]
    arguments: Vec<String>,
}

impl Render {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        judge::start("render_song", &judge::with_output(self.arguments, "target/song.wav"))
    }
}
