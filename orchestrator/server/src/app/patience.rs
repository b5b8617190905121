//! Connections whose other end must read: whoever takes nothing for long is let go, and sooner when the server closes.

use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// For how long it is waited while nothing can be sent.
#[derive(Clone, Debug)]
pub(super) struct Patience {
    lasts: Duration,
    /// From when the server closes.
    lasts_at_the_end: Duration,
    closing: CancellationToken,
}

impl Patience {
    /// A laptop's network comes back within this, mostly; and a fraction of what a shutdown waits for.
    const LASTS: Duration = Duration::from_secs(30);
    const LASTS_AT_THE_END: Duration = Duration::from_secs(1);

    pub(super) fn until(closing: &CancellationToken) -> Patience {
        Patience {
            lasts: Patience::LASTS,
            lasts_at_the_end: Patience::LASTS_AT_THE_END,
            closing: closing.clone(),
        }
    }

    async fn ends(self) {
        tokio::select! {
            () = sleep(self.lasts) => {}
            () = async {
                self.closing.cancelled().await;
                sleep(self.lasts_at_the_end).await;
            } => {}
        }
    }
}

/// A listener of such connections.
pub(super) struct Patient {
    pub listener: TcpListener,
    pub patience: Patience,
}

impl Listener for Patient {
    type Io = Reading<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, SocketAddr) {
        // Tries again where the system has no room.
        let (stream, peer) = Listener::accept(&mut self.listener).await;
        (Reading::new(stream, self.patience.clone()), peer)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection whose writes fail once the other end has taken nothing for as long as there is patience.
pub(super) struct Reading<T> {
    inner: T,
    patience: Patience,
    /// While something waits to be sent.
    waits: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

impl<T> Reading<T> {
    pub(super) fn new(inner: T, patience: Patience) -> Reading<T> {
        Reading { inner, patience, waits: None }
    }

    pub(super) fn get_mut(&mut self) -> &mut T {
        &mut self.inner
    }

    /// What came of a write; of one that waits, an error when it has waited for too long.
    fn judged<R>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<R>>) -> Poll<io::Result<R>> {
        if written.is_ready() {
            self.waits = None;
            return written;
        }
        let patience = &self.patience;
        let waits = self.waits.get_or_insert_with(|| Box::pin(patience.clone().ends()));
        waits.as_mut().poll(cx).map(|()| {
            tracing::debug!("a connection is let go: what is sent is not read");
            Err(io::ErrorKind::TimedOut.into())
        })
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Reading<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, buffer)
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Reading<T> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write(cx, bytes);
        self.judged(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        all: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write_vectored(cx, all);
        self.judged(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.inner).poll_flush(cx);
        // A flush of nothing says nothing about a write that waits.
        if flushed.is_ready() { flushed } else { self.judged(cx, flushed) }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let ended = Pin::new(&mut self.inner).poll_shutdown(cx);
        self.judged(cx, ended)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    const EVER: Duration = Duration::from_secs(1 << 30);
    const SOON: Duration = Duration::from_millis(2);

    fn patience(lasts: Duration, lasts_at_the_end: Duration) -> Patience {
        Patience { lasts, lasts_at_the_end, closing: CancellationToken::new() }
    }

    #[tokio::test]
    async fn who_does_not_read_is_let_go() {
        let (here, _there) = duplex(16);
        let mut here = Reading::new(here, patience(SOON, EVER));
        let error = here.write_all(&[0; 64]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn who_does_not_read_is_let_go_sooner_when_the_server_closes() {
        let (here, _there) = duplex(16);
        let patience = patience(EVER, SOON);
        let mut slow = Reading::new(here, patience.clone());
        patience.closing.cancel();
        let error = slow.write_all(&[0; 64]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn who_reads_slowly_gets_everything() {
        let (here, mut there) = duplex(16);
        let mut here = Reading::new(here, patience(EVER, EVER));
        let reads = async {
            let mut all = Vec::new();
            let mut some = [0; 5];
            while let Ok(count @ 1..) = there.read(&mut some).await {
                all.extend_from_slice(&some[..count]);
                tokio::task::yield_now().await;
            }
            all
        };
        let sent: Vec<u8> = (0..=255).collect();
        let writes = async {
            here.write_all(&sent).await.unwrap();
            here.flush().await.unwrap();
            drop(here);
        };
        let (read, ()) = tokio::join!(reads, writes);
        assert_eq!(read, sent);
    }
}
