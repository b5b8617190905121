//! A crowd of clients gathers, speaks and listens for a while, and is asked what it heard.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::json;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::door::Door;
use crate::figures::Figures;
use crate::heard::{Fact, Heard, Took, now_nanos};
use crate::listener::{Cue, Listener, Manner, join};
use crate::phase::{self, Phase};
use crate::rest::Rest;

/// So many come in at a time.
const JOIN_TOGETHER: usize = 64;
/// Something that lasts, once in so much time while the crowd listens.
const FACT_EVERY: Duration = Duration::from_millis(250);
/// What is on its way arrives within this, unless it never does.
const ARRIVES_WITHIN: Duration = Duration::from_secs(10);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// How many come, how many of them stall, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub clients: usize,
    pub stalled: usize,
    /// Until everybody sits and nothing is counted yet.
    pub settling: Duration,
    pub lasts: Duration,
}

/// What they heard together.
#[derive(Clone, Debug, Default)]
pub struct Gathering {
    pub joined: usize,
    /// Positions, from due to read.
    pub late: Figures,
    pub missing: u64,
    pub skipped: u64,
    /// What clients said, and what of it the server heard.
    pub said: u64,
    pub understood: u64,
    pub said_late: Figures,
    pub pings: Figures,
    /// Facts, from due to be asked for to heard of.
    pub facts_late: Figures,
    /// Of so many that everybody had to hear of.
    pub facts: u64,
    pub lost: u64,
    /// The stalled whom the server does not wait for any more.
    pub let_go: u64,
    /// Of the server, for each client.
    pub bytes_each: Option<u64>,
    pub phase: Phase,
}

/// `own_bytes` is what the server has in memory, where that can be known.
pub async fn gather(
    door: &Door,
    wanted: Wanted,
    own_bytes: impl Fn() -> Option<u64>,
) -> anyhow::Result<Gathering> {
    let mut rest = Rest::open(door).await?;
    // All hosts roll, and the song goes by the session's own clock.
    rest.must("PUT", "/api/sessions/default/leader", Some(json!({"policy": "session"}))).await?;
    rest.must("POST", "/api/transport/start", None).await?;
    let before = own_bytes();
    let (cue, cues) = watch::channel(Cue::Speak);
    let said = Arc::new(AtomicU64::new(0));
    let seats = seat(door, wanted, &cues, &said).await?;
    tokio::time::sleep(wanted.settling).await;
    let from = now_nanos();
    let told = tokio::spawn(tell(rest, wanted.lasts));
    let phase = phase::measure(door.clone(), wanted.lasts).await?;
    let (mut rest, facts) = told.await??;
    let bytes_each = before
        .zip(own_bytes())
        .map(|(before, after)| after.saturating_sub(before) / wanted.clients.max(1) as u64);
    cue.send(Cue::Listen)?;
    said.fetch_add(phase.said, Ordering::Relaxed);
    let (understood, let_go) = arrived(&mut rest, wanted, &said).await?;
    cue.send(Cue::Leave)?;
    let joined = seats.len();
    let mut heard = Vec::new();
    for (_, seat) in seats.into_iter().filter(|(manner, _)| *manner == Manner::Lively) {
        heard.push(seat.await?);
    }
    let said = said.load(Ordering::Relaxed);
    let gathering = Gathering { joined, said, understood, let_go, bytes_each, phase, ..Gathering::default() };
    Ok(gathering.with(&heard, &facts, from))
}

type Seat = (Manner, JoinHandle<Heard>);

/// Everybody comes in, and begins to speak as soon as they are welcome.
async fn seat(
    door: &Door,
    wanted: Wanted,
    cues: &watch::Receiver<Cue>,
    said: &Arc<AtomicU64>,
) -> anyhow::Result<Vec<Seat>> {
    let joining = stream::iter(0..wanted.clients).map(|number| async move {
        let manner = if number < wanted.stalled { Manner::Stalled } else { Manner::Lively };
        let wire = join(door, number, manner).await?;
        // Its hello.
        said.fetch_add(1, Ordering::Relaxed);
        let place = number as f64 / wanted.clients as f64;
        let listener = Listener { wire, place, cues: cues.clone(), said: said.clone() };
        anyhow::Ok((manner, tokio::spawn(listener.run(manner))))
    });
    joining.buffer_unordered(JOIN_TOGETHER).try_collect().await
}

