//! Connections that say at once what they have to say, and on which it shows soon who does not listen.

use std::future::{Ready, ready};
use std::io;

use axum_server::accept::Accept;
use tokio::net::TcpStream;

use super::patience::{Patience, Reading};

/// What the system keeps for a client before it was sent. It would take megabytes, which at some kilobytes a second is a
/// quarter of an hour of what is no longer true; what waits, waits where newer words can still replace it.
#[cfg(target_os = "linux")]
const UNSENT_BYTES_MAX: u32 = 16 * 1024;

pub(super) fn prompt(stream: &mut TcpStream) {
    if let Err(error) = set(stream) {
        tracing::debug!(%error, "a connection goes at its own pace");
    }
}

fn set(stream: &TcpStream) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    socket2::SockRef::from(stream).set_tcp_notsent_lowat(UNSENT_BYTES_MAX)?;
    // What is said is short and due now: nothing waits for more to go along with it.
    stream.set_nodelay(true)
}

/// The same below TLS, and only as long as there is patience.
#[derive(Clone, Debug)]
pub(super) struct Prompt {
    pub patience: Patience,
}

impl<Service> Accept<TcpStream, Service> for Prompt {
    type Stream = Reading<TcpStream>;
    type Service = Service;
    type Future = Ready<io::Result<(Reading<TcpStream>, Service)>>;

    fn accept(&self, mut stream: TcpStream, service: Service) -> Self::Future {
        prompt(&mut stream);
        ready(Ok((Reading::new(stream, self.patience.clone()), service)))
    }
}
