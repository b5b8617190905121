//! How long commits take, and how many commands share one, from one asker to many.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use domain::session::{self, transport};
use domain::{Actor, Asked, Beat, Command, Scope};

use crate::busy;

/// So many ask at once, one row each.
const CROWDS: [usize; 4] = [1, 8, 64, 256];

/// A line for each crowd, `seconds` in all.
pub fn measure(seconds: u64) -> anyhow::Result<Vec<String>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let each = Duration::from_secs(seconds.max(1)) / CROWDS.len() as u32;
    let lines = CROWDS.map(|people| runtime.block_on(crowd(people, each)));
    let head = "people  answers/s   p50 ms   p99 ms   max ms  commands/commit  largest".to_owned();
    std::iter::once(Ok(head)).chain(lines).collect()
}

async fn crowd(people: usize, lasts: Duration) -> anyhow::Result<String> {
    let folder = tempfile::tempdir()?;
    let rooms = Arc::new(busy::open(folder.path()).await?);
    let is_over = Arc::new(AtomicBool::new(false));
    let began = Instant::now();
    let asking = (0..people).map(|number| {
        let (rooms, is_over) = (rooms.clone(), is_over.clone());
        tokio::spawn(async move {
            let scope: Scope = format!("session/song-{}", number % 8).parse().expect("letters and digits");
            let mut took = Vec::new();
            while !is_over.load(Ordering::Relaxed) {
                let from = Some(Beat::from_beats(took.len() as i64 % 64));
                let start = transport::Command::Start { from };
                let command = Command::Session(session::Command::Transport(start));
                let asked = Instant::now();
                if rooms.writer.ask(scope.clone(), Asked { by: Actor::system(), command }, None).await.is_ok()
                {
                    took.push(asked.elapsed());
                }
            }
            took
        })
    });
    let asking: Vec<_> = asking.collect();
    tokio::time::sleep(lasts).await;
    is_over.store(true, Ordering::Relaxed);
    let mut took = Vec::new();
    for person in asking {
        took.extend(person.await?);
    }
    let seconds = began.elapsed().as_secs_f64();
    took.sort_unstable();
    let at = |share: f64| {
        let place = (took.len() as f64 * share) as usize;
        took.get(place.min(took.len().saturating_sub(1))).map_or(0.0, |took| took.as_secs_f64() * 1_000.0)
    };
    let figures = rooms.writer.figures();
    Ok(format!(
        "{people:6}  {:9.0}  {:7.2}  {:7.2}  {:7.2}  {:15.1}  {:7}",
        took.len() as f64 / seconds,
        at(0.5),
        at(0.99),
        at(1.0),
        figures.commands as f64 / figures.commits.max(1) as f64,
        figures.largest,
    ))
}
