//! A song as sound: how soon its first bytes are there, and how many times faster it comes than it is heard.

use std::time::{Duration, Instant};

use anyhow::ensure;
use serde_json::json;

use crate::figures::Figures;
use crate::rest::Rest;

/// Four bars, played so often that it is as long as a song: 192 beats at 120, 96 seconds.
const CHART: &str = "{tempo: 120} | C | Am | F | G |";
const BEATS: u32 = 192;
const SECONDS: f64 = BEATS as f64 / 2.0;
const RATE_HZ: u32 = 48_000;
const FRAME_BYTES: u64 = 4;
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(5);

pub struct Sound {
    /// Of a server that has made none yet: it makes the default bank.
    pub first_ever: Duration,
    /// Until the first bytes, from then on.
    pub first: Figures,
    /// The best of them all: seconds of sound in a second.
    pub times_real: f64,
}

impl Sound {
    pub fn print(&self) {
        self.first.print("sound asked for, until its first bytes");
        println!(
            "  the very first: {:.1} ms; {:.0} × real time",
            self.first_ever.as_secs_f64() * 1e3,
            self.times_real
        );
    }
}

/// Of a session with nothing in it.
pub async fn measure(rest: &mut Rest, rounds: usize) -> anyhow::Result<Sound> {
    put_a_song(rest).await?;
    let body = json!({"to_beat": BEATS, "tail_seconds": 0, "sample_rate": RATE_HZ});
    let bytes_total = 44 + SECONDS as u64 * u64::from(RATE_HZ) * FRAME_BYTES;
    let (mut first_ever, mut all, mut best) = (Duration::ZERO, Vec::new(), Duration::MAX);
    for round in 0..=rounds {
        let begun = Instant::now();
        let (first, bytes) = rest.download("/api/render", &body).await?;
        ensure!(bytes == bytes_total, "{bytes} bytes of sound, not {bytes_total}");
        if round == 0 {
            first_ever = first;
        } else {
            all.push(first);
            best = best.min(begun.elapsed());
        }
    }
    Ok(Sound { first_ever, first: Figures::of(all), times_real: SECONDS / best.as_secs_f64() })
}

/// Everybody plays four bars, round and round.
async fn put_a_song(rest: &mut Rest) -> anyhow::Result<()> {
    rest.must("PUT", "/api/sessions/default/chart", Some(json!({"text": CHART}))).await?;
    let asked = rest.must("POST", "/api/midi/generate", Some(json!({"seed": 1}))).await?;
    let job = format!("/api/jobs/{}", asked.json()["job_id"].as_str().unwrap_or_default());
    let begun = Instant::now();
    while rest.must("GET", &job, None).await?.json()["status"] != "done" {
        ensure!(begun.elapsed() < PATIENCE, "{job} is not done");
        tokio::time::sleep(LOOK_EVERY).await;
    }
    let regions = "/api/sessions/default/regions";
    let listed = rest.must("GET", regions, None).await?.json();
    for region in listed["regions"].as_array().into_iter().flatten() {
        let number = region["region"].as_u64().unwrap_or_default();
        rest.must("PATCH", &format!("{regions}/{number}"), Some(json!({"edit": "loop"}))).await?;
        let resize = json!({"edit": "resize", "start": region["start"], "length": BEATS * 960});
        // Where others stand behind it, it stays as it is.
        rest.ask("PATCH", &format!("{regions}/{number}"), Some(resize)).await?;
    }
    Ok(())
}
