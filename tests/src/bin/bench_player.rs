//! What a block of the player costs, beside an empty call in the same run: a table, and a verdict on long songs.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use music::arrangement::{Arrangement, Clips, Source};
use music::clip::{Clip, Library, Note};
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::{Micros, Span, Ticks};
use player::compiled::Settings;
use player::{Automation, Block, Moment, NoteEvent, NoteSink, Player, PlayerHandle, Program};
use player::{Refused, Strategy, Transport};

/// A song a hundred times as long may cost this much more a block.
const LONG_SONG_RATIO_MAX: f64 = 1.1;
const SAMPLE_RATE: f64 = 48_000.0;
const TEMPO_BPM: f64 = 120.0;
const SAMPLES_PER_BEAT: f64 = SAMPLE_RATE * 60.0 / TEMPO_BPM;
/// Sixteenths: what a busy hi-hat or bass plays.
const NOTE_TICKS: i64 = 240;
/// The stretch that is played over and over: the short song's whole length, and as much of the long one's middle.
const PLAYED_NOTES: i64 = 100;

#[derive(Parser)]
#[command(about = "What a block of the player costs, beside an empty call in the same run")]
struct Arguments {
    /// Rounds of each row; rows take turns, and the median round counts.
    #[arg(long, default_value_t = 31, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Passes over the song in a round.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..))]
    passes: u32,
    /// Print the rows as JSON instead of a table.
    #[arg(long)]
    json: bool,
}

/// One row of the table.
struct Row {
    name: &'static str,
    frames: u32,
    lanes: usize,
    notes: i64,
    playing: bool,
    stage: Stage,
    nanos: Vec<f64>,
}

struct Stage {
    player: Player,
    _handle: PlayerHandle,
    /// Where the played stretch begins.
    start_beats: f64,
}

/// Counts, so that nothing is optimised away.
#[derive(Default)]
struct Counter {
    events: u64,
}

impl NoteSink for Counter {
    fn send(&mut self, event: NoteEvent) -> Result<(), Refused> {
        self.events += u64::from(black_box(event).sample) + 1;
        Ok(())
    }
}

fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let mut rows = rows()?;
    for _ in 0..arguments.rounds {
        for row in &mut rows {
            let nanos = row.round(arguments.passes);
            row.nanos.push(nanos);
        }
    }
    if arguments.json {
        print_json(&rows);
    } else {
        println!("{}\n", circumstances(&arguments));
        print_table(&rows);
    }
    Ok(verdict(&rows))
}

fn rows() -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for frames in [64, 512] {
        rows.push(Row::new("empty call", frames, 0, 0, false)?);
        rows.push(Row::new("stopped", frames, 8, 100, false)?);
        for lanes in [1, 8] {
            for notes in [0, 100, 10_000] {
                rows.push(Row::new("playing", frames, lanes, notes, true)?);
            }
        }
    }
    Ok(rows)
}

impl Row {
    fn new(name: &'static str, frames: u32, lanes: usize, notes: i64, playing: bool) -> anyhow::Result<Row> {
        Ok(Row { name, frames, lanes, notes, playing, stage: Stage::new(lanes, notes)?, nanos: Vec::new() })
    }

    fn is_empty_call(&self) -> bool {
        self.lanes == 0
    }

    /// Nanoseconds a block, over a number of passes through the played stretch.
    fn round(&mut self, passes: u32) -> f64 {
        let beats_per_block = f64::from(self.frames) / SAMPLES_PER_BEAT;
        let beats = PLAYED_NOTES as f64 * NOTE_TICKS as f64 / 960.0;
        let blocks = (beats / beats_per_block) as u32;
        let mut sink = Counter::default();
        let mut took = Duration::ZERO;
        for _ in 0..passes {
            let started = Instant::now();
            for block in 0..blocks {
                let position = self.stage.start_beats + f64::from(block) * beats_per_block;
                let block = block_at(self.frames, position, self.playing);
                if self.is_empty_call() {
                    empty_process(black_box(&block), &mut sink);
                } else {
                    self.stage.player.process(black_box(&block), &mut sink);
                }
            }
            took += started.elapsed();
        }
        black_box(sink.events);
        took.as_nanos() as f64 / (f64::from(passes) * f64::from(blocks))
    }

    fn median_nanos(&self) -> f64 {
        median(self.nanos.iter().copied())
    }
}

/// The baseline: what it costs to be called with a block and a sink and to do nothing.
#[inline(never)]
fn empty_process(block: &Block, sink: &mut impl NoteSink) {
    black_box(block);
    black_box(sink);
}

