//! Ports: this machine's two loopback addresses under one number; for other machines, another one on every address.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use socket2::SockRef;

use crate::config::{PORTS_TRIED, Setting, Source};

/// Clients that knock at the same moment: with the usual 128, the next ones are heard when they knock again, a second
/// later. A system that allows fewer takes as many as it allows.
const KNOCKING_MAX: i32 = 1_024;

/// Who can reach a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    ThisMachine,
    Everybody,
}

/// What a server listens on; all of them have one port.
pub(super) struct Listening {
    pub listeners: Vec<TcpListener>,
    pub port: u16,
    /// Said plainly where it is not the one that was asked for.
    pub instead_of: Option<u16>,
}

#[derive(Debug, thiserror::Error)]
pub enum PortError {
    #[error("a port was taken and cannot be listened on: {0}; start the server anew")]
    Unusable(io::Error),
    #[error(
        "ports {first} to {last} are all taken; stop the server that has them, or name another: ai-band serve --port N"
    )]
    AllTaken { first: u16, last: u16 },
    #[error("port {port} ({asked_by}) cannot be listened on: {why}; name another: ai-band serve --port N")]
    Refused { port: u16, asked_by: Source, why: io::Error },
}

/// On the first port that is free, from the one that was asked for on.
pub(super) fn listen(asked: &Setting<u16>, reach: Reach) -> Result<Listening, PortError> {
    let first = asked.value;
    let last = if first == 0 { 0 } else { first.saturating_add(PORTS_TRIED - 1) };
    for port in first..=last {
        match listen_on(port, reach) {
            Ok((listeners, found)) => {
                let instead_of = (first != 0 && found != first).then_some(first);
                return Ok(Listening { listeners, port: found, instead_of });
            }
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(why) => return Err(PortError::Refused { port, asked_by: asked.source.clone(), why }),
        }
    }
    Err(PortError::AllTaken { first, last })
}

/// Both or none: a client that tries the other address must not meet another server.
fn listen_on(port: u16, reach: Reach) -> io::Result<(Vec<TcpListener>, u16)> {
    let (four, six): (IpAddr, IpAddr) = match reach {
        Reach::Everybody => (Ipv4Addr::UNSPECIFIED.into(), Ipv6Addr::UNSPECIFIED.into()),
        Reach::ThisMachine => (Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()),
    };
    let first = bind(SocketAddr::new(four, port))?;
    let found = first.local_addr()?.port();
    match bind(SocketAddr::new(six, found)) {
        Ok(second) => Ok((vec![first, second], found)),
        // Where an unspecified IPv6 address takes IPv4 with it, or there is no IPv6, one is enough.
        Err(error) if reach == Reach::Everybody || error.kind() != ErrorKind::AddrInUse => {
            Ok((vec![first], found))
        }
        Err(error) if port == 0 => listen_on(0, reach).map_err(|_| error),
        Err(error) => Err(error),
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    SockRef::from(&listener).listen(KNOCKING_MAX)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(port: u16) -> Setting<u16> {
        Setting { value: port, source: Source::Flag("port") }
    }

    #[test]
    fn a_port_that_is_taken_gives_way_to_the_next_and_it_is_said() {
        let holder = listen(&asked(0), Reach::ThisMachine).unwrap();
        assert_eq!(holder.instead_of, None, "any port was asked for");
        let next = listen(&asked(holder.port), Reach::ThisMachine).unwrap();
        assert!(next.port > holder.port);
        assert_eq!(next.instead_of, Some(holder.port));
    }

    #[test]
    fn both_loopback_addresses_are_one_server() {
        let listening = listen(&asked(0), Reach::ThisMachine).unwrap();
        for listener in &listening.listeners {
            let address = listener.local_addr().unwrap();
            assert!(address.ip().is_loopback() && address.port() == listening.port, "{address}");
        }
    }

    #[test]
    fn when_nothing_is_free_the_way_out_is_named() {
        let last = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let error = PortError::AllTaken { first: 8000, last: 8015 }.to_string();
        assert!(error.contains("8000 to 8015") && error.contains("--port"), "{error}");
        let why = io::Error::from(ErrorKind::PermissionDenied);
        let error =
            PortError::Refused { port: 80, asked_by: Source::Environment("AI_BAND_PORT"), why }.to_string();
        assert!(error.contains("port 80 (AI_BAND_PORT)") && error.contains("--port N"), "{error}");
        drop(last);
    }
}
