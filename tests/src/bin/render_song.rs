//! Renders a chart's band or a MIDI file as a WAV file.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use ai_band_tests::compose::{self, Order, Shelf};
use ai_band_tests::render::Piece;
use ai_band_tests::sound::{Loudness, Performance, WavFile, bank_or_default, loudness};
use anyhow::{Context, ensure};
use clap::{Parser, ValueEnum};
use music::midi_file;
use synth::mixdown::{Limiter, Output, Score, mix};
use synth::wav::Format;
use synth::{Bank, FluidSynth, SAMPLE_RATE_MAX, SAMPLE_RATE_MIN};

#[derive(Parser)]
#[command(about = "Renders a chart's band or a MIDI file as a WAV file")]
struct Arguments {
    /// A MIDI file, a chart's file, or the chart itself.
    song: String,
    /// The WAV file to write.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// A SoundFont to play it with; without it the band's own.
    #[arg(long, value_name = "FILE")]
    bank: Option<PathBuf>,
    /// Also write each lane to a file of its own, beside the mix and not limited.
    #[arg(long)]
    stems: bool,
    #[arg(long, default_value_t = 48_000, value_name = "HZ", value_parser = clap::value_parser!(u32).range(i64::from(SAMPLE_RATE_MIN)..=i64::from(SAMPLE_RATE_MAX)))]
    rate: u32,
    #[arg(long, default_value = "24", value_name = "BITS")]
    format: Bits,
    /// How the band plays a chart; without it, as its header says.
    #[arg(long)]
    style: Option<String>,
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = compose::seed, allow_negative_numbers = true)]
    seed: u64,
}

#[derive(Clone, Copy, ValueEnum)]
enum Bits {
    #[value(name = "16")]
    Sixteen,
    #[value(name = "24")]
    TwentyFour,
    Float,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
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

fn run(arguments: &Arguments) -> anyhow::Result<String> {
    let performance = performance(arguments)?;
    ensure!(!performance.seats.is_empty(), "{}: nobody plays in it", arguments.song);
    let bank = bank_or_default(arguments.bank.as_deref())?;
    let mut limiter = Limiter::new(arguments.rate);
    let started = Instant::now();
    let (loud, frames) =
        render(&performance, &bank, arguments, &performance.score, Some(&mut limiter), &arguments.output)?;
    let took = started.elapsed().as_secs_f64();
    let seconds = frames as f64 / f64::from(arguments.rate);
    let mut text =
        format!("{} ({seconds:.1} s, {:.0} × real time)\n", arguments.output.display(), seconds / took);
    text += &row("mix", loud);
    text += &format!("  the limiter went down to {:.1} dB\n", limiter.reduction_decibels());
    if arguments.stems {
        for seat in &performance.seats {
            let score = performance.score.of_channels(&[seat.channel]);
            let path = stem_path(&arguments.output, &seat.name);
            let (loud, _) = render(&performance, &bank, arguments, &score, None, &path)?;
            text += &row(&seat.name, loud);
        }
    }
    Ok(text.trim_end().to_owned())
}

fn row(name: &str, loud: Loudness) -> String {
    format!("  {name:<12} {:>6.1} LUFS, peak {:>5.1} dB\n", loud.lufs, loud.peak_decibels)
}

fn performance(arguments: &Arguments) -> anyhow::Result<Performance> {
    let is_midi = Path::new(&arguments.song).extension().is_some_and(|end| end == "mid" || end == "midi");
    if is_midi {
        let bytes =
            std::fs::read(&arguments.song).with_context(|| format!("cannot read {}", arguments.song))?;
        let file = midi_file::read(&bytes).with_context(|| arguments.song.clone())?;
        return Ok(Performance::of_midi(&file, arguments.rate));
    }
    let chart = compose::chart(&arguments.song)?;
    let shelf = Shelf::default();
    let style = match &arguments.style {
        Some(name) => shelf.style(name)?,
        None => shelf.fitting(&chart)?.0,
    };
    let (chart, _) = compose::at_a_tempo(chart, &style)?;
    let take = compose::take(chart, &Order::new(style, arguments.seed))?;
    let piece = Piece { song: &take.song, arrangement: &take.arrangement, library: &take.library };
    Performance::of_piece(&piece, arguments.rate)
}

/// Writes the score to `path`; returns how loud it is and how many frames it has.
fn render(
    performance: &Performance,
    bank: &Bank,
    arguments: &Arguments,
    score: &Score,
    limiter: Option<&mut Limiter>,
    path: &Path,
) -> anyhow::Result<(Loudness, u64)> {
    let mut synth = FluidSynth::open(bank, arguments.rate)?;
    performance.seat(&mut synth);
    let format = match arguments.format {
        Bits::Sixteen => Format::Int16,
        Bits::TwentyFour => Format::Int24,
        Bits::Float => Format::Float32,
    };
    let mut heard =
        Heard { file: WavFile::create(path, format, arguments.rate)?, left: Vec::new(), right: Vec::new() };
    let frames = mix(&mut synth, score, limiter, &mut heard).with_context(|| path.display().to_string())?;
    heard.file.finish()?;
    Ok((loudness(&heard.left, &heard.right, arguments.rate), frames))
}

/// Written and kept, to be measured.
struct Heard {
    file: WavFile,
    left: Vec<f32>,
    right: Vec<f32>,
}

impl Output for Heard {
    fn write(&mut self, left: &[f32], right: &[f32]) -> std::io::Result<()> {
        self.left.extend(left);
        self.right.extend(right);
        self.file.write(left, right)
    }

    fn progress(&mut self, share: f32) {
        self.file.progress(share);
    }
}

/// `song.wav` has its stems in `song.bass.wav` and so on.
fn stem_path(mix: &Path, name: &str) -> PathBuf {
    let plain: String =
        name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
    mix.with_extension(format!("{plain}.wav"))
}
