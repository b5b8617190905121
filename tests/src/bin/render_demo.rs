//! Plays the demo song through the player and writes what was heard as a MIDI file.

use std::path::PathBuf;
use std::process::ExitCode;

use ai_band_tests::picture;
use ai_band_tests::render::{Hosting, Piece, render, save, summary};
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
    /// Also draw the first bars as an SVG picture.
    #[arg(long, value_name = "FILE")]
    picture: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(told) => {
            println!("{told}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// What to tell whoever asked.
fn run(arguments: &Arguments) -> anyhow::Result<String> {
    let Arguments { output, complexity, intensity, picture } = arguments;
    let demo = demo();
    let piece = Piece { song: &demo.song, arrangement: &demo.arrangement, library: &demo.library };
    let automation = Automation { complexity: *complexity, intensity: *intensity, ..Automation::default() };
    let file = render(&piece, &Hosting { automation, ..Hosting::default() })?;
    // What was heard carries its timing in its ticks already.
    let bytes = midi_file::write(&file, Timing::Quantised)?;
    save(output, &bytes)?;
    if let Some(path) = picture {
        save(path, picture::svg(&file, picture::BARS, &picture::sections(&demo.song)).as_bytes())?;
    }
    let title = demo.chart.header().title.as_deref().unwrap_or("The demo song");
    let told = summary(title, &demo.song, &file);
    Ok(format!("{told}\n  {} ({} bytes)", output.display(), bytes.len()))
}
