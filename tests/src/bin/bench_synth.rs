//! How many times faster than it is heard a song renders, beside `fluidsynth` on the same MIDI file and bank.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use ai_band_tests::compose::{self, Order, Shelf};
use ai_band_tests::render::{Hosting, Piece, render};
use ai_band_tests::sound::Performance;
use anyhow::{Context, ensure};
use clap::Parser;
use music::midi_file::{self, MidiFile, Timing};
use synth::mixdown::{Output, mix};
use synth::{Bank, FluidSynth, Synth};

const RATE_HZ: u32 = 44_100;
/// What both write at a time.
const BLOCK_FRAMES: usize = 64;
/// Each takes turns, so that a busy machine is busy for both.
const ROUNDS_DEFAULT: usize = 5;
const CHART: &str = "examples/charts/pop-four-chords.chart";
/// What Debian calls its biggest one.
const BIG_BANK: &str = "/usr/share/sounds/sf2/FluidR3_GM.sf2";

#[derive(Parser)]
#[command(about = "How fast the synth renders, beside fluidsynth")]
struct Arguments {
    /// Play this bank too; without it Debian's big one, where it is installed.
    #[arg(long, value_name = "FILE")]
    bank: Option<PathBuf>,
    #[arg(long, default_value_t = ROUNDS_DEFAULT, value_name = "N")]
    rounds: usize,
}

