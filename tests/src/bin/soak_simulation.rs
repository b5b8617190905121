//! Many simulated bands on bad networks; the first broken law ends it, with the seed that repeats it.

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use ai_band_tests::simulation::{self, Tally};
use anyhow::Context;
use clap::Parser;

/// Run random bands: server, plugins and browsers with delays, cuts, wrong clocks and crashes.
#[derive(Parser)]
struct Arguments {
    #[arg(long, default_value_t = 200_000)]
    seeds: u64,
    /// The first of them.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    #[arg(long, default_value_t = 2)]
    threads: u64,
    /// Go on until so many runs broke a law; all are listed.
    #[arg(long, default_value_t = 1)]
    failures: usize,
    /// Run this one only, and print all that happens.
    #[arg(long)]
    only_seed: Option<u64>,
}

/// Seeds between two lines of progress.
const PROGRESS_EVERY: u64 = 2_000;

fn main() -> ExitCode {
    run(&Arguments::parse()).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let folder = tempfile::tempdir().context("no folder for what is too long for a row")?;
    if let Some(seed) = arguments.only_seed {
        let ran = simulation::run(seed, folder.path(), true);
        let (tally, broken) = match ran {
            Ok(tally) => (tally, Vec::new()),
            Err(broken) => (Tally::default(), vec![broken.to_string()]),
        };
        return Ok(told(tally, &broken));
    }
    let (started, next) = (Instant::now(), AtomicU64::new(arguments.seed));
    let (total, is_over) = (Mutex::new((Tally::default(), Vec::new())), AtomicBool::new(false));
    let end = arguments.seed.saturating_add(arguments.seeds);
    std::thread::scope(|scope| {
        for _ in 0..arguments.threads.max(1) {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end {
                        break;
                    }
                    let ran = std::panic::catch_unwind(|| simulation::run(seed, folder.path(), false));
                    let ran = ran.map_err(|_| format!("seed {seed}: it panicked"));
                    let mut total = total.lock().expect("no thread panics");
                    match ran.and_then(|ran| ran.map_err(|broken| broken.to_string())) {
                        Ok(tally) => total.0.add(tally),
                        Err(broken) => total.1.push(broken),
                    }
                    is_over.fetch_or(total.1.len() >= arguments.failures, Ordering::Relaxed);
                    drop(total);
                    progress(seed + 1 - arguments.seed, started);
                }
            });
        }
    });
    let seconds = started.elapsed().as_secs_f64();
    println!("seeds from {} on, {} threads, {seconds:.1} s", arguments.seed, arguments.threads);
    let (tally, broken) = total.into_inner().expect("no thread panics");
    Ok(told(tally, &broken))
}

fn progress(done: u64, started: Instant) {
    if done.is_multiple_of(PROGRESS_EVERY) {
        println!("{done} seeds, {:.0} s", started.elapsed().as_secs_f64());
    }
}

fn told(tally: Tally, broken: &[String]) -> ExitCode {
    println!("{} runs without a broken law: {tally:?}", tally.runs);
    if broken.is_empty() {
        return ExitCode::SUCCESS;
    }
    broken.iter().for_each(|broken| println!("BROKEN at {broken}"));
    println!("repeat one with `cargo xtask soak simulation --only-seed N`, N being its seed");
    ExitCode::FAILURE
}
