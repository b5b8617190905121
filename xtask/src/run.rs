//! Hear something: for now the demo song, played through the player into a MIDI file.

use std::process::ExitCode;

use clap::Args;

use crate::judge;

/// Play the demo song through the player into a MIDI file.
#[derive(Args)]
pub struct Run {
    /// The MIDI file to write.
    #[arg(short, long, default_value = "target/demo.mid", value_name = "FILE")]
    output: String,
}

impl Run {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let code = judge::start("render_demo", &["-o".to_owned(), self.output.clone()])?;
        if code == ExitCode::SUCCESS {
            println!("The demo song is in {}: open it in any DAW or MIDI player.", self.output);
            println!(
                "Still to come: the plugin that plays in time with the DAW, and the server with its web app."
            );
        }
        Ok(code)
    }
}