fn block_at(frames: u32, position: f64, playing: bool) -> Block {
    let transport = Transport {
        playing,
        tempo_bpm: TEMPO_BPM,
        position_beats: Some(position),
        loop_range: None,
        meter: None,
        bar_start: None,
    };
    Block { frames, sample_rate: SAMPLE_RATE, transport: Some(transport), automation: Automation::default() }
}

impl Stage {
    fn new(lanes: usize, notes: i64) -> anyhow::Result<Stage> {
        let (mut player, mut handle) = Player::new();
        let before = (notes - PLAYED_NOTES).max(0) / 2;
        if lanes > 0 {
            let program = Box::new(song(lanes, notes)?);
            handle.play(program, Moment::Now, Strategy::HardCut);
            player.process(&block_at(1, 0.0, false), &mut Counter::default());
        }
        let start_beats = (before * NOTE_TICKS) as f64 / 960.0;
        Ok(Stage { player, _handle: handle, start_beats })
    }
}

/// Sixteenths on every lane, each a millisecond early or late, some held into the next.
fn song(lanes: usize, notes: i64) -> anyhow::Result<Program> {
    let mut library = Library::new();
    let mut arrangement = Arrangement::new();
    let length = Ticks(notes.max(1) * NOTE_TICKS);
    for lane in Lane::ALL.into_iter().take(lanes) {
        let played = (0..notes).map(|index| Note {
            start: Ticks(index * NOTE_TICKS),
            length: Ticks(NOTE_TICKS + (index % 3) * 60),
            offset: Micros((index % 5) as i32 * 500 - 1_000),
            pitch: Pitch::new(40 + (index % 24) as u8).unwrap_or(Pitch::MIDDLE_C),
            velocity: 90,
            importance: 127,
        });
        let clip = library.insert(Clip::new(length, played.collect(), Vec::new())?);
        let span = Span { start: Ticks::ZERO, end: length };
        arrangement.insert(lane, span, Source::once(Clips::only(clip)))?;
    }
    Ok(Program::compile(&arrangement, &library, &Settings::default(), &[])?)
}

/// What the figures hold for: nanoseconds mean little without it.
fn circumstances(arguments: &Arguments) -> String {
    use std::env::consts::{ARCH, OS};
    let cores =
        std::thread::available_parallelism().map_or_else(|_| "?".to_owned(), |cores| cores.to_string());
    let build = if cfg!(debug_assertions) { "with debug assertions" } else { "release build" };
    let Arguments { rounds, passes, .. } = arguments;
    format!(
        "{OS} {ARCH}, {cores} cores, {build}; 48 kHz, {TEMPO_BPM} bpm, sixteenths on every lane; \
         median of {rounds} rounds of {passes} passes"
    )
}

fn print_table(rows: &[Row]) {
    let (block, cost, times) = ("block", "ns a block", "× empty call");
    println!("{block:<12} {:>6} {:>6} {:>8} {cost:>12} {times:>14}", "frames", "lanes", "notes");
    for row in rows {
        let (Row { name, frames, lanes, notes, .. }, nanos) = (row, row.median_nanos());
        let ratio = nanos / baseline(rows, *frames);
        println!("{name:<12} {frames:>6} {lanes:>6} {notes:>8} {nanos:>12.1} {ratio:>14.1}");
    }
}

fn print_json(rows: &[Row]) {
    let lines = rows.iter().map(|row| {
        let Row { name, frames, lanes, notes, .. } = row;
        let nanos = row.median_nanos();
        format!(
            r#"  {{"block":"{name}","frames":{frames},"lanes":{lanes},"notes":{notes},"nanos":{nanos:.1}}}"#
        )
    });
    println!("[\n{}\n]", lines.collect::<Vec<_>>().join(",\n"));
}

fn baseline(rows: &[Row], frames: u32) -> f64 {
    rows.iter().find(|row| row.is_empty_call() && row.frames == frames).map_or(f64::NAN, Row::median_nanos)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

/// Long songs must not cost more: rounds took turns, so each long round is compared with its own short one.
fn verdict(rows: &[Row]) -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for long in rows.iter().filter(|row| row.notes == 10_000) {
        let is_short = |row: &&Row| row.notes == 100 && row.frames == long.frames && row.lanes == long.lanes;
        let Some(short) = rows.iter().filter(|row| row.playing).find(is_short) else { continue };
        let ratio = median(long.nanos.iter().zip(&short.nanos).map(|(long, short)| long / short));
        let is_fair = ratio <= LONG_SONG_RATIO_MAX;
        let word = if is_fair { "ok" } else { "TOO SLOW" };
        eprintln!(
            "{} frames, {} lanes: 10 000 notes cost {ratio:.3} × 100 notes (at most {LONG_SONG_RATIO_MAX}): {word}",
            long.frames, long.lanes
        );
        if !is_fair {
            code = ExitCode::FAILURE;
        }
    }
    code
}
