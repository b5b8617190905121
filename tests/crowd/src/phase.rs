//! Two plugins' own clocks on machines whose quartz runs apart, and the beat each of them takes one moment for.

use std::time::{Duration, Instant};

use anyhow::Context;
use futures_util::{SinkExt, StreamExt};
use plugin::net::clock::{Clock, HostTime};
use plugin::net::pings::Pings;
use plugin::net::timeline::Course;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;
use wire::{Timeline, ToOrchestrator, ToPlugin};

use crate::door::Door;
use crate::figures::Figures;
use crate::heard::now_nanos;
use crate::listener::{Wire, open};

/// Twice as far as quartz is allowed to run away.
const SKEW: f64 = 100e-6;
/// How often the two are compared: about once in a block.
const COMPARED_EVERY: Duration = Duration::from_millis(10);
/// Their first pings are over.
const WARMING_UP: Duration = Duration::from_secs(2);

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Phase {
    /// How far the two are from each other.
    pub apart: Figures,
    /// How far the worse of them is from the timeline itself.
    pub off: Figures,
    /// What both of them said.
    pub said: u64,
}

/// For so long, on a thread of their own: in a host they share none with anybody either.
pub async fn measure(door: Door, lasts: Duration) -> anyhow::Result<Phase> {
    let (done, result) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let measured = runtime.context("no runtime").and_then(|it| it.block_on(compare(&door, lasts)));
        // Nobody waits for it any more where something else went wrong.
        let _ = done.send(measured);
    });
    result.await.context("the players' thread broke off")?
}

async fn compare(door: &Door, lasts: Duration) -> anyhow::Result<Phase> {
    let (mut fast, mut slow) = (Player::open(door, SKEW).await?, Player::open(door, -SKEW).await?);
    let (mut apart, mut off) = (Vec::new(), Vec::new());
    let warm = Instant::now() + WARMING_UP;
    while Instant::now() < warm + lasts {
        let until = Instant::now() + COMPARED_EVERY;
        let (a, b) = tokio::join!(fast.step(until), slow.step(until));
        a.and(b)?;
        let at = Instant::now();
        if at < warm {
            continue;
        }
        let truth = fast.truth(at);
        if let (Some(a), Some(b), Some(truth)) = (fast.beat(at), slow.beat(at), truth) {
            let seconds = |beats: f64| Duration::from_secs_f64(beats.abs() / truth.bpm * 60.0);
            apart.push(seconds(a - b));
            off.push(seconds(a - truth.beat).max(seconds(b - truth.beat)));
        }
    }
    anyhow::ensure!(!apart.is_empty(), "no song was playing, or no clock was found");
    Ok(Phase { apart: Figures::of(apart), off: Figures::of(off), said: fast.said + slow.said })
}

struct Truth {
    beat: f64,
    bpm: f64,
}

/// A plugin's clock and its idea of the song, on a machine whose own clock runs by `skew` too fast.
struct Player {
    wire: Wire,
    began: Instant,
    skew: f64,
    clock: Clock,
    pings: Pings,
    timeline: Option<Timeline>,
    said: u64,
}

impl Player {
    async fn open(door: &Door, skew: f64) -> anyhow::Result<Player> {
        let wire = open(door, door.connect().await?).await?;
        let (clock, pings, timeline) = (Clock::default(), Pings::default(), None);
        let mut player = Player { wire, began: Instant::now(), skew, clock, pings, timeline, said: 0 };
        player.say(json!({"type": "hello", "proto": 1, "subscribe": ["timeline"]}).to_string()).await?;
        player.pings.begin(player.time(Instant::now()));
        Ok(player)
    }

    async fn say(&mut self, text: String) -> anyhow::Result<()> {
        self.said += 1;
        Ok(self.wire.send(Message::text(text)).await?)
    }

    /// By its own clock.
    fn time(&self, at: Instant) -> HostTime {
        let passed = at.saturating_duration_since(self.began).as_secs_f64();
        HostTime((passed * (1.0 + self.skew) * 1e9) as i64)
    }

    async fn step(&mut self, until: Instant) -> anyhow::Result<()> {
        loop {
            let now = self.time(Instant::now());
            if let Some(ping) = self.pings.next(now, self.clock.is_known()) {
                self.say(wire::codec::encode(&ToOrchestrator::Ping(ping))?).await?;
            }
            let wait = tokio::time::timeout_at(until.into(), self.wire.next());
            let Ok(message) = wait.await else { return Ok(()) };
            let back = self.time(Instant::now());
            let message = message.context("the server hung up")??;
            match wire::codec::decode(message.to_text().unwrap_or_default()) {
                Ok(ToPlugin::Welcome(welcome)) => {
                    self.clock.enter(&welcome.clock_epoch);
                }
                Ok(ToPlugin::Pong(pong)) if self.pings.answered(pong.id, back) => {
                    self.clock.hear(&pong, back);
                }
                Ok(ToPlugin::Timeline(timeline)) => self.timeline = Some(timeline),
                Ok(_) | Err(_) => {}
            }
        }
    }

    /// Where it takes the song to be.
    fn beat(&self, at: Instant) -> Option<f64> {
        let now = self.time(at);
        let course = Course::of(self.timeline.as_ref()?, &self.clock, now)?;
        course.playing.then(|| course.beat_at(now))
    }

    /// Where it is, by the clock that server and clients really share here.
    fn truth(&self, at: Instant) -> Option<Truth> {
        let segment = self.timeline.as_ref()?.segments.first()?;
        let now = now_nanos() - at.elapsed().as_nanos() as i64;
        let passed = (now - segment.at_ns.0) as f64;
        Some(Truth { beat: segment.beat0.as_beats_f64() + passed / 60e9 * segment.bpm, bpm: segment.bpm })
    }
}
