//! A way to a server: plain to one of this machine, TLS with one certificate to any other.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::lan::certificate::{self, Certificate, Taken};

/// What is said and heard through.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

#[derive(Clone, Debug)]
pub enum Door {
    /// Nobody stands between: host and port of this machine.
    Here(String),
    There(There),
}

/// On another machine, by its number: names can be made to point anywhere.
#[derive(Clone, Debug)]
pub struct There {
    pub at: SocketAddr,
    tls: Arc<ClientConfig>,
}

impl Door {
    /// What a request says it is for.
    pub fn authority(&self) -> String {
        match self {
            Door::Here(authority) => authority.clone(),
            Door::There(there) => there.authority(),
        }
    }

    pub fn is_far(&self) -> bool {
        match self {
            Door::Here(_) => false,
            Door::There(_) => true,
        }
    }

    pub async fn open(&self) -> io::Result<Box<dyn Stream>> {
        match self {
            Door::Here(authority) => {
                let stream = TcpStream::connect(authority).await?;
                stream.set_nodelay(true)?;
                Ok(Box::new(stream))
            }
            Door::There(there) => Ok(Box::new(there.open().await?)),
        }
    }
}

impl There {
    pub fn new(at: SocketAddr, taken: Taken) -> io::Result<There> {
        let tls = certificate::config(taken).map_err(io::Error::other)?;
        Ok(There { at, tls })
    }

    /// Without the zone of a local IPv6 address, which is nobody's business at the other end.
    fn authority(&self) -> String {
        match self.at {
            SocketAddr::V4(at) => at.to_string(),
            SocketAddr::V6(at) => format!("[{}]:{}", at.ip(), at.port()),
        }
    }

    pub async fn open(&self) -> io::Result<TlsStream<TcpStream>> {
        let stream = TcpStream::connect(self.at).await?;
        stream.set_nodelay(true)?;
        let name = ServerName::IpAddress(self.at.ip().into());
        TlsConnector::from(Arc::clone(&self.tls)).connect(name, stream).await
    }

    /// The certificate that is shown there.
    pub async fn look(&self) -> io::Result<Certificate> {
        let stream = self.open().await?;
        let shown = stream.get_ref().1.peer_certificates().and_then(|chain| chain.first());
        shown.map(|first| Certificate::of(first)).ok_or_else(|| io::Error::other("no certificate is shown"))
    }
}
