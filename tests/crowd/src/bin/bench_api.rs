//! A first start, registration alone, in a crowd and all at once, and how soon a request for music is written down.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::ensure;
use clap::Parser;
use crowd::baseline::rows;
use crowd::budgets::Budgets;
use crowd::door::Door;
use crowd::figures::Figures;
use crowd::handles;
use crowd::program::Program;
use crowd::registration::{self, Registered};
use crowd::rest::Rest;
use crowd::sound::{self, Sound};
use crowd::start::{self, Started};
use serde_json::json;

/// What was asked for is made between two requests, however long that takes.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(5);
/// Each a song of a minute and a half, as sound.
const SONGS_HEARD: usize = 10;
const OVER_ONE_SECOND: Duration = Duration::from_secs(1);
const AT_ONCE: Duration = Duration::ZERO;

#[derive(Parser)]
#[command(about = "A first start, registration and the trigger of generation, alone and in a crowd")]
struct Arguments {
    #[arg(long, default_value_t = 1_000)]
    plugins: usize,
    /// Requests one after the other.
    #[arg(long, default_value_t = 500)]
    rounds: usize,
    /// Requests for music; each is made before the next one.
    #[arg(long, default_value_t = 300)]
    songs: usize,
    #[arg(long, default_value_t = 10)]
    starts: usize,
}

/// The same of two servers.
struct Found {
    start: Started,
    alone: Figures,
    paced: Registered,
    at_once: Registered,
    trigger: Figures,
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    handles::raise();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "{} plugins on {cores} cores shared with the server; milliseconds from due to answered",
        arguments.plugins
    );
    let plain = Found::plain(&arguments).await?;
    plain.print("baseline: plain axum, one row of SQLite flushed for each request");
    let ours = Found::ours(&arguments).await?;
    ours.print("ai-band serve");
    let sound = sound::measure(&mut Rest::open(&Program::serve().await?.door).await?, SONGS_HEARD).await?;
    sound.print();
    let budgets = judge(&ours, &plain, &sound);
    budgets.print();
    Ok(budgets.exit_code())
}

fn judge(ours: &Found, plain: &Found, sound: &Sound) -> Budgets {
    let mut budgets = Budgets::default();
    let ms = Duration::from_millis;
    let row = |budgets: &mut Budgets, what, aim, of: fn(&Found) -> Duration| {
        budgets.time(what, ms(aim), of(ours), Some(of(plain)));
    };
    row(&mut budgets, "registration alone, p99", 20, |it| it.alone.p99());
    row(&mut budgets, "registration while a crowd joins over one second, p99", 100, |it| it.paced.took.p99());
    row(&mut budgets, "a crowd registers at once, the last", 1_000, |it| it.at_once.took.max());
    let failed = ours.paced.failed + ours.at_once.failed;
    budgets.holds("registrations that failed", "0", &failed.to_string(), failed == 0);
    row(&mut budgets, "music asked for until written down (202), p99", 20, |it| it.trigger.p99());
    row(&mut budgets, "first start until ready, the slowest", 1_000, |it| it.start.took.max());
    let (idle, plain_idle) = (ours.start.resident_bytes, plain.start.resident_bytes);
    budgets.bytes("resident memory when idle", 60 * 1_024 * 1_024, idle, plain_idle);
    budgets.time("sound asked for until its first bytes, p99", ms(100), sound.first.p99(), None);
    budgets.time("the first sound there is, its bank made for it", ms(1_000), sound.first_ever, None);
    let faster = format!("{:.0} ×", sound.times_real);
    budgets.holds("a song comes faster than it is heard", "> 20 ×", &faster, sound.times_real > 20.0);
    budgets
}

impl Found {
    async fn ours(arguments: &Arguments) -> anyhow::Result<Found> {
        let server = Program::serve().await?;
        let trigger = trigger(&server.door, arguments.songs).await?;
        Found::of(arguments, Program::serve, trigger).await
    }

    async fn plain(arguments: &Arguments) -> anyhow::Result<Found> {
        let server = rows::start().await?;
        let trigger = registration::alone(&server.door, arguments.songs).await?;
        Found::of(arguments, rows::start, trigger).await
    }

    async fn of<Starting>(
        arguments: &Arguments,
        start: impl Fn() -> Starting,
        trigger: Figures,
    ) -> anyhow::Result<Found>
    where
        Starting: Future<Output = anyhow::Result<Program>>,
    {
        let plugins = arguments.plugins;
        let alone = registration::alone(&start().await?.door, arguments.rounds).await?;
        let paced = registration::crowd(&start().await?.door, plugins, OVER_ONE_SECOND).await?;
        let at_once = registration::crowd(&start().await?.door, plugins, AT_ONCE).await?;
        let start = start::measure(arguments.starts, start).await?;
        Ok(Found { start, alone, paced, at_once, trigger })
    }

    fn print(&self, name: &str) {
        println!("\n{name}");
        self.start.took.print("first start until ready");
        self.alone.print("registration, one after the other");
        self.paced.took.print("registration, all over one second");
        self.at_once.took.print("registration, all at once");
        self.trigger.print("music asked for, until written down");
    }
}

/// One request after the other, each of a song that is made before the next.
async fn trigger(door: &Door, songs: usize) -> anyhow::Result<Figures> {
    let mut rest = Rest::open(door).await?;
    let mut all = Vec::new();
    for _ in 0..songs {
        let asked = json!({"track_types": ["bass"], "chord_progression": "C-Am-F-G", "tempo": 120,
            "duration": 16, "key": "C major"});
        let begun = Instant::now();
        let answer = rest.must("POST", "/api/midi/generate", Some(asked)).await?;
        all.push(begun.elapsed());
        ensure!(answer.status == 202, "{}", answer.text);
        let job = format!("/api/jobs/{}", answer.json()["job_id"].as_str().unwrap_or_default());
        while rest.must("GET", &job, None).await?.json()["status"] != "done" {
            ensure!(begun.elapsed() < PATIENCE, "{job} is not done");
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }
    Ok(Figures::of(all))
}
