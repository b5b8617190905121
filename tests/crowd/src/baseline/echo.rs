//! There and back over a raw WebSocket, one message after the other.

use std::time::Instant;

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;

use super::broadcast::BYTES;
use crate::figures::Figures;

pub async fn measure(rounds: usize) -> anyhow::Result<Figures> {
    let (listener, port) = super::listener().await?;
    let server = tokio::spawn(async move {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let mut wire = tokio_tungstenite::accept_async(stream).await?;
        while let Some(Ok(message)) = wire.next().await {
            if message.is_text() {
                wire.send(message).await?;
            }
        }
        anyhow::Ok(())
    });
    let stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.set_nodelay(true)?;
    let (mut wire, _) = tokio_tungstenite::client_async("ws://127.0.0.1/", stream).await?;
    let mut all = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let begun = Instant::now();
        wire.send(Message::text("x".repeat(BYTES))).await?;
        wire.next().await;
        all.push(begun.elapsed());
    }
    drop(wire);
    server.abort();
    Ok(Figures::of(all))
}
