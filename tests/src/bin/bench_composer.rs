//! How long a band of four takes to compose 64 bars of several charts, beside MMA in the same run where it is
//! installed.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use ai_band_tests::compose;
use ai_band_tests::scoring::mma::{self, Fills};
use anyhow::{Context, ensure};
use clap::Parser;
use composer::style::Style;
use composer::{Brief, assemble};
use music::chart::Chart;
use music::lane::Lane;

/// What the 95th of 100 may take: shorter than anybody notices, with room for a server that has other work.
const P95_MAX: Duration = Duration::from_millis(10);
const LANES: [Lane; 4] = [Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar];
/// MMA takes a fifth of a second each time, and its times differ little.
const MMA_ROUNDS: usize = 11;
const BARS: usize = 64;
/// Sixty-four bars each: a standard with two chords in a bar now and then, a song with verses and choruses, slash chords
/// four to a bar, and a vamp with pushes.
const CHARTS: [(&str, &str); 4] = [
    (
        "standard",
        "{key: C} {tempo: 140}
[A] x2
| Dm7 | G7 | Cmaj7 | A7b9 | Dm7 | G7 | Em7 A7 | Dm7 G7 |
[B]
| Gm7 | C7 | Fmaj7 | % | Am7 | D7 | Dm7 | G7 |
[A]
[A] x2
[B]
[A]",
    ),
    (
        "song",
        "{key: G} {tempo: 112}
[Intro]
| G | D/F# | Em | C |
[Verse] x2
| G | D/F# | Em | C | G | D | C | % |
[Chorus]
| C | D | G | Em | C | D | Em | D |
[Verse]
[Chorus] x2
[Bridge]
| Am7 | Bm7 | C | D | Am7 | Bm7 | C | Dsus4 D |
[Outro]
| G | D/F# | C | G |",
    ),
    (
        "four to a bar",
        "{key: Eb} {tempo: 96}
[A] x4
| Eb Eb/G Ab A°7 | Eb/Bb C7 Fm7 Bb7 | Eb Eb7/Db Ab/C Abm/Cb | Eb/Bb Bb7 Eb . |
[B] x4
| Cm7 F7 Bbm7 Eb7 | Abmaj7 Db7 Gm7 C7 | Fm7 Fm/Eb Dø G7 | Cm7 F7 Fm7 Bb7 |
[A] x4
[B] x4",
    ),
    (
        "vamp",
        "{key: E dorian} {tempo: 104}
[A] x8
| Em9 | A13 | Em9 | A13 . . >Bm7 |
[B] x4
| C9 . . >B7#9 | . | C9 | B7#9 |
[A] x4",
    ),
];

#[derive(Parser)]
#[command(about = "How long a band of four takes to compose 64 bars")]
struct Arguments {
    /// Composes of each style, every one with another seed.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u64).range(20..=100_000))]
    rounds: u64,
}

fn main() -> ExitCode {
    run(&Arguments::parse()).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut charts = Vec::new();
    for (name, text) in CHARTS {
        let chart = compose::chart(text)?;
        let bars = chart.song().bars().len();
        ensure!(bars == BARS, "the chart \"{name}\" has {bars} bars, not {BARS}");
        charts.push(chart);
    }
    let (names, lanes) = (CHARTS.map(|(name, _)| name).join(", "), LANES.len());
    println!("{BARS} bars, {lanes} lanes, {} composes a style; in turn: {names}\n", arguments.rounds);
    println!("{:<12} {:>9} {:>9} {:>9}", "", "p50 ms", "p95 ms", "most ms");
    let mut all = Vec::new();
    for style in Style::BUILT_IN.into_iter().filter_map(Style::built_in) {
        let mut times = rounds(&charts, &style, arguments.rounds)?;
        print_row(&style.name, &mut times);
        all.extend(times);
    }
    print_row("all", &mut all);
    if mma::is_installed() {
        print_row("mma (swing)", &mut mma_rounds(&charts[0])?);
    } else {
        println!("mma is not installed, so there is nobody to compare with");
    }
    let is_fast = percentile(&all, 95) <= P95_MAX;
    println!("\np95 is at most {} ms: {}", P95_MAX.as_millis(), if is_fast { "ok" } else { "TOO SLOW" });
    Ok(if is_fast { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// From the chart to an arrangement that a player takes.
fn rounds(charts: &[Chart], style: &Style, rounds: u64) -> anyhow::Result<Vec<Duration>> {
    let mut times = Vec::new();
    for (chart, seed) in charts.iter().cycle().zip(0..rounds) {
        let mut brief = Brief::new(style.clone(), seed);
        brief.lanes = LANES.to_vec();
        let started = Instant::now();
        let composition = composer::compose(black_box(chart), &brief)?;
        black_box(assemble::arrangement(&composition)?);
        times.push(started.elapsed());
    }
    Ok(times)
}

fn mma_rounds(chart: &Chart) -> anyhow::Result<Vec<Duration>> {
    let folder = std::env::temp_dir().join(format!("ai-band-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let text = mma::text(&chart.song(), "swing", Fills::None).context("mma has no groove for the bench")?;
    let round = |_| {
        let started = Instant::now();
        mma::play(&text, &folder).map(|band| (started.elapsed(), black_box(band)).0)
    };
    let times = (0..MMA_ROUNDS).map(round).collect();
    std::fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    times
}

/// Sorts them, too.
fn print_row(name: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    let [p50, p95, most] = [50, 95, 100].map(|percent| ms(percentile(times, percent)));
    println!("{name:<12} {p50:>9.2} {p95:>9.2} {most:>9.2}");
}

/// Of sorted times.
fn percentile(times: &[Duration], percent: usize) -> Duration {
    times[(times.len() - 1) * percent / 100]
}
