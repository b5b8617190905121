//! Kills a busy store, or lies to it, many times, and says what was lost; and how long its commits take.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Parser, Subcommand};
use torture::killing::kill;
use torture::lying::{WAYS, library, lie};
use torture::{busy, steady};

/// Kill a busy store at random points, over and over.
#[derive(Parser)]
struct Arguments {
    #[arg(long, default_value_t = 2_000)]
    kills: u64,
    /// The same seed kills at the same answers.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Instead: let every call to the disk fail in turn, in every way.
    #[arg(long)]
    lies: bool,
    /// With `--lies`: only this way, as its line begins: `Short, On`.
    #[arg(long, value_name = "WAY", requires = "lies", default_value = "")]
    only: String,
    /// Instead: measure commits for so many seconds.
    #[arg(long, value_name = "SECONDS")]
    measure: Option<u64>,
    #[command(subcommand)]
    as_child: Option<Child>,
}

#[derive(Subcommand)]
enum Child {
    /// The busy store itself: asks without a pause and prints what it was told.
    House {
        /// The data folder.
        data: PathBuf,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Everything in turn so many times, and an orderly end.
        #[arg(long, value_name = "ROUNDS")]
        script: Option<u64>,
        /// Before it, so many commands at once.
        #[arg(long, default_value_t = 0, requires = "script")]
        starts: u64,
    },
}

/// How often it is said how far it is.
const TOLD_EVERY: u64 = 100;

fn main() -> ExitCode {
    run(&Arguments::parse()).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if let Some(Child::House { data, seed, script, starts }) = &arguments.as_child {
        tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(false).init();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        runtime.block_on(async {
            match script {
                Some(rounds) => busy::script(data, *starts, *rounds).await,
                None => busy::without_end(data, *seed).await,
            }
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(seconds) = arguments.measure {
        steady::measure(seconds)?.iter().for_each(|line| println!("{line}"));
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.lies { lies(&arguments.only) } else { kills(arguments) }
}

fn kills(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let began = Instant::now();
    let tally = kill(&std::env::current_exe()?, arguments.kills, arguments.seed, |tally| {
        if tally.kills.is_multiple_of(TOLD_EVERY) {
            println!("{} kills, {} answers acknowledged", tally.kills, tally.acknowledged);
        }
    })?;
    println!(
        "{} kills ({} while starting), {} answers acknowledged, longest start {} ms, {} s: {} lost, {} torn",
        tally.kills,
        tally.early,
        tally.acknowledged,
        tally.start_max.as_millis(),
        began.elapsed().as_secs(),
        tally.lost.len(),
        tally.torn.len(),
    );
    for line in tally.lost.iter().chain(&tally.torn) {
        println!("{line}");
    }
    let is_whole = tally.lost.is_empty() && tally.torn.is_empty();
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn lies(only: &str) -> anyhow::Result<ExitCode> {
    let (program, library) = (std::env::current_exe()?, library()?);
    let named = WAYS.map(|(kind, lasts)| (format!("{kind:?}, {lasts:?}"), kind, lasts));
    let chosen: Vec<_> = named.into_iter().filter(|(name, ..)| only.is_empty() || name == only).collect();
    anyhow::ensure!(!chosen.is_empty(), "no way is called \"{only}\"; they are {WAYS:?}");
    for (name, kind, lasts) in chosen {
        let mut hit: BTreeMap<String, u64> = BTreeMap::new();
        let mut refused = 0;
        for at in 1.. {
            let run = lie(&program, &library, at, kind, lasts)?;
            refused += u64::from(!run.is_ready);
            let Some(call) = run.failed_at else { break };
            *hit.entry(call).or_default() += 1;
        }
        anyhow::ensure!(!hit.is_empty(), "{name}: no call failed, so nothing was tried");
        println!("{name}: {hit:?}, {refused} refused to start; 0 lost, 0 torn");
    }
    Ok(ExitCode::SUCCESS)
}
