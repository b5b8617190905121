//! Composes a band for a chart, plays it through the player and writes what was heard as a MIDI file.

use std::path::PathBuf;
use std::process::ExitCode;

use ai_band_tests::compose::{self, Bars, Lock, Order};
use ai_band_tests::render::{Hosting, Piece, render, save, summary};
use anyhow::Context;
use clap::Parser;
use composer::paper::Paper;
use music::lane::Lane;
use music::midi_file::{self, Timing};

#[derive(Parser)]
#[command(about = "Composes a band for a chart and writes what it plays as a MIDI file")]
struct Arguments {
    /// A chart's file, or the chart itself.
    chart: String,
    /// The MIDI file to write.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// How the band plays; without it, as the chart's header says.
    #[arg(long)]
    style: Option<String>,
    /// Another seed is another band; the same one plays the same notes.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Whom to write for, as in drums,bass; the style's own chairs when nobody is named.
    #[arg(long, value_delimiter = ',', value_parser = lane)]
    lanes: Vec<Lane>,
    /// Only these bars as they are played, counted from 1, as in 5-8.
    #[arg(long)]
    bars: Option<Bars>,
    /// Roll those bars of those lanes anew for the Nth time, around everything that stays.
    #[arg(long, default_value_t = 0, value_name = "N")]
    reroll: u32,
    /// Keep bars of a lane whatever is rolled, as in bass:5-8.
    #[arg(long = "lock", value_name = "LANE:BARS")]
    locks: Vec<Lock>,
    /// Also print what everybody plays as a grid.
    #[arg(long)]
    roll: bool,
}

fn lane(name: &str) -> Result<Lane, String> {
    let names = || Lane::ALL.map(Lane::name).join(", ");
    Lane::named(name).ok_or_else(|| format!("\"{name}\" is not a lane; there are {}", names()))
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
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
fn run(arguments: Arguments) -> anyhow::Result<String> {
    let Arguments { chart, output, style, seed, lanes: named_lanes, bars, reroll, locks, roll } = arguments;
    let chart = compose::chart(&chart)?;
    let (style, told) = match style {
        Some(name) => (compose::style(&name)?, None),
        None => compose::fitting_style(&chart),
    };
    let name = style.name.clone();
    let order = Order { named_lanes, bars, reroll, locks, ..Order::new(style, seed) };
    let take = compose::take(chart, &order)?;
    let piece = Piece { song: &take.song, arrangement: &take.arrangement, library: &take.library };
    let file = render(&piece, &Hosting::default())?;
    let bytes = midi_file::write(&file, Timing::Quantised).context("what was heard fits no MIDI file")?;
    save(&output, &bytes)?;
    let title = take.chart.header().title.as_deref().unwrap_or("A song without a title");
    let mut text = summary(&format!("{title} ({name}, seed {seed})"), &take.song, &file);
    if roll {
        text += &Paper { song: &take.song, parts: &take.composition.parts, shows_hands: false }.whole();
    }
    text += &told.map(|told| format!("  {told}\n")).unwrap_or_default();
    text += &compose::remarks(&take.composition);
    Ok(format!("{text}  {} ({} bytes)", output.display(), bytes.len()))
}
