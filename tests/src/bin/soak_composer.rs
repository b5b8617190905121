//! Composes many seeded songs and judges each; what breaks a law is listed with the song's number, the first is shown whole.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use ai_band_tests::songs::{Ask, Fault, LAWS, Verdict, trial};
use anyhow::Context;
use clap::Parser;

/// Compose random songs and judge them.
#[derive(Parser)]
struct Arguments {
    #[arg(long, default_value_t = 10_000)]
    songs: u64,
    /// The same seed asks for the same songs.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(long, default_value_t = 2)]
    threads: u64,
    /// Compose this one song only, and print what was asked for.
    #[arg(long)]
    song: Option<u64>,
}

/// Of each law so many broken songs are listed.
const LISTED_MAX: usize = 5;

#[derive(Default)]
struct Tally {
    songs: u64,
    bars: usize,
    notes: usize,
    slowest_ms: u128,
    /// By law, the songs that broke it.
    broken: BTreeMap<&'static str, Vec<(u64, Fault)>>,
}

fn main() -> ExitCode {
    run(&Arguments::parse()).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let examples = ai_band_tests::songs::examples()?;
    if let Some(number) = arguments.song {
        return Ok(only(&Ask::numbered(arguments.seed, number, &examples)));
    }
    // A panic is reported as a fault, with the song's number.
    std::panic::set_hook(Box::new(|_| {}));
    println!("seed {}, {} songs, {} threads", arguments.seed, arguments.songs, arguments.threads);
    let (started, next, total) = (Instant::now(), AtomicU64::new(0), Mutex::new(Tally::default()));
    std::thread::scope(|scope| {
        for _ in 0..arguments.threads.max(1) {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= arguments.songs {
                        break;
                    }
                    let started = Instant::now();
                    let verdict = judged(&Ask::numbered(arguments.seed, number, &examples));
                    total.lock().expect("no thread panics").add(
                        number,
                        verdict,
                        started.elapsed().as_millis(),
                    );
                }
            });
        }
    });
    let tally = total.into_inner().expect("no thread panics");
    tally.print(started);
    match tally.broken.values().flatten().map(|(number, _)| *number).min() {
        None => Ok(ExitCode::SUCCESS),
        Some(number) => {
            println!(
                "\nthe first of them (`cargo xtask soak composer --seed {} --song {number}`):",
                arguments.seed
            );
            only(&Ask::numbered(arguments.seed, number, &examples));
            Ok(ExitCode::FAILURE)
        }
    }
}

fn only(ask: &Ask) -> ExitCode {
    println!("{ask}");
    let verdict = judged(ask);
    verdict.faults.iter().for_each(|fault| println!("BROKEN {fault}"));
    println!("{} bars, {} notes, {} faults", verdict.bars, verdict.notes, verdict.faults.len());
    if verdict.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn judged(ask: &Ask) -> Verdict {
    let verdict = std::panic::catch_unwind(|| trial(ask)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a word");
        Err(anyhow::anyhow!("panicked: {text}"))
    });
    verdict.context("every song can be composed").unwrap_or_else(|error| {
        let what = format!("{error:#}");
        let fault = Fault { law: "every song can be composed", bar: None, lane: None, what };
        Verdict { faults: vec![fault], ..Verdict::default() }
    })
}

impl Tally {
    fn add(&mut self, number: u64, verdict: Verdict, took_ms: u128) {
        self.songs += 1;
        self.bars += verdict.bars;
        self.notes += verdict.notes;
        self.slowest_ms = self.slowest_ms.max(took_ms);
        for fault in verdict.faults {
            let songs = self.broken.entry(fault.law).or_default();
            if songs.last().is_none_or(|(last, _)| *last != number) {
                songs.push((number, fault));
            }
        }
    }

    fn print(&self, started: Instant) {
        for law in LAWS.iter().map(|law| law.name).chain(["every song can be composed"]) {
            let broken = self.broken.get(law).map_or(&[][..], Vec::as_slice);
            println!("{:>8} broken  {law}", broken.len());
            for (number, fault) in broken.iter().take(LISTED_MAX) {
                println!("                 song {number}: {fault}");
            }
        }
        let seconds = started.elapsed().as_secs_f64();
        let Tally { songs, bars, notes, slowest_ms, .. } = self;
        println!(
            "{songs} songs, {bars} bars, {notes} notes in {seconds:.1} s; the slowest took {slowest_ms} ms, composed twice and judged"
        );
    }
}
