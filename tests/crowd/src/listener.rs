//! One client of a crowd: says what is due, hears what comes, and keeps when.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Context;
use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, Interval, interval_at};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use wire::limits::POSITION_EVERY_MS;
use wire::{ExactBeat, HostTransport, Nanos, Ping, ToOrchestrator};

use crate::door::Door;
use crate::heard::{Heard, Took, now_nanos};

/// How often each side speaks.
pub const EVERY: Duration = Duration::from_millis(POSITION_EVERY_MS);
/// It asks for the time once in so many turns.
const PING_TURNS: u64 = 10;
/// Small, as the server's: a crowd's clients share its machine.
const BUFFER_BYTES: usize = 2 * 1024;
const BPM: f64 = 120.0;

pub type Wire = WebSocketStream<TcpStream>;

/// What a client does besides being there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    Lively,
    /// It reads nothing after its welcome, and says nothing.
    Stalled,
}

/// What all of a crowd are told by whoever gathered it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cue {
    Speak,
    /// Nothing more is said; what comes is still heard.
    Listen,
    Leave,
}

pub async fn open(door: &Door, stream: TcpStream) -> anyhow::Result<Wire> {
    let mut request = format!("ws://127.0.0.1:{}/ws/sync", door.port).into_client_request()?;
    request.headers_mut().insert("authorization", format!("Bearer {}", door.token).parse()?);
    let config = WebSocketConfig::default().read_buffer_size(BUFFER_BYTES).write_buffer_size(0);
    let (wire, _) = tokio_tungstenite::client_async_with_config(request, stream, Some(config)).await?;
    Ok(wire)
}

/// Says hello as an instance of its own; the welcome has been heard.
pub async fn join(door: &Door, number: usize, manner: Manner) -> anyhow::Result<Wire> {
    let stream = match manner {
        Manner::Lively => door.connect().await?,
        Manner::Stalled => door.connect_narrow().await?,
    };
    let mut wire = open(door, stream).await?;
    let hello = json!({"type": "hello", "proto": 1, "instance": format!("crowd-{number}"),
        "subscribe": ["timeline", "positions", "changes"]});
    wire.send(Message::text(hello.to_string())).await?;
    let welcome = wire.next().await.context("the server hung up before its welcome")??;
    anyhow::ensure!(welcome.to_text()?.contains("welcome"), "{welcome}");
    Ok(wire)
}

pub struct Listener {
    pub wire: Wire,
    /// Where in every tenth of a second its words are due, from 0 to 1.
    pub place: f64,
    pub cues: watch::Receiver<Cue>,
    /// What all of them have said together.
    pub said: Arc<AtomicU64>,
}

impl Listener {
    /// Until it is told to leave.
    pub async fn run(mut self, manner: Manner) -> Heard {
        match manner {
            Manner::Stalled => {
                left(&mut self.cues).await;
                Heard::default()
            }
            Manner::Lively => self.lively().await,
        }
    }

    async fn lively(mut self) -> Heard {
        let mut heard = Heard::default();
        let begun = Instant::now() + EVERY.mul_f64(self.place);
        let mut due: Interval = interval_at(begun, EVERY);
        let mut turn = 0;
        let mut leaving = self.cues.clone();
        loop {
            tokio::select! {
                () = left(&mut leaving) => return heard,
                at = due.tick() => {
                    if *self.cues.borrow() == Cue::Speak {
                        self.speak(turn).await;
                        let took = at.elapsed();
                        heard.said_late.push(Took { begun: now_nanos() - took.as_nanos() as i64, took });
                        turn += 1;
                    }
                }
                message = self.wire.next() => {
                    let came = now_nanos();
                    match message {
                        Some(Ok(Message::Text(text))) => heard.note(&text, came),
                        Some(Ok(_)) => {}
                        Some(Err(_)) | None => {
                            heard.is_closed = true;
                            left(&mut leaving).await;
                            return heard;
                        }
                    }
                }
            }
        }
    }

    /// What a plugin says whose host rolls.
    async fn speak(&mut self, turn: u64) {
        self.say(ToOrchestrator::HostTransport(rolling(now_nanos()))).await;
        if turn.is_multiple_of(PING_TURNS) {
            self.say(ToOrchestrator::Ping(Ping { id: turn, t0: Nanos(now_nanos()) })).await;
        }
    }

    async fn say(&mut self, sentence: ToOrchestrator) {
        let text = wire::codec::encode(&sentence).expect("it is short and its numbers are finite");
        // A socket that is closed shows when it is read.
        if self.wire.send(Message::text(text)).await.is_ok() {
            self.said.fetch_add(1, Ordering::Relaxed);
        }
    }
}

async fn left(cues: &mut watch::Receiver<Cue>) {
    // Whoever gathered them is gone before saying so only where something went wrong.
    let _ = cues.wait_for(|cue| *cue == Cue::Leave).await;
}

/// All hosts play the same song, each by its own transport.
fn rolling(at: i64) -> HostTransport {
    // Of this hour: a song that began in 1970 would be longer than songs may be.
    let beats = (at % 3_600_000_000_000) as f64 / 60e9 * BPM;
    HostTransport {
        playing: true,
        beat: ExactBeat::from_beats_f64(beats).expect("an hour has a few thousand beats"),
        at_ns: Nanos(at),
        bpm: BPM,
        meter: [4, 4],
        looped: None,
        offline: false,
    }
}
