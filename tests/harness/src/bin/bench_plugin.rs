//! What a block of the bundled plugin costs in a host, beside the framework's own empty plugin in the same run.

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use harness::bundled::{Build, Plugin};
use harness::kept::Kept;
use harness::{Daw, Format, Rig, Setup, Sizes, Tempo};
use music::arrangement::{Arrangement, Clips, Source};
use music::clip::{Clip, Library, Note};
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::{Micros, Span, Ticks};
use plugin::model::Route;
use plugin::saved_state::{self, Saved};

const SAMPLE_RATE: f64 = 48_000.0;
const TEMPO_BPM: f64 = 120.0;
/// Sixteenths: what a busy hi-hat or bass plays.
const NOTE_TICKS: i64 = 240;
/// The song, played over and over.
const BARS: i64 = 8;

#[derive(Parser)]
#[command(about = "What a block of the bundled plugin costs, beside the framework's own empty plugin")]
struct Arguments {
    /// Rounds of each row; rows take turns, and the median round counts.
    #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Seconds of the song in a round.
    #[arg(long, default_value_t = 4.0)]
    seconds: f64,
    /// Print the rows as JSON instead of a table.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Empty,
    Stopped,
    Notes,
    Sound,
}

/// One row of the table.
struct Row {
    format: Format,
    frames: u32,
    what: What,
    rig: Rig,
    nanos: Vec<f64>,
}

fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let mut rows = Vec::new();
    for format in Format::ALL {
        for frames in [64, 512] {
            for what in [What::Empty, What::Stopped, What::Notes, What::Sound] {
                rows.push(Row::new(format, frames, what)?);
            }
        }
    }
    for _ in 0..arguments.rounds {
        for row in &mut rows {
            let nanos = row.round(arguments.seconds);
            row.nanos.push(nanos);
        }
    }
    if arguments.json {
        print_json(&rows);
    } else {
        println!("{}\n", circumstances(&arguments));
        print_table(&rows);
    }
    Ok(ExitCode::SUCCESS)
}

impl What {
    fn words(self) -> &'static str {
        match self {
            What::Empty => "empty plugin",
            What::Stopped => "band, stopped",
            What::Notes => "8 lanes, sound off",
            What::Sound => "8 lanes, sound on",
        }
    }

    fn song(self) -> anyhow::Result<Option<Saved>> {
        match self {
            What::Empty => Ok(None),
            What::Stopped | What::Notes => song(Route::Midi).map(Some),
            What::Sound => song(Route::Sound).map(Some),
        }
    }
}

impl Row {
    fn new(format: Format, frames: u32, what: What) -> anyhow::Result<Row> {
        let plugin = if what == What::Empty { Plugin::Empty } else { Plugin::Band };
        let mut rig = Rig::open(format, Build::Released, plugin);
        if let Some(saved) = what.song()? {
            rig.load(&Kept::text("band", &saved_state::write(&saved)).write(format));
        }
        // Offline for a moment: everything is loaded and made when that returns.
        rig.activate(Setup::offline(SAMPLE_RATE, frames));
        rig.deactivate();
        rig.activate(Setup::realtime(SAMPLE_RATE, frames));
        let mut row = Row { format, frames, what, rig, nanos: Vec::new() };
        row.round(1.0);
        Ok(row)
    }

    /// Nanoseconds a block, over so many seconds of the song from its start.
    fn round(&mut self, seconds: f64) -> f64 {
        let mut daw = Daw::new(SAMPLE_RATE, Tempo::Constant(TEMPO_BPM), Sizes::of(&[self.frames]));
        if self.what != What::Stopped {
            daw.play();
        }
        let blocks = (seconds * SAMPLE_RATE / f64::from(self.frames)).ceil().max(1.0) as u32;
        let mut nanos = 0;
        for _ in 0..blocks {
            if daw.position_beats() >= (4 * BARS) as f64 {
                daw.seek(0.0);
            }
            let block = daw.block(self.frames);
            let started = Instant::now();
            self.rig.process(&block);
            nanos += started.elapsed().as_nanos();
        }
        nanos as f64 / f64::from(blocks)
    }

    fn median_nanos(&self) -> f64 {
        let mut sorted = self.nanos.clone();
        sorted.sort_by(f64::total_cmp);
        sorted[sorted.len() / 2]
    }

    /// How much of the time that the block lasts.
    fn share_percent(&self) -> f64 {
        self.median_nanos() / (f64::from(self.frames) / SAMPLE_RATE * 1e9) * 100.0
    }
}

/// Sixteenths on every lane, each a millisecond early or late, some held into the next.
fn song(route: Route) -> anyhow::Result<Saved> {
    let mut saved = saved_state::read(r#"{"version":1}"#)?.saved;
    (saved.arrangement, saved.library) = (Arrangement::new(), Library::new());
    let length = Ticks(BARS * 3_840);
    for lane in Lane::ALL {
        let (low, high) = lane.character().range;
        let keys = i64::from(high.saturating_sub(low)).clamp(1, 24);
        let played = (0..length.0 / NOTE_TICKS).map(|index| Note {
            start: Ticks(index * NOTE_TICKS),
            length: Ticks(NOTE_TICKS + (index % 3) * 60),
            offset: Micros((index % 5) as i32 * 500 - 1_000),
            pitch: Pitch::new(low + (index % keys) as u8).unwrap_or(Pitch::MIDDLE_C),
            velocity: 90,
            importance: 127,
        });
        let clip = saved.library.insert(Clip::new(length, played.collect(), Vec::new())?);
        let span = Span { start: Ticks::ZERO, end: length };
        saved.arrangement.insert(lane, span, Source::once(Clips::only(clip)))?;
        saved.chairs[lane.index()].route = route;
    }
    Ok(saved)
}

/// What the figures hold for: nanoseconds mean little without it.
fn circumstances(arguments: &Arguments) -> String {
    use std::env::consts::{ARCH, OS};
    let cores =
        std::thread::available_parallelism().map_or_else(|_| "?".to_owned(), |cores| cores.to_string());
    let Arguments { rounds, seconds, .. } = arguments;
    format!(
        "{OS} {ARCH}, {cores} cores, release build as bundled; 48 kHz, {TEMPO_BPM} bpm, sixteenths on 8 lanes, \
         default bank; the test host's own work is in every row; median of {rounds} rounds of {seconds} s"
    )
}

fn print_table(rows: &[Row]) {
    let (format, block) = ("format", "block");
    println!(
        "{format:<6} {block:<20} {:>6} {:>12} {:>9} {:>12}",
        "frames", "ns a block", "× empty", "of the time"
    );
    for row in rows {
        let nanos = row.median_nanos();
        let (format, words, frames) = (row.format.to_string(), row.what.words(), row.frames);
        let (ratio, share) = (nanos / baseline(rows, row), row.share_percent());
        println!("{format:<6} {words:<20} {frames:>6} {nanos:>12.0} {ratio:>9.1} {share:>10.2} %");
    }
}

fn print_json(rows: &[Row]) {
    let lines = rows.iter().map(|row| {
        let (format, words, frames, nanos) = (row.format, row.what.words(), row.frames, row.median_nanos());
        format!(r#"  {{"format":"{format}","block":"{words}","frames":{frames},"nanos":{nanos:.1}}}"#)
    });
    println!("[\n{}\n]", lines.collect::<Vec<_>>().join(",\n"));
}

fn baseline(rows: &[Row], of: &Row) -> f64 {
    let same = |row: &&Row| row.what == What::Empty && row.format == of.format && row.frames == of.frames;
    rows.iter().find(same).map_or(f64::NAN, Row::median_nanos)
}
