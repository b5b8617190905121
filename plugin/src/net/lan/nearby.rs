//! Servers that say in the network that they are there. Anybody can say so: it is a place to knock at and no more.
//!
//! One listener for all instances of a process, and only while one of them wants it.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use mdns_sd::{Receiver, ResolvedService, ServiceDaemon, ServiceEvent};

use super::certificate::Certificate;

const KIND: &str = "_ai-band._tcp.local.";
/// Nobody has as many; whoever pretends to be more is not heard.
const HINTS_MAX: usize = 32;
const ADDRESSES_MAX: usize = 4;
const NAME_CHARS_MAX: usize = 64;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub name: String,
    /// The one it is most likely reached at first.
    pub at: Vec<SocketAddr>,
    /// What it says it shows.
    pub certificate: Certificate,
}

/// Listens for as long as it lives.
pub struct Nearby {
    daemon: ServiceDaemon,
    heard: Mutex<Heard>,
}

struct Heard {
    events: Receiver<ServiceEvent>,
    hints: Hints,
}

/// By the name of the service.
#[derive(Debug, Default)]
pub struct Hints {
    all: BTreeMap<String, Hint>,
}

static LISTENER: Mutex<Weak<Nearby>> = Mutex::new(Weak::new());

impl Nearby {
    /// The process's own; `None` where this machine has no such network.
    pub fn listen() -> Option<Arc<Nearby>> {
        let mut listener = LISTENER.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(nearby) = listener.upgrade() {
            return Some(nearby);
        }
        let daemon = ServiceDaemon::new().ok()?;
        let events = daemon.browse(KIND).ok()?;
        let heard = Mutex::new(Heard { events, hints: Hints::default() });
        let nearby = Arc::new(Nearby { daemon, heard });
        *listener = Arc::downgrade(&nearby);
        Some(nearby)
    }

    /// What is known by now.
    pub fn hints(&self) -> Vec<Hint> {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        while let Ok(event) = heard.events.try_recv() {
            match event {
                ServiceEvent::ServiceResolved(service) => heard.hints.hear(&service),
                ServiceEvent::ServiceRemoved(_, name) => heard.hints.lose(&name),
                // The library may say more one day.
                _ => {}
            }
        }
        heard.hints.all()
    }
}

impl Drop for Nearby {
    fn drop(&mut self) {
        if let Ok(ended) = self.daemon.shutdown() {
            // Its thread does not outlive the library it is in.
            let _ = ended.recv_timeout(std::time::Duration::from_secs(1));
        }
    }
}

impl Hints {
    pub fn hear(&mut self, service: &ResolvedService) {
        let known = self.all.contains_key(&service.fullname);
        if (known || self.all.len() < HINTS_MAX)
            && let Some(hint) = Hint::of(service)
        {
            self.all.insert(service.fullname.clone(), hint);
        }
    }

    pub fn lose(&mut self, name: &str) {
        self.all.remove(name);
    }

    pub fn all(&self) -> Vec<Hint> {
        self.all.values().cloned().collect()
    }
}

impl Hint {
    fn of(service: &ResolvedService) -> Option<Hint> {
        let said = service.txt_properties.get_property_val_str("certificate")?;
        let certificate = Certificate::read(said)?;
        let name = service.fullname.strip_suffix(KIND).unwrap_or(&service.fullname);
        let name: String = name.trim_end_matches('.').chars().filter(|char| !char.is_control()).collect();
        let mut addresses: Vec<IpAddr> =
            service.addresses.iter().map(mdns_sd::ScopedIp::to_ip_addr).filter(is_reachable).collect();
        // Numbers that are read out, before those that nobody reads out.
        addresses.sort_by_key(|ip| (ip.is_ipv6(), ip.is_loopback(), *ip));
        addresses.truncate(ADDRESSES_MAX);
        let at: Vec<SocketAddr> = addresses.into_iter().map(|ip| SocketAddr::new(ip, service.port)).collect();
        let is_somewhere = !at.is_empty() && service.port != 0;
        is_somewhere.then(|| Hint { name: name.chars().take(NAME_CHARS_MAX).collect(), at, certificate })
    }
}

/// A local IPv6 address is none without its interface.
fn is_reachable(ip: &IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => !ip.is_unspecified() && !ip.is_multicast() && !ip.is_broadcast(),
        IpAddr::V6(ip) => !ip.is_unspecified() && !ip.is_multicast() && !ip.is_unicast_link_local(),
    }
}