/// Something that everybody hears of, again and again.
async fn tell(mut rest: Rest, lasts: Duration) -> anyhow::Result<(Rest, Vec<Fact>)> {
    let end = Instant::now() + lasts;
    let mut turns = tokio::time::interval(FACT_EVERY);
    let mut facts = Vec::new();
    while Instant::now() < end {
        let turn = turns.tick().await;
        let due = now_nanos() - turn.elapsed().as_nanos() as i64;
        let text = format!("| C | {} |", ["F", "G"][facts.len() % 2]);
        rest.must("PUT", "/api/sessions/default/chart", Some(json!({"text": text}))).await?;
        let seq = rest.must("GET", "/api/sessions/default", None).await?.json()["seq"].as_u64();
        facts.extend(seq.map(|seq| Fact { seq, due }));
    }
    Ok((rest, facts))
}

/// What the server heard in the end, and how many it has let go.
async fn arrived(rest: &mut Rest, wanted: Wanted, said: &AtomicU64) -> anyhow::Result<(u64, u64)> {
    let patience = Instant::now() + ARRIVES_WITHIN;
    loop {
        let understood = rest.metric("ai_band_sockets_heard_total").await?;
        let open = rest.metric("ai_band_sockets_open").await?;
        if understood >= said.load(Ordering::Relaxed) || Instant::now() > patience {
            return Ok((understood, (wanted.clients as u64).saturating_sub(open)));
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Of those that began when everybody sat.
fn took<'a>(all: impl Iterator<Item = &'a Took>, from: i64) -> Figures {
    Figures::of(all.filter(|one| one.begun >= from).map(|one| one.took).collect())
}

impl Gathering {
    fn with(self, heard: &[Heard], facts: &[Fact], from: i64) -> Gathering {
        let hearings: Vec<_> = heard.iter().map(|one| one.hearing(from)).collect();
        let delays = heard.iter().flat_map(|one| facts.iter().map(|fact| one.delay(fact)));
        let (told, never): (Vec<_>, Vec<_>) = delays.partition(Option::is_some);
        let gaps: u64 = heard.iter().map(|one| one.gaps + u64::from(one.is_closed)).sum();
        Gathering {
            late: Figures::of(hearings.iter().flat_map(|one| one.late.iter().copied()).collect()),
            missing: hearings.iter().map(|one| one.missing).sum(),
            skipped: hearings.iter().map(|one| one.skipped).sum(),
            said_late: took(heard.iter().flat_map(|one| &one.said_late), from),
            pings: took(heard.iter().flat_map(|one| &one.pings), from),
            facts: facts.len() as u64,
            lost: never.len() as u64 + gaps,
            facts_late: Figures::of(told.into_iter().flatten().collect()),
            ..self
        }
    }

    /// Two of the same kind, one after the other.
    pub fn and(self, other: Gathering) -> Gathering {
        Gathering {
            joined: self.joined + other.joined,
            late: self.late.and(other.late),
            missing: self.missing + other.missing,
            skipped: self.skipped + other.skipped,
            said: self.said + other.said,
            understood: self.understood + other.understood,
            said_late: self.said_late.and(other.said_late),
            pings: self.pings.and(other.pings),
            facts_late: self.facts_late.and(other.facts_late),
            facts: self.facts + other.facts,
            lost: self.lost + other.lost,
            let_go: self.let_go + other.let_go,
            bytes_each: self.bytes_each.max(other.bytes_each),
            phase: Phase {
                apart: self.phase.apart.and(other.phase.apart),
                off: self.phase.off.and(other.phase.off),
                said: self.phase.said + other.phase.said,
            },
        }
    }

    pub fn print(&self, name: &str) {
        println!("\n{name}");
        self.late.print("positions, from due to read");
        self.facts_late.print("facts, from due to be asked for to read");
        self.pings.print("pings, there and back");
        self.said_late.print("the clients' own words, from due to sent");
        self.phase.apart.print("two players, from each other");
        self.phase.off.print("the worse of them, from the timeline");
        println!(
            "  joined {}; said {}, heard {}; positions: {} read, {} lost on the way, {} turns left out",
            self.joined,
            self.said,
            self.understood,
            self.late.count(),
            self.missing,
            self.skipped
        );
        println!("  facts: {}, {} lost; clients let go: {}", self.facts, self.lost, self.let_go);
    }
}
