//! Composes a band for a chart, plays it through the player and writes what was heard as a MIDI file.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use ai_band_tests::compose::{self, Bars, KnobArguments, Lock, Order, Shelf, Vary};
use ai_band_tests::picture;
use ai_band_tests::render::{Hosting, Piece, render, save, summary};
use anyhow::Context;
use clap::Parser;
use composer::paper::Paper;
use composer::style::Style;
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
    /// How the band plays; without it, as the chart's header says: pop, ballad, swing, jazz-waltz, bossa, funk, shuffle
    /// or house.
    #[arg(long)]
    style: Option<String>,
    /// Your own styles: a folder with a folder for each, in which are its files (style.toml, drums.toml …).
    #[arg(long, value_name = "FOLDER")]
    styles: Option<PathBuf>,
    /// Another seed is another band; the same one plays the same notes.
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = compose::seed, allow_negative_numbers = true)]
    seed: u64,
    /// Whom to write for, as in drums,bass; the style's own chairs when nobody is named.
    #[arg(long, value_delimiter = ',', value_parser = compose::lane)]
    lanes: Vec<Lane>,
    /// Only these bars as they are played, counted from 1, as in 5-8.
    #[arg(long, allow_hyphen_values = true)]
    bars: Option<Bars>,
    /// Roll those bars of those lanes anew for the Nth time, around everything that stays.
    #[arg(
        long, default_value_t = 0, hide_default_value = true, value_name = "N", value_parser = compose::rolls,
        allow_negative_numbers = true
    )]
    reroll: u32,
    /// Vary those bars of those lanes: keep rhythm, pitches or contour and change the rest, as in rhythm:64 (0 to 127).
    #[arg(long, value_name = "KEEP:AMOUNT", allow_hyphen_values = true)]
    vary: Option<Vary>,
    /// Keep bars of a lane whatever is rolled or varied, as in bass:5-8.
    #[arg(long = "lock", value_name = "LANE:BARS", allow_hyphen_values = true)]
    locks: Vec<Lock>,
    /// The same notes, played by other hands.
    #[arg(long, value_name = "N", value_parser = compose::seed, allow_negative_numbers = true)]
    hands: Option<u64>,
    /// Also print what everybody plays as a grid.
    #[arg(long)]
    roll: bool,
    /// Also draw the first bars as an SVG picture.
    #[arg(long, value_name = "FILE")]
    picture: Option<PathBuf>,
    #[command(flatten)]
    knobs: KnobArguments,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(told) => {
            // Whoever pipes this into `head` has seen enough.
            let _ = writeln!(std::io::stdout(), "{told}");
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
    let chart = compose::chart(&arguments.chart)?;
    let shelf = arguments.styles.as_deref().map(Shelf::open).transpose()?.unwrap_or_default();
    let (style, told) = match &arguments.style {
        Some(name) => (shelf.style(name)?, None),
        None => shelf.fitting(&chart)?,
    };
    let (chart, tempo_told) = compose::at_a_tempo(chart, &style)?;
    let order = arguments.order(style);
    let take = compose::take(chart, &order)?;
    let piece = Piece { song: &take.song, arrangement: &take.arrangement, library: &take.library };
    let file = render(&piece, &Hosting::default())?;
    let bytes = midi_file::write(&file, Timing::Quantised).context("what was heard fits no MIDI file")?;
    let Arguments { output, picture, roll, .. } = arguments;
    save(&output, &bytes)?;
    if let Some(path) = picture {
        let bars = picture::SONG_BARS.min(i64::try_from(take.song.bars().len())?);
        save(&path, picture::svg(&file, bars, &picture::sections(&take.song)).as_bytes())?;
    }
    let title = take.chart.header().title.as_deref().unwrap_or("A song without a title");
    let title = format!("{title} ({}, seed {})", order.style.name, order.seed);
    let mut text = summary(&title, &take.song, &file);
    if roll {
        let parts = &take.composition.parts;
        text += &Paper { song: &take.song, parts, shows_hands: false }.whole();
    }
    text.extend(told.into_iter().chain(tempo_told).map(|told| format!("  {told}\n")));
    text += &compose::remarks(&take.composition);
    Ok(format!("{text}  {} ({} bytes)", output.display(), bytes.len()))
}

impl Arguments {
    fn order(&self, style: Style) -> Order {
        Order {
            named_lanes: self.lanes.clone(),
            bars: self.bars,
            reroll: self.reroll,
            locks: self.locks.clone(),
            vary: self.vary,
            knobs: self.knobs.knobs(),
            hands: self.hands,
            ..Order::new(style, self.seed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever is typed after an option is that option's to understand, also what looks like another one.
    #[test]
    fn what_no_option_understands_is_named_with_the_way_out() {
        let bars = "is no stretch of bars; count from 1, as in 5-8 or 5";
        let knob = "is no place of a knob; they turn from 0 to 127";
        let table = [
            ("--bars", "-1", bars),
            ("--bars", "-1-4", bars),
            ("--bars", "0", bars),
            ("--bars", "all", bars),
            ("--bars", "8-5", "ends before it begins; did you mean 5-8?"),
            ("--reroll", "-1", "is no number of rolls; write 1, 2, 3 …"),
            ("--reroll", "again", "is no number of rolls; write 1, 2, 3 …"),
            ("--seed", "-1", "is not a seed; write a whole number"),
            ("--hands", "-1", "is not a seed; write a whole number"),
            ("--hands", "mine", "is not a seed; write a whole number"),
            ("--lock", "-1", "locks nothing; write it as in bass:5-8"),
            ("--lock", "bass:-1", bars),
            ("--vary", "-1", "is nothing to keep; there are rhythm, pitches, contour"),
            ("--intensity", "-1", knob),
            ("--fills", "-1", knob),
            ("--density", "-1", "is no density; write it as in keys:20"),
            ("--density", "keys:-1", knob),
        ];
        for (option, typed, said) in table {
            let read = Arguments::try_parse_from(["compose", "C", "-o", "x.mid", option, typed]);
            let Err(error) = read else { panic!("{option} {typed} is taken") };
            let told = error.to_string();
            assert!(told.contains(option) && told.contains(said), "{option} {typed}: {told}");
        }
    }
}
