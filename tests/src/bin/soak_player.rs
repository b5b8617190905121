//! Plays many seeded scenarios on the player and on the oracle; the first difference ends it, with its seed.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use ai_band_tests::chance::mixed;
use ai_band_tests::scenario::Scenario;
use ai_band_tests::scenario::habit::Habit;
use ai_band_tests::trial::{self, Outcome};
use clap::Parser;

/// Play random scenarios against the oracle.
#[derive(Parser)]
struct Arguments {
    #[arg(long, default_value_t = 10_000)]
    scenarios: u64,
    /// The same seed plays the same scenarios.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(long, default_value_t = 2)]
    threads: u64,
    /// Go on until so many scenarios failed; more than one are listed, the first is shown whole.
    #[arg(long, default_value_t = 1)]
    failures: usize,
    /// Play this one scenario, and print it whole.
    #[arg(long)]
    only_seed: Option<u64>,
}

/// Every habit must occur in a run of so many scenarios.
const ENOUGH_FOR_EVERY_HABIT: u64 = 10_000;
/// Scenarios between two lines of progress: about ten seconds.
const PROGRESS_EVERY: u64 = 10_000;

#[derive(Default)]
struct Tally {
    outcome: Outcome,
    habits: BTreeMap<u32, u64>,
}

struct Failure {
    scenario: u64,
    seed: u64,
    what: String,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // A panic in a trial is reported as its failure, with the seed.
    std::panic::set_hook(Box::new(|_| {}));
    match arguments.only_seed {
        Some(seed) => only(seed),
        None => soak(&arguments),
    }
}

fn only(seed: u64) -> ExitCode {
    println!("{}", Scenario::from_seed(seed));
    match played(seed) {
        Ok((_, outcome)) => {
            println!("no difference: {outcome:?}");
            ExitCode::SUCCESS
        }
        Err(what) => fail(&Failure { scenario: 0, seed, what }),
    }
}

fn soak(arguments: &Arguments) -> ExitCode {
    println!("seed {}, {} scenarios, {} threads", arguments.seed, arguments.scenarios, arguments.threads);
    let started = Instant::now();
    let (next, failed) = (AtomicU64::new(0), AtomicBool::new(false));
    let (total, failures) = (Mutex::new(Tally::default()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..arguments.threads.max(1) {
            scope.spawn(|| {
                let mut tally = Tally::default();
                loop {
                    let scenario = next.fetch_add(1, Ordering::Relaxed);
                    if scenario >= arguments.scenarios || failed.load(Ordering::Relaxed) {
                        break;
                    }
                    let seed = seed_of(arguments.seed, scenario);
                    match played(seed) {
                        Ok((scenario, outcome)) => tally.add(&scenario, outcome),
                        Err(what) => {
                            let mut failures = failures.lock().expect("no thread panics");
                            failures.push(Failure { scenario, seed, what });
                            failed.store(failures.len() >= arguments.failures, Ordering::Relaxed);
                        }
                    }
                    progress(scenario + 1, started);
                }
                total.lock().expect("no thread panics").merge(tally);
            });
        }
    });
    let mut failures = failures.into_inner().expect("no thread panics");
    failures.sort_by_key(|failure| failure.scenario);
    for Failure { scenario, seed, what } in failures.iter().skip(1) {
        println!("FAILED at scenario {scenario} (seed {seed}): {what}");
    }
    match failures.first() {
        Some(failure) => fail(failure),
        None => total.into_inner().expect("no thread panics").print(arguments, started),
    }
}

fn seed_of(run: u64, scenario: u64) -> u64 {
    mixed(mixed(run).wrapping_add(scenario))
}

fn played(seed: u64) -> Result<(Scenario, Outcome), String> {
    let trial = std::panic::catch_unwind(|| {
        let scenario = Scenario::from_seed(seed);
        trial::run(&scenario).map(|outcome| (scenario, outcome)).map_err(|fault| fault.0)
    });
    trial.unwrap_or_else(|panic| Err(format!("panicked: {}", message(panic.as_ref()))))
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a word").to_owned()
}

fn progress(done: u64, started: Instant) {
    if done.is_multiple_of(PROGRESS_EVERY) {
        println!("{done} scenarios, {:.0} a second", done as f64 / started.elapsed().as_secs_f64());
    }
}

fn fail(failure: &Failure) -> ExitCode {
    println!("FAILED at scenario {} (seed {}): {}", failure.scenario, failure.seed, failure.what);
    let whole = std::panic::catch_unwind(|| trial::shrunk(&Scenario::from_seed(failure.seed)));
    if let Ok(small) = whole {
        let still = trial::run(&small).map_or_else(|fault| fault.0, |_| "not when made smaller".into());
        println!("made smaller, it fails so: {still}\n{small}");
    }
    ExitCode::FAILURE
}

impl Tally {
    fn add(&mut self, scenario: &Scenario, outcome: Outcome) {
        self.outcome += outcome;
        for habit in Habit::ALL.iter().filter(|habit| scenario.habits.contains(**habit)) {
            *self.habits.entry(*habit as u32).or_default() += 1;
        }
    }

    fn merge(&mut self, other: Tally) {
        self.outcome += other.outcome;
        for (habit, count) in other.habits {
            *self.habits.entry(habit).or_default() += count;
        }
    }

    fn print(&self, arguments: &Arguments, started: Instant) -> ExitCode {
        let mut forgotten = Vec::new();
        for habit in Habit::ALL {
            let count = self.habits.get(&(*habit as u32)).copied().unwrap_or(0);
            println!("{count:>10} {habit:?}");
            if count == 0 {
                forgotten.push(format!("{habit:?}"));
            }
        }
        let Outcome { events, reports, off_by_one, undecidable } = self.outcome;
        let exact = events - off_by_one;
        println!(
            "{events} events compared: {exact} exact, {off_by_one} off by one allowed; {reports} switches reported"
        );
        println!("{undecidable} scenarios undecidable, 0 notes hanging, 0 differences");
        let seconds = started.elapsed().as_secs_f64();
        println!("{} scenarios in {seconds:.1} s", arguments.scenarios);
        if arguments.scenarios >= ENOUGH_FOR_EVERY_HABIT && !forgotten.is_empty() {
            println!("FAILED: no scenario had {}", forgotten.join(", "));
            return ExitCode::FAILURE;
        }
        ExitCode::SUCCESS
    }
}
