//! `_ai-band._tcp`: a hint for plugins in the same network. Anybody can give such a hint; pairing tells who it is.

use std::net::{IpAddr, Ipv4Addr, UdpSocket};

use mdns_sd::{ServiceDaemon, ServiceInfo};

const KIND: &str = "_ai-band._tcp.local.";

/// Given for as long as the server runs.
pub(super) struct Hint {
    daemon: ServiceDaemon,
    name: String,
}

impl Hint {
    /// `None` where this machine has no such network: a server works without.
    pub(super) fn give(port: u16, certificate: &str) -> Option<Hint> {
        let said = |error: mdns_sd::Error| tracing::warn!(%error, "plugins on other machines have to be told where this is");
        let daemon = ServiceDaemon::new().map_err(said).ok()?;
        let service = described(port, certificate).map_err(said).ok()?;
        let name = service.get_fullname().to_owned();
        daemon.register(service).map_err(said).ok()?;
        Some(Hint { daemon, name })
    }

    pub(super) fn take_back(self) {
        // Where nobody listens any more, nobody has to be told.
        let _ = self.daemon.unregister(&self.name);
        let _ = self.daemon.shutdown();
    }
}

/// Of this machine in its network, as far as it has one: where a datagram to elsewhere would leave. None is sent.
pub(super) fn address() -> Option<Ipv4Addr> {
    /// Kept for examples: nobody has it.
    const ELSEWHERE: (Ipv4Addr, u16) = (Ipv4Addr::new(192, 0, 2, 1), 9);
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect(ELSEWHERE).ok()?;
    match socket.local_addr().ok()?.ip() {
        IpAddr::V4(address) if !address.is_loopback() && !address.is_unspecified() => Some(address),
        IpAddr::V4(_) | IpAddr::V6(_) => None,
    }
}

/// What others may call this server by: it is announced under no other name.
pub(super) fn host(certificate: &str) -> String {
    format!("ai-band-{}.local", id(certificate))
}

fn id(certificate: &str) -> &str {
    certificate.get(..12).unwrap_or("plain")
}

/// The certificate's hash is no secret: a client that has paired knows the server again by it.
fn described(port: u16, certificate: &str) -> Result<ServiceInfo, mdns_sd::Error> {
    let (name, host) = (format!("AI Band {}", id(certificate)), format!("{}.", host(certificate)));
    let properties = [("version", env!("CARGO_PKG_VERSION")), ("certificate", certificate)];
    Ok(ServiceInfo::new(KIND, &name, &host, "", port, &properties[..])?.enable_addr_auto())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_has_the_port_and_what_to_know_the_server_by() {
        let hash = "ab".repeat(32);
        let service = described(8001, &hash).unwrap();
        assert_eq!((service.get_type(), service.get_port()), (KIND, 8001));
        assert_eq!(service.get_property_val_str("certificate"), Some(&*hash));
        assert!(service.get_fullname().contains("AI Band abababababab"), "{}", service.get_fullname());
        assert!(described(8001, "").is_ok(), "without TLS too");
    }
}
