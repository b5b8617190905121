//! An hour of a host's life with the plugin: random blocks, tempi, loops, seeks, decisions, files and saves.

use std::process::ExitCode;
use std::time::Instant;

use ai_band_tests::audio_guard::Watching;
use ai_band_tests::plugin_soak::{Pace, Soak, Tally};
use clap::Parser;

#[global_allocator]
static ALLOCATOR: Watching = Watching;

#[derive(Parser)]
#[command(about = "A host's long day with the plugin: no drift, no growth, nothing hanging")]
struct Arguments {
    /// Of the host's time, as it counts samples.
    #[arg(long, default_value_t = 60)]
    minutes: u64,
    /// The same seed does the same things.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

const PACE: Pace = Pace::HOUR;
/// Minutes between two rows of the table.
const ROW_EVERY: u64 = 5;

fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let folder = tempfile::tempdir()?;
    let started = Instant::now();
    println!("seed {}, {} minutes at 48 kHz", arguments.seed, arguments.minutes);
    println!(
        "minute  memory MB  live MB  files  threads   blocks    notes  compared  deeds  allocated  timed  drift"
    );
    let mut soak = Soak::new(arguments.seed, folder.path().to_owned(), PACE)?;
    let mut next_row = 0;
    while soak.seconds() < arguments.minutes * 60 {
        let done = soak.round();
        if done.is_err() || soak.seconds() >= next_row * 60 {
            row(soak.tally());
            next_row += ROW_EVERY;
        }
        if let Err(fault) = done {
            println!("FAILED in minute {}: {fault:#}", soak.seconds() / 60);
            return Ok(ExitCode::FAILURE);
        }
    }
    row(soak.tally());
    summary(soak.tally(), started);
    Ok(ExitCode::SUCCESS)
}

fn row(tally: &Tally) {
    let count = |count: Option<usize>| count.map_or_else(|| "-".to_owned(), |count| count.to_string());
    println!(
        "{:>6} {:>10} {:>8.1} {:>6} {:>8} {:>8} {:>8} {:>9} {:>6} {:>10} {:>6} {:>6}",
        tally.seconds / 60,
        tally
            .held
            .resident_bytes
            .map_or_else(|| "-".to_owned(), |bytes| format!("{:.1}", bytes as f64 / 1e6)),
        tally.held.live_bytes as f64 / 1e6,
        count(tally.held.files),
        count(tally.held.threads),
        tally.heard.blocks,
        tally.heard.begun,
        tally.compared,
        tally.deeds,
        tally.caught(),
        tally.timed,
        tally.drift_samples,
    );
}

fn summary(tally: &Tally, started: Instant) {
    match tally.live_growth_bytes().zip(tally.growth_bytes()) {
        Some((live, all)) => println!(
            "since the fifth minute {:.1} MB more are allocated (at most {} MB), and the process has {:.1} MB more (at most {} MB)",
            live as f64 / 1e6,
            PACE.live_growth_bytes_max >> 20,
            all as f64 / 1e6,
            PACE.growth_bytes_max >> 20,
        ),
        None => println!("memory: not measured, it takes more than five minutes"),
    }
    println!(
        "{} s of music in {:.0} s: {} events as in a fresh copy of the project, 0 hanging, loudest {:.2}; \
         {} notes in steady minutes, {} samples from arithmetic at most",
        tally.seconds,
        started.elapsed().as_secs_f64(),
        tally.compared,
        tally.heard.loudest,
        tally.timed,
        tally.drift_samples,
    );
}
