//! `cargo xtask fuzz midi`: damaged MIDI files through the reader, until something breaks or all have been read.

use std::process::ExitCode;
use std::time::Instant;

use ai_band_tests::midi::{Corpus, MEMORY_MAX, Plan, damaged_file, fuzz, memory, silence_panics};
use clap::Parser;

#[global_allocator]
static MEMORY: memory::Counting = memory::Counting;

/// Damage valid MIDI files by a seed and read them; a failure names the run that repeats it.
#[derive(Parser)]
struct Options {
    /// How many damaged files to read.
    #[arg(long, default_value_t = 1_000_000)]
    runs: u64,
    /// Where chance starts; the same seed makes the same files.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many prefixes of valid files to read as well: all must be refused.
    #[arg(long, default_value_t = 100_000)]
    truncations: u64,
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..=256))]
    threads: u64,
    /// Read only the file of this run, say what it came to and show its bytes.
    #[arg(long)]
    only: Option<u64>,
}

fn main() -> ExitCode {
    let Options { runs, seed, truncations, threads, only } = Options::parse();
    if let Some(number) = only {
        return repeat(seed, number);
    }
    silence_panics();
    println!("seed {seed}, {runs} runs, {truncations} truncations, {threads} threads");
    let start = Instant::now();
    let tally = fuzz(Plan { seed, runs, truncations, threads });
    let seconds = start.elapsed().as_secs_f64();
    print!("{tally}");
    let resident = memory::resident_peak();
    if let Some(bytes) = resident {
        println!(
            "largest process: {:.1} MiB resident, this program and its files included",
            mebibytes(bytes)
        );
    }
    println!("{:.1} s, {:.0} runs/s", seconds, tally.runs as f64 / seconds);
    if tally.failures > 0 {
        println!("verdict: FAILED, {} failures; repeat one with --seed {seed} --only RUN", tally.failures);
        return ExitCode::FAILURE;
    }
    if resident.is_some_and(|bytes| bytes > MEMORY_MAX) {
        println!("verdict: FAILED, more than {:.0} MiB of memory", mebibytes(MEMORY_MAX));
        return ExitCode::FAILURE;
    }
    println!("verdict: passed, {} runs and {} truncations without a failure", tally.runs, tally.truncations);
    ExitCode::SUCCESS
}

fn mebibytes(bytes: usize) -> f64 {
    bytes as f64 / 1_048_576.0
}

/// Panics as it did: this time nothing catches it.
fn repeat(seed: u64, number: u64) -> ExitCode {
    let bytes = damaged_file(&Corpus::from_seed(seed), seed, number);
    println!("{} bytes: {bytes:02x?}", bytes.len());
    match music::midi_file::read(&bytes) {
        Ok(file) => println!("read: {file:#?}"),
        Err(error) => println!("refused: {error}"),
    }
    ExitCode::SUCCESS
}
