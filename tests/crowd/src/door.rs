//! Where a server is, and what lets a client in.

use tokio::net::{TcpSocket, TcpStream};

#[derive(Clone, Debug)]
pub struct Door {
    pub port: u16,
    pub token: String,
}

impl Door {
    pub async fn connect(&self) -> std::io::Result<TcpStream> {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).await?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }

    /// As somebody for whom the system keeps next to nothing: who does not read it is felt at the other end at once.
    pub async fn connect_narrow(&self) -> std::io::Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        socket.set_recv_buffer_size(NARROW_BYTES)?;
        socket.connect(([127, 0, 0, 1], self.port).into()).await
    }
}

/// Some ten messages.
const NARROW_BYTES: u32 = 2 * 1024;
