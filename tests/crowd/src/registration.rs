//! Plugins that register: one after the other, or very many at the same time, each over a connection of its own.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::door::Door;
use crate::figures::Figures;
use crate::rest::Rest;

const PATH: &str = "/api/plugin/register";
/// Everybody is there, and looks at the clock, before the first is due.
const BREATH: Duration = Duration::from_millis(200);

/// Each from when it was due until it was answered.
#[derive(Clone, Debug)]
pub struct Registered {
    pub took: Figures,
    pub failed: usize,
}

fn plugin(number: usize) -> Option<Value> {
    Some(json!({"plugin_id": format!("plugin-{number}")}))
}

/// One after the other, over one connection.
pub async fn alone(door: &Door, rounds: usize) -> anyhow::Result<Figures> {
    let mut rest = Rest::open(door).await?;
    let mut all = Vec::new();
    for number in 0..rounds {
        let begun = Instant::now();
        rest.must("POST", PATH, plugin(number)).await?;
        all.push(begun.elapsed());
    }
    Ok(Figures::of(all))
}

/// Due evenly over `spread`; with none, all at once. Whoever is due connects first, and that counts.
pub async fn crowd(door: &Door, plugins: usize, spread: Duration) -> anyhow::Result<Registered> {
    let begun = Instant::now() + BREATH;
    let mut tasks = Vec::new();
    for number in 0..plugins {
        let due = begun + spread.mul_f64(number as f64 / plugins as f64);
        let door = door.clone();
        tasks.push(tokio::spawn(async move {
            tokio::time::sleep_until(due).await;
            let registered = register(&door, number).await;
            (registered, due.elapsed())
        }));
    }
    let (mut all, mut failed) = (Vec::new(), 0);
    for task in tasks {
        let (registered, took) = task.await?;
        if let Err(error) = registered {
            failed += 1;
            eprintln!("  a registration failed: {error:#}");
        }
        all.push(took);
    }
    Ok(Registered { took: Figures::of(all), failed })
}

async fn register(door: &Door, number: usize) -> anyhow::Result<()> {
    Rest::open(door).await?.must("POST", PATH, plugin(number)).await?;
    Ok(())
}
