//! Where a server on another machine is, as somebody types it.

use std::fmt;

/// The second port of a server that has the first one for its own machine.
pub const PORT: u16 = 8_001;
/// No host has a longer name.
const HOST_CHARS_MAX: usize = 253;

/// A host's name or number, and a port.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// Without the brackets of IPv6.
    pub host: String,
    pub port: u16,
}

/// What somebody typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A file on this machine.
    Path,
    Address(Address),
    /// Neither; what to do about it.
    Wrong(String),
}

impl Typed {
    pub fn read(text: &str) -> Typed {
        let text = text.trim();
        let wrong = |why: &str| Typed::Wrong(format!("\"{text}\": {why}"));
        if text.starts_with("http://") {
            return wrong("without TLS a plugin speaks to its own machine only; type the https address");
        }
        let rest = text.strip_prefix("https://").map(|rest| rest.trim_end_matches('/'));
        let is_path = text.contains(['/', '\\']) || text.ends_with(".json") || text.starts_with('.');
        if rest.is_none() && is_path {
            return Typed::Path;
        }
        match Address::read(rest.unwrap_or(text)) {
            Some(address) => Typed::Address(address),
            None => wrong("this is no address; type a host and a port, for example 192.168.1.7:8001"),
        }
    }
}

impl Address {
    /// `host`, `host:port`, `[::1]:port`.
    pub fn read(text: &str) -> Option<Address> {
        let (host, port) = match text.strip_prefix('[') {
            Some(rest) => {
                let (host, after) = rest.split_once(']')?;
                host.parse::<std::net::Ipv6Addr>().ok()?;
                (host, after.strip_prefix(':').or(after.is_empty().then_some(""))?)
            }
            // More colons than one are a number that lacks its brackets.
            None => text.split_once(':').unwrap_or((text, "")),
        };
        let is_host = text.starts_with('[')
            || host.chars().all(|char| char.is_ascii_alphanumeric() || ".-_".contains(char));
        let is_port = port.bytes().all(|byte| byte.is_ascii_digit());
        if host.is_empty() || host.len() > HOST_CHARS_MAX || !is_host || !is_port {
            return None;
        }
        let port = if port.is_empty() { PORT } else { port.parse().ok().filter(|port| *port != 0)? };
        Some(Address { host: host.to_owned(), port })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}
