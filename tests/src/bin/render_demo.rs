//! Plays the demo song through the player and writes what was heard as a MIDI file.

use std::path::{Path, PathBuf};

use ai_band_tests::render::{Hosting, Piece, render, summary};
use anyhow::Context;
use clap::Parser;
use examples::demo::demo;
use music::midi_file::{self, Timing};
use player::Automation;

#[derive(Parser)]
#[command(about = "Plays the demo song through the player and writes what was heard as a MIDI file")]
struct Arguments {
    /// The MIDI file to write.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// How much of what is written plays: 0 is the bare bones, 127 everything.
    #[arg(long, default_value_t = 127, value_parser = clap::value_parser!(u8).range(..=127), value_name = "0-127")]
    complexity: u8,
    /// How hard the band plays: 64 is as written.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u8).range(..=127), value_name = "0-127")]
    intensity: u8,
}

fn main() -> anyhow::Result<()> {
    let Arguments { output, complexity, intensity } = Arguments::parse();
    let demo = demo();
    let piece = Piece { song: &demo.song, arrangement: &demo.arrangement, library: &demo.library };
    let automation = Automation { complexity, intensity, ..Automation::default() };
    let file = render(&piece, &Hosting { automation, ..Hosting::default() })?;
    // What was heard carries its timing in its ticks already.
    let bytes = midi_file::write(&file, Timing::Quantised)?;
    save(&output, &bytes)?;
    let title = demo.chart.header().title.as_deref().unwrap_or("The demo song");
    println!("{}\n  {} ({} bytes)", summary(title, &demo.song, &file), output.display(), bytes.len());
    Ok(())
}

fn save(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}
