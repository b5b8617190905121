//! A broadcast as one writes it first: everybody is told the same at the same moment, with buffers as they come.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpListener;
use tokio::sync::{broadcast, watch};
use tokio_tungstenite::tungstenite::Message;

use crate::figures::Figures;
use crate::heard::now_nanos;
use crate::listener::EVERY;
use crate::program::{Program, Ready, beside};

/// As long as a position of ours.
pub const BYTES: usize = 110;
/// Messages that a slow reader may be behind before it misses some.
const BEHIND_MAX: usize = 16;

/// What came of it.
pub struct Broadcast {
    pub late: Figures,
    pub sent: u64,
    pub bytes_each: Option<u64>,
}

/// Until the process ends: ten times a second the time it was due, to everybody; what they say is read and let go.
pub async fn serve(discovery: &Path) -> anyhow::Result<()> {
    let (listener, port) = super::listener().await?;
    super::announce(discovery, port)?;
    let (news, _) = broadcast::channel::<Message>(BEHIND_MAX);
    tokio::spawn(admit(listener, news.clone()));
    let mut due = tokio::time::interval(EVERY);
    loop {
        let late = due.tick().await.elapsed();
        let was_due = now_nanos() - late.as_nanos() as i64;
        // Nobody may have come yet.
        let _ = news.send(Message::text(format!("{was_due:>BYTES$}")));
    }
}

async fn admit(listener: TcpListener, news: broadcast::Sender<Message>) {
    while let Ok((stream, _)) = listener.accept().await {
        let mut news = news.subscribe();
        tokio::spawn(async move {
            let Ok(mut wire) = tokio_tungstenite::accept_async(stream).await else { return };
            loop {
                let goes_on = tokio::select! {
                    message = news.recv() => match message {
                        Ok(message) => wire.send(message).await.is_ok(),
                        Err(_) => true,
                    },
                    said = wire.next() => matches!(said, Some(Ok(_))),
                };
                if !goes_on {
                    return;
                }
            }
        });
    }
}

/// So many listeners who speak as often as they hear, for so long.
pub async fn measure(clients: usize, lasts: Duration) -> anyhow::Result<Broadcast> {
    let mut command = Command::new(beside("plain_server")?);
    let program = Program::start(command.arg("broadcast"), Ready::IsThere).await?;
    let before = program.own_bytes();
    let (phase, phases) = watch::channel(Phase::Coming);
    let mut listeners = Vec::new();
    for number in 0..clients {
        let (wire, _) =
            tokio_tungstenite::client_async("ws://127.0.0.1/", program.door.connect().await?).await?;
        listeners.push(tokio::spawn(listen(wire, number as f64 / clients as f64, phases.clone())));
    }
    phase.send(Phase::Counting)?;
    tokio::time::sleep(lasts).await;
    let grown = |after: u64| after.saturating_sub(before.unwrap_or(after)) / clients.max(1) as u64;
    let bytes_each = program.own_bytes().map(grown);
    phase.send(Phase::Over)?;
    let (mut late, mut sent) = (Vec::new(), 0);
    for listener in listeners {
        let heard = listener.await?;
        late.extend(heard.0);
        sent += heard.1;
    }
    Ok(Broadcast { late: Figures::of(late), sent, bytes_each })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Coming,
    Counting,
    Over,
}

async fn listen(
    mut wire: crate::listener::Wire,
    place: f64,
    phases: watch::Receiver<Phase>,
) -> (Vec<Duration>, u64) {
    let (mut late, mut sent) = (Vec::new(), 0);
    let mut due = tokio::time::interval_at(tokio::time::Instant::now() + EVERY.mul_f64(place), EVERY);
    let mut over = phases.clone();
    loop {
        tokio::select! {
            () = ended(&mut over) => return (late, sent),
            _ = due.tick() => match wire.send(Message::text("x".repeat(BYTES))).await {
                Ok(()) => sent += 1,
                Err(_) => return (late, sent),
            },
            message = wire.next() => {
                let Some(Ok(message)) = message else { return (late, sent) };
                let due: i64 = message.to_text().unwrap_or_default().trim().parse().unwrap_or(i64::MAX);
                if *phases.borrow() == Phase::Counting {
                    late.push(Duration::from_nanos(u64::try_from(now_nanos() - due).unwrap_or(0)));
                }
            }
        }
    }
}

async fn ended(phases: &mut watch::Receiver<Phase>) {
    // Whoever measures is gone before saying so only where something went wrong.
    let _ = phases.wait_for(|phase| *phase == Phase::Over).await;
}
