//! The end of the wire: reads and writes as it may, and waits for neither.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::extract::ws::{Message as Frame, WebSocket};
use futures_util::{Sink as _, Stream as _, StreamExt as _};
use wire::limits::close;
use wire::{Nanos, Pong, ToPlugin};

use super::super::queue::{Message, Queue};
use super::super::stage::said;
use super::{BROKEN, Ending};
use crate::app::App;

pub(super) struct WireEnd {
    wire: WebSocket,
    /// A question whether somebody is there, which goes before everything else.
    asks: bool,
    is_flushed: bool,
}

pub(super) enum Turn {
    Read(Frame),
    Unreadable(Ending),
    /// What waited was written.
    Drained,
}

impl WireEnd {
    pub(super) fn new(wire: WebSocket) -> WireEnd {
        WireEnd { wire, asks: false, is_flushed: true }
    }

    pub(super) fn ask(&mut self) {
        self.asks = true;
    }

    /// Writes what waits, as far as it is taken, and reads the next message.
    pub(super) fn poll(
        &mut self,
        cx: &mut Context<'_>,
        queue: &mut Queue,
        may_read: bool,
        app: &App,
    ) -> Poll<Turn> {
        let was_eager = queue.is_eager();
        while self.asks || !queue.is_empty() {
            match Pin::new(&mut self.wire).poll_ready(cx) {
                Poll::Pending => break,
                Poll::Ready(Err(_)) => return Poll::Ready(Turn::Unreadable(Ending::gone())),
                Poll::Ready(Ok(())) => {}
            }
            let Some(frame) = self.next(queue, app) else { break };
            self.is_flushed = false;
            if Pin::new(&mut self.wire).start_send(frame).is_err() {
                return Poll::Ready(Turn::Unreadable(Ending::gone()));
            }
        }
        if !self.is_flushed {
            match Pin::new(&mut self.wire).poll_flush(cx) {
                Poll::Pending => {}
                Poll::Ready(Err(_)) => return Poll::Ready(Turn::Unreadable(Ending::gone())),
                Poll::Ready(Ok(())) => self.is_flushed = true,
            }
        }
        if queue.is_eager() && !was_eager {
            return Poll::Ready(Turn::Drained);
        }
        if may_read { self.poll_read(cx) } else { Poll::Pending }
    }

    fn next(&mut self, queue: &mut Queue, app: &App) -> Option<Frame> {
        if std::mem::take(&mut self.asks) {
            return Some(Frame::Ping(axum::body::Bytes::new()));
        }
        Some(match queue.pop(app.live.steady())? {
            Message::Timeline(text)
            | Message::Position(text)
            | Message::TransportSync(text)
            | Message::Each(text) => Frame::Text(text),
            Message::Pong(pong) => {
                Frame::Text(said(&ToPlugin::Pong(Pong { t2: Nanos(app.now().0), ..pong })))
            }
        })
    }

    fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<Turn> {
        let read = match Pin::new(&mut self.wire).poll_next(cx) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(read) => read,
        };
        Poll::Ready(match read {
            Some(Ok(frame)) => Turn::Read(frame),
            Some(Err(error)) => Turn::Unreadable(unreadable(&error)),
            None => Turn::Unreadable(Ending::gone()),
        })
    }

    /// Says why, and reads on until the other end has heard it.
    pub(super) async fn part(&mut self, frame: Frame) {
        // Refused where the other end closes already; then reading sends what is still to be said.
        let _ = self.wire.send(frame).await;
        while let Some(Ok(_)) = self.wire.next().await {}
    }
}

fn unreadable(error: &axum::Error) -> Ending {
    // The library's error has a type that only the library knows.
    let said = error.to_string();
    if said.to_lowercase().contains("too long") {
        Ending::new(close::TOO_BIG, "a message is too long: 256 KiB are the most")
    } else {
        Ending::new(BROKEN, said)
    }
}
