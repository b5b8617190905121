//! A busy house killed at random points, over and over on the same data.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

use crate::busy::READY;
use crate::chance::Chance;
use crate::judge::{Verdict, judge};
use crate::receipt::Receipt;

/// A folder is killed in so often, then a fresh one is begun: a long journal takes long to judge.
const KILLS_PER_FOLDER: u64 = 5;
/// Answers after which the kill comes at the latest.
const ANSWERS_MAX: u64 = 80;
/// One in so many is killed while it still starts.
const EARLY_ONE_IN: u64 = 5;
/// After the last answer that is waited for: somewhere within a commit.
const MICROS_MAX: u64 = 8_000;
/// Starting takes this long at most: first start to ready is a second, and this machine may be busy.
const START_MICROS_MAX: u64 = 120_000;

/// What it came to.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub kills: u64,
    /// Before it was ready.
    pub early: u64,
    /// Answers that said yes.
    pub acknowledged: u64,
    /// Events in the journals that were judged last.
    pub events: u64,
    pub lost: Vec<String>,
    pub torn: Vec<String>,
    pub start_max: Duration,
}

/// Kills `program` (`soak_store house`) so often; `watch` hears of each.
pub fn kill(program: &Path, kills: u64, seed: u64, mut watch: impl FnMut(&Tally)) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    let mut chance = Chance::seeded(seed);
    while tally.kills < kills {
        let folder = tempfile::tempdir()?;
        let data = folder.path().join("data");
        let mut receipts = Vec::new();
        for _ in 0..KILLS_PER_FOLDER.min(kills - tally.kills) {
            let before = receipts.len();
            let started = one_life(program, &data, &mut chance, &mut receipts)?;
            tally.kills += 1;
            tally.acknowledged += (receipts.len() - before) as u64;
            match started {
                Some(took) => tally.start_max = tally.start_max.max(took),
                None => tally.early += 1,
            }
            let Verdict { lost, torn, events } =
                judge(&data, &receipts).context("the judge cannot read it")?;
            tally.events = events;
            tally.lost.extend(lost);
            tally.torn.extend(torn);
            watch(&tally);
        }
    }
    Ok(tally)
}

/// How long it took to be ready, if it lived that long.
fn one_life(
    program: &Path,
    data: &Path,
    chance: &mut Chance,
    receipts: &mut Vec<Receipt>,
) -> anyhow::Result<Option<Duration>> {
    let began = Instant::now();
    let mut child = Command::new(program)
        .args(["house", "--seed", &chance.below(u64::MAX).to_string()])
        .arg(data)
        .stdout(Stdio::piped())
        .spawn()
        .context("the busy house does not start")?;
    let mut lines = BufReader::new(child.stdout.take().context("it has an output")?).lines();
    let is_early = chance.below(EARLY_ONE_IN) == 0;
    let (answers, micros) = if is_early {
        (None, chance.below(START_MICROS_MAX))
    } else {
        (Some(chance.below(ANSWERS_MAX)), chance.below(MICROS_MAX))
    };
    let mut started = None;
    if let Some(answers) = answers {
        let ready = lines.next().context("it ended before it was ready")??;
        ensure!(ready == READY, "instead of being ready it said: {ready}");
        started = Some(began.elapsed());
        for line in lines.by_ref().take(usize::try_from(answers)?) {
            receipts.push(receipt(&line?)?);
        }
    }
    // The one place where torture waits: a kill is to come anywhere within a commit.
    std::thread::sleep(Duration::from_micros(micros));
    child.kill()?;
    child.wait()?;
    // What it had said before it died, it has said.
    for line in lines {
        let line = line?;
        if line != READY {
            receipts.push(receipt(&line)?);
        }
    }
    Ok(started)
}

fn receipt(line: &str) -> anyhow::Result<Receipt> {
    line.parse().map_err(|line| anyhow::anyhow!("instead of an answer it said: {line}"))
}