fn main() -> ExitCode {
    run(&Arguments::parse()).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    ensure!(arguments.rounds > 0, "0 rounds measure nothing; take 1 or more");
    let folder = std::env::temp_dir().join(format!("ai-band-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let outcome = measure(arguments, &folder);
    std::fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    outcome
}

fn measure(arguments: &Arguments, folder: &Path) -> anyhow::Result<ExitCode> {
    let song = song()?;
    let midi = folder.join("song.mid");
    std::fs::write(&midi, midi_file::write(&song, Timing::Quantised)?)?;
    let own = folder.join("own.sf2");
    std::fs::write(&own, synth::bank::make())?;
    let big = arguments.bank.clone().or_else(|| Some(PathBuf::from(BIG_BANK)).filter(|path| path.is_file()));
    let version = fluidsynth_version();
    let seconds = Performance::of_midi(&song, RATE_HZ).score.end_frame() as f64 / f64::from(RATE_HZ);
    println!(
        "{CHART}: {seconds:.0} s, {} notes, {RATE_HZ} Hz; FluidLite {}",
        notes(&song),
        FluidSynth::version()
    );
    match &version {
        Some(version) => println!(
            "beside {version}, which writes a raw file; best of {} each, in turn\n",
            arguments.rounds
        ),
        None => println!(
            "fluidsynth is not installed, so there is nobody to compare with (apt install fluidsynth)\n"
        ),
    }
    println!(
        "{:<28} {:>8} {:>10} {:>12} {:>12} {:>8}",
        "bank", "load s", "render s", "× real time", "fluidsynth ×", "ratio"
    );
    let mut is_fast = true;
    for bank in [Some(own), big].into_iter().flatten() {
        let row = row(&bank, &song, &midi, folder, version.is_some(), arguments.rounds)?;
        is_fast &= row.print(&bank, seconds);
    }
    workload(arguments.rounds)?;
    println!("\nat least as fast as fluidsynth: {}", if is_fast { "ok" } else { "TOO SLOW" });
    Ok(if is_fast { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

struct Row {
    load: Duration,
    render: Duration,
    theirs: Option<Duration>,
}

fn row(
    bank: &Path,
    song: &MidiFile,
    midi: &Path,
    folder: &Path,
    has_rival: bool,
    rounds: usize,
) -> anyhow::Result<Row> {
    let mut row = Row { load: Duration::MAX, render: Duration::MAX, theirs: None };
    for _ in 0..rounds {
        let (load, render) = ours(bank, song)?;
        if load + render < row.load.saturating_add(row.render) {
            (row.load, row.render) = (load, render);
        }
        if has_rival {
            let theirs = theirs(bank, midi, folder)?;
            row.theirs = Some(row.theirs.map_or(theirs, |known| known.min(theirs)));
        }
    }
    Ok(row)
}

impl Row {
    /// Whether we are at least as fast, from an unread bank to the last frame.
    fn print(&self, bank: &Path, seconds: f64) -> bool {
        let whole = (self.load + self.render).as_secs_f64();
        let name = bank.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let (load, render) = (self.load.as_secs_f64(), self.render.as_secs_f64());
        print!("{name:<28} {load:>8.3} {render:>10.3} {:>12.0}", seconds / whole);
        let Some(theirs) = self.theirs.map(|theirs| theirs.as_secs_f64()) else {
            println!(" {:>12} {:>8}", "-", "-");
            return true;
        };
        println!(" {:>12.0} {:>8.2}", seconds / theirs, theirs / whole);
        theirs >= whole
    }
}

/// Loading and rendering, both from nothing.
fn ours(bank: &Path, song: &MidiFile) -> anyhow::Result<(Duration, Duration)> {
    let started = Instant::now();
    let bank = Bank::load(bank)?;
    let mut synth = FluidSynth::open(&bank, RATE_HZ)?;
    let performance = Performance::of_midi(song, RATE_HZ);
    performance.seat(&mut synth);
    let load = started.elapsed();
    mix(&mut synth, &performance.score, None, &mut Nowhere)?;
    Ok((load, started.elapsed().saturating_sub(load)))
}

/// The whole program: it starts, loads, renders and writes.
fn theirs(bank: &Path, midi: &Path, folder: &Path) -> anyhow::Result<Duration> {
    let raw = folder.join("song.raw");
    let started = Instant::now();
    let output = Command::new("fluidsynth")
        .args([
            "-q",
            "-n",
            "-i",
            "-T",
            "raw",
            "-O",
            "float",
            "-r",
            "44100",
            "-o",
            "synth.polyphony=128",
            "-F",
        ])
        .args([&raw, bank, midi])
        .output()
        .context("fluidsynth cannot be started")?;
    let took = started.elapsed();
    let is_written = std::fs::metadata(&raw).is_ok_and(|metadata| metadata.len() > 0);
    ensure!(
        output.status.success() && is_written,
        "fluidsynth: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    Ok(took)
}

/// What a host pays: a block with many voices, at its worst.
fn workload(rounds: usize) -> anyhow::Result<()> {
    let bank = Bank::from_bytes("the default bank", synth::bank::make())?;
    println!("\n{:<28} {:>12} {:>12}", "a block of 64 frames", "median us", "of real time");
    for voices in [0, 8, 32, 64, 128] {
        let mut synth = FluidSynth::open(&bank, RATE_HZ)?;
        for voice in 0..voices {
            synth.note_on([1, 3, 0, 2][voice % 4], 36 + (voice / 4 * 2) as u8, 100);
        }
        let (mut left, mut right) = ([0.0; BLOCK_FRAMES], [0.0; BLOCK_FRAMES]);
        let mut times: Vec<Duration> = (0..200 * rounds)
            .map(|_| {
                let started = Instant::now();
                synth.render(&mut left, &mut right);
                started.elapsed()
            })
            .collect();
        times.sort_unstable();
        let median = times[times.len() / 2].as_secs_f64();
        let share = median * f64::from(RATE_HZ) / BLOCK_FRAMES as f64;
        println!("{:<28} {:>12.1} {:>10.2} %", format!("{voices} voices"), median * 1e6, share * 100.0);
    }
    Ok(())
}

fn song() -> anyhow::Result<MidiFile> {
    let chart = compose::chart(CHART)?;
    let style = Shelf::default().style("pop")?;
    let (chart, _) = compose::at_a_tempo(chart, &style)?;
    let take = compose::take(chart, &Order::new(style, 1))?;
    let piece = Piece { song: &take.song, arrangement: &take.arrangement, library: &take.library };
    render(&piece, &Hosting::default())
}

fn notes(song: &MidiFile) -> usize {
    song.tracks.iter().map(|track| track.notes.len()).sum()
}

fn fluidsynth_version() -> Option<String> {
    let output = Command::new("fluidsynth").arg("--version").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find(|line| line.contains("executable version")).unwrap_or("fluidsynth");
    Some(line.trim().to_owned())
}

struct Nowhere;

impl Output for Nowhere {
    fn write(&mut self, _: &[f32], _: &[f32]) -> std::io::Result<()> {
        Ok(())
    }

    fn progress(&mut self, _: f32) {}
}
