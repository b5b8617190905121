//! Which names this server is called by: a request for another host, or from a page of another origin, is turned away.
//!
//! A page on the internet can make a browser send requests to this machine (by a name that it lets point here, or
//! straight to the port). It cannot choose what the browser says in `Host` and `Origin`.

use std::net::{IpAddr, Ipv6Addr};

/// Names of this server, without ports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doors {
    /// `localhost`, then those that were given.
    names: Vec<String>,
    /// Any address of this machine, where others may come in: by number nobody is fooled.
    any_address: bool,
}

impl Doors {
    pub fn new(others: &[String], is_lan: bool) -> Doors {
        let mut names = vec!["localhost".to_owned()];
        names.extend(others.iter().map(|name| name.to_lowercase()));
        Doors { names, any_address: is_lan }
    }

    /// Whether a request with this `Host` (or `:authority`) is for here.
    pub fn admit_host(&self, host: &str) -> bool {
        split(host).is_some_and(|name| self.is_ours(name))
    }

    /// Whether a page of this origin may ask at `hosts`, which is how the request calls this server: its own pages may,
    /// and those of the names that were given to it. `null` is nobody's, and what another port shows is not ours.
    pub fn admit_origin(&self, origin: &str, hosts: &[&str]) -> bool {
        let after = ["http://", "https://"].iter().find_map(|scheme| origin.strip_prefix(scheme));
        let Some(page) = after.filter(|host| !host.contains(['/', '?', '#', '@'])) else { return false };
        let is_own = hosts.iter().any(|host| host.eq_ignore_ascii_case(page));
        let is_given = || {
            split(page).is_some_and(|name| self.names[1..].iter().any(|ours| ours.eq_ignore_ascii_case(name)))
        };
        self.admit_host(page) && (is_own || is_given())
    }

    fn is_ours(&self, name: &str) -> bool {
        if let Some(address) = address(name) {
            return address.is_loopback() || self.any_address;
        }
        self.names.iter().any(|ours| ours.eq_ignore_ascii_case(name))
    }
}

fn address(name: &str) -> Option<IpAddr> {
    match name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inside) => inside.parse::<Ipv6Addr>().ok().map(IpAddr::V6),
        None => name.parse().ok().filter(IpAddr::is_ipv4),
    }
}

/// The name without its port; a port is digits or nothing.
fn split(host: &str) -> Option<&str> {
    let port_at = match host.rfind(':') {
        Some(place) if !host[place..].contains(']') => place,
        Some(_) | None => return (!host.is_empty()).then_some(host),
    };
    let (name, port) = (&host[..port_at], &host[port_at + 1..]);
    let is_port =
        !port.is_empty() && port.parse::<u16>().is_ok() && port.bytes().all(|byte| byte.is_ascii_digit());
    (is_port && !name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_server_is_asked_by_name() {
        let alone = Doors::new(&["studio.local".to_owned()], false);
        let lan = Doors::new(&[], true);
        for (host, here, there) in [
            ("localhost", true, true),
            ("localhost:8000", true, true),
            ("LOCALHOST:8000", true, true),
            ("127.0.0.1:8000", true, true),
            ("127.9.9.9", true, true),
            ("[::1]:8000", true, true),
            ("[::1]", true, true),
            ("studio.local:8000", true, false),
            ("192.168.1.7:8000", false, true),
            ("[fe80::1]:8000", false, true),
            ("evil.example", false, false),
            ("localhost.evil.example", false, false),
            ("127.0.0.1.evil.example", false, false),
            ("localhost:8000.evil.example", false, false),
            ("localhost:", false, false),
            ("localhost:99999", false, false),
            ("localhost:+80", false, false),
            ("user@localhost", false, false),
            ("::1", false, false),
            ("[::1", false, false),
            ("0x7f.1", false, false),
            ("2130706433", false, false),
            (":8000", false, false),
            ("", false, false),
            ("localhost\0", false, false),
            ("localhost.", false, false),
        ] {
            assert_eq!((alone.admit_host(host), lan.admit_host(host)), (here, there), "{host:?}");
        }
    }

    #[test]
    fn only_this_servers_own_pages_ask() {
        let alone = Doors::new(&["studio.local".to_owned()], false);
        let lan = Doors::new(&[], true);
        // The page, how the request calls this server, and whether it may ask alone and with others.
        for (origin, host, here, there) in [
            ("http://localhost:8000", "localhost:8000", true, true),
            ("https://127.0.0.1:8000", "127.0.0.1:8000", true, true),
            ("http://[::1]:8000", "[::1]:8000", true, true),
            ("https://192.168.1.7:8001", "192.168.1.7:8001", false, true),
            ("https://studio.local", "studio.local:8001", true, false),
            ("http://localhost:3000", "localhost:8000", false, false),
            ("http://203.0.113.5", "192.168.1.7:8001", false, false),
            ("http://203.0.113.5:8001", "localhost:8001", false, false),
            ("http://127.0.0.1:9999", "127.0.0.1:8000", false, false),
            ("null", "localhost:8000", false, false),
            ("", "", false, false),
            ("http://", "", false, false),
            ("http://evil.example", "evil.example", false, false),
            ("http://localhost.evil.example:8000", "localhost:8000", false, false),
            ("http://localhost:8000/evil", "localhost:8000", false, false),
            ("http://localhost@evil.example", "localhost", false, false),
            ("file://", "", false, false),
            ("chrome-extension://localhost", "localhost", false, false),
            ("HTTP://localhost", "localhost", false, false),
        ] {
            let both = (alone.admit_origin(origin, &[host]), lan.admit_origin(origin, &[host]));
            assert_eq!(both, (here, there), "{origin:?} at {host:?}");
        }
    }
}
