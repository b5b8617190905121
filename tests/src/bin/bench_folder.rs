//! How soon a file in the watched folder is playable, what a stuck owner misses, and what a hundred thousand files cost.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use ai_band_tests::folder_bench::band::Band;
use ai_band_tests::folder_bench::figures::{Figures, milliseconds, resident_bytes};
use ai_band_tests::folder_bench::files;
use anyhow::{Context, bail};
use clap::Parser;
use plugin::folder::disk::{self, Outcome};
use plugin::folder::lane::Split;
use plugin::folder::{self, Event, FolderHandle, Settings};

/// What is promised: renamed in, read, compiled, with the audio thread.
const PLAYABLE_MAX: Duration = Duration::from_millis(10);
/// Files that are not measured.
const WARMING_UP: u64 = 8;
/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

#[derive(Parser)]
#[command(about = "How soon a file in the watched folder is playable, and what many files cost")]
struct Arguments {
    /// Files renamed in, one after the other.
    #[arg(long, default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..))]
    renames: u64,
    /// Files that lie there already.
    #[arg(long, default_value_t = 10_000)]
    others: u64,
    /// Milliseconds between two of them: so that the look around every five seconds falls into it.
    #[arg(long, default_value_t = 20)]
    pause: u64,
    /// Files that arrive while the owner is stuck.
    #[arg(long, default_value_t = 20_000)]
    stuck: u64,
    /// Files that are there at the start.
    #[arg(long, default_value_t = 100_000)]
    start: u64,
}

/// A folder that nobody else uses, gone when this is.
struct Open {
    root: tempfile::TempDir,
    _handle: FolderHandle,
    events: crossbeam_channel::Receiver<Event>,
}

fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    println!("{}", circumstances());
    bench_start(arguments.start)?;
    let playable = bench_renames(&arguments)?;
    let missed = bench_stuck(arguments.stuck)?;
    let is_quick = playable.per_mille(990) < PLAYABLE_MAX;
    println!(
        "\np99 below {} ms: {}; {missed} missed",
        milliseconds(PLAYABLE_MAX),
        if is_quick { "yes" } else { "NO" }
    );
    Ok(if is_quick && missed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Open {
    fn at(root: tempfile::TempDir) -> anyhow::Result<Open> {
        let (handle, events) = folder::open(Settings::new(root.path().to_owned(), |_| false))?;
        Ok(Open { root, _handle: handle, events })
    }

    fn next(&self) -> anyhow::Result<Event> {
        self.events.recv_timeout(PATIENCE).context("the folder says nothing any more")
    }
}

fn filled(count: u64) -> anyhow::Result<tempfile::TempDir> {
    let root = tempfile::tempdir()?;
    files::make_folders(root.path())?;
    (0..count).try_for_each(|number| files::put(root.path(), number))?;
    Ok(root)
}

fn bench_start(count: u64) -> anyhow::Result<()> {
    let root = filled(count)?;
    let before = resident_bytes();
    let started = Instant::now();
    let open = Open::at(root)?;
    let (mut arrived, mut first_set) = (None, None);
    loop {
        let event = open.next()?;
        if matches!(event, Event::Arrived(_)) {
            arrived.get_or_insert(started.elapsed());
        } else if matches!(event, Event::Set { .. }) {
            first_set.get_or_insert(started.elapsed());
        } else if let Event::Listing(listing) = event
            && listing.known as u64 == count
            && first_set.is_some()
        {
            break;
        }
    }
    println!("\n{count} files at the start");
    let of = |took: Option<Duration>| took.map_or(f64::NAN, milliseconds);
    println!(
        "  newest playable after {:.0} ms, its set handed over after {:.0} ms",
        of(arrived),
        of(first_set)
    );
    match before.zip(resident_bytes()) {
        Some((before, after)) => {
            println!("  memory: {:.1} MB more than before", after.saturating_sub(before) as f64 / 1e6);
        }
        None => println!("  memory: this system does not say"),
    }
    Ok(())
}

/// Through the plugin's own worker, to a block that plays it.
fn bench_renames(arguments: &Arguments) -> anyhow::Result<Figures> {
    let root = filled(arguments.others)?;
    let root = root.path();
    let mut band = Band::watching(root)?;
    let (mut watched, mut direct) = (Vec::new(), Vec::new());
    for number in arguments.others..arguments.others + WARMING_UP + arguments.renames {
        let (aside, path) = (files::write_aside(root, number)?, files::path(number));
        let began = Instant::now();
        fs::rename(aside, root.join(&path))?;
        band.until_playable(number)?;
        let took = began.elapsed();
        // The first ones wait until the folder has been looked at.
        if number >= arguments.others + WARMING_UP {
            watched.push(took);
            direct.push(directly(root, &path)?);
        }
        std::thread::sleep(Duration::from_millis(arguments.pause));
    }
    let (watched, direct) = (Figures::of(watched), Figures::of(direct));
    println!(
        "\nrenamed into a folder of {} files until a block of the audio thread plays it (read, compiled, taken)",
        arguments.others
    );
    println!("  by the plugin's worker  {}", watched.line());
    println!("  reading it alone        {}", direct.line());
    print!("{}", watched.histogram());
    Ok(watched)
}

/// The baseline: the same file read and sorted by somebody who knows that it is there.
fn directly(root: &Path, path: &Path) -> anyhow::Result<Duration> {
    let began = Instant::now();
    let Outcome::Whole { split: Split::Parts { .. }, .. } = disk::read(root, path, None) else {
        bail!("{} is not whole", path.display());
    };
    Ok(began.elapsed())
}

fn bench_stuck(count: u64) -> anyhow::Result<u64> {
    let root = tempfile::tempdir()?;
    files::make_folders(root.path())?;
    let open = Open::at(root)?;
    let began = Instant::now();
    (0..count).try_for_each(|number| files::put(open.root.path(), number))?;
    let wrote = began.elapsed();
    let began = Instant::now();
    let mut entered = [None; 8];
    let newest: Vec<_> = (count.saturating_sub(8)..count).collect();
    let (mut known, mut caught_up) = (0, Duration::ZERO);
    while caught_up == Duration::ZERO && began.elapsed() < PATIENCE {
        let event = open.next()?;
        if let Event::Listing(listing) = &event {
            known = listing.known as u64;
        }
        if let Event::Set { parts, .. } = &event {
            parts.iter().for_each(|part| entered[part.lane.index()] = Some(part.hash));
        }
        let is_newest = |number: &u64| {
            let hash = files::clip(*number).map(|clip| clip.hash()).ok();
            entered[files::lane(*number).index()] == hash
        };
        if known == count && newest.iter().all(is_newest) {
            caught_up = began.elapsed();
        }
    }
    println!("\n{count} files in {:.1} s, nobody listening", wrote.as_secs_f64());
    println!("  {known} known, {} missed", count - known.min(count));
    println!(
        "  the newest of every chair handed over {:.0} ms after somebody listened",
        milliseconds(caught_up)
    );
    let missed = count - known.min(count);
    Ok(if caught_up == Duration::ZERO { missed.max(1) } else { missed })
}

/// What the figures hold for.
fn circumstances() -> String {
    use std::env::consts::{ARCH, OS};
    let cores =
        std::thread::available_parallelism().map_or_else(|_| "?".to_owned(), |cores| cores.to_string());
    let build = if cfg!(debug_assertions) { "with debug assertions" } else { "release build" };
    format!("{OS} {ARCH}, {cores} cores, {build}; files of two bars in {}", std::env::temp_dir().display())
}
