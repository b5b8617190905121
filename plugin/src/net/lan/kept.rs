//! What this machine keeps of servers it was paired with: their certificates, and a key of its own for each.
//!
//! One file in the user's configuration, for all instances of all hosts; nothing of it is ever in a project.

use std::fmt;
use std::path::{Path, PathBuf};

use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde::{Deserialize, Serialize};
use wire::hex;
use wire::number::Sequence;
use wire::rest::auth::Assert;

use super::certificate::Certificate;
use crate::net::private_file::{self, Fault};

/// Nobody has more studios; the one that was used longest ago goes.
pub const SERVERS_MAX: usize = 32;
/// Places a server was seen at; more are another network's.
pub const ADDRESSES_MAX: usize = 8;
const VERSION: u32 = 1;

/// The file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    path: PathBuf,
}

/// What lets this machine in at one server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    pub certificate: Certificate,
    /// Who this machine is there.
    pub principal: String,
    pub key: Key,
    /// Where it was seen, the last place first.
    pub addresses: Vec<String>,
}

/// The seed of an Ed25519 key; never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{path} can be read or written by others; delete it and pair again")]
    Open { path: String },
    #[error("{path} cannot be read: {why}; delete it and pair again")]
    Damaged { path: String, why: String },
    #[error("{path} cannot be written: {why}; the folder must be writable and have room")]
    Unwritable { path: String, why: String },
}

impl Kept {
    pub fn at(path: &Path) -> Kept {
        Kept { path: path.to_owned() }
    }

    /// The one that was used last first; none where nothing was ever kept.
    pub fn read(&self) -> Result<Vec<Credential>, Error> {
        let path = || self.path.display().to_string();
        let damaged = |why: String| Error::Damaged { path: path(), why };
        let text = match private_file::read(&self.path) {
            Ok(text) => text,
            Err(Fault::Missing) => return Ok(Vec::new()),
            Err(Fault::Open) => return Err(Error::Open { path: path() }),
            Err(Fault::Unreadable(why)) => return Err(damaged(why)),
        };
        let page: Page = serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))?;
        if page.version != VERSION {
            return Err(damaged(format!("it is of version {}, which is not this one", page.version)));
        }
        let read = |line: Line| line.read().ok_or_else(|| damaged("a key in it is none".to_owned()));
        page.servers.into_iter().take(SERVERS_MAX).map(read).collect()
    }

    /// In place of what was kept of the same server, and the first one that is tried from now on.
    pub fn keep(&self, credential: Credential) -> Result<(), Error> {
        self.change(|servers| {
            servers.retain(|known| known.certificate != credential.certificate);
            servers.insert(0, credential);
            servers.truncate(SERVERS_MAX);
        })
    }

    /// It was seen there.
    pub fn note(&self, certificate: &Certificate, address: &str) -> Result<(), Error> {
        self.change(|servers| {
            if let Some(known) = servers.iter_mut().find(|known| known.certificate == *certificate) {
                known.addresses.retain(|at| at != address);
                known.addresses.insert(0, address.to_owned());
                known.addresses.truncate(ADDRESSES_MAX);
            }
        })
    }

    pub fn forget(&self, certificate: &Certificate) -> Result<(), Error> {
        self.change(|servers| servers.retain(|known| known.certificate != *certificate))
    }

    /// One at a time, however many hosts are open.
    fn change(&self, change: impl FnOnce(&mut Vec<Credential>)) -> Result<(), Error> {
        let unwritable = |error: std::io::Error| Error::Unwritable {
            path: self.path.display().to_string(),
            why: error.to_string(),
        };
        let _lock = private_file::lock(&self.path).map_err(unwritable)?;
        let mut servers = self.read()?;
        change(&mut servers);
        let page = Page { version: VERSION, servers: servers.iter().map(Line::of).collect() };
        let text = serde_json::to_string_pretty(&page).map_err(|error| unwritable(error.into()))?;
        private_file::write(&self.path, &text).map_err(unwritable)
    }
}

impl Key {
    /// `None` where this machine has no chance to give.
    pub fn fresh() -> Option<Key> {
        chance().map(Key)
    }

    /// What the server is told, in hexadecimal.
    pub fn public(&self) -> Option<String> {
        Some(hex::encode(self.pair()?.public_key().as_ref()))
    }

    fn pair(&self) -> Option<Ed25519KeyPair> {
        Ed25519KeyPair::from_seed_unchecked(&self.0).ok()
    }
}

impl Credential {
    /// Says who this is, to this server, at this second; good once.
    pub fn assertion(&self, at_seconds: u64) -> Option<Assert> {
        let nonce = hex::encode(&chance()?[..16]);
        let mut assert = Assert {
            principal: self.principal.parse().ok()?,
            at: Sequence::new(at_seconds)?,
            nonce: nonce.parse().ok()?,
            signature: "00".parse().ok()?,
        };
        let signed = assert.signed(&self.certificate.to_string());
        let signature = self.key.pair()?.sign(signed.as_bytes());
        assert.signature = hex::encode(signature.as_ref()).parse().ok()?;
        Some(assert)
    }
}

fn chance() -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(bytes)
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

#[derive(Serialize, Deserialize)]
struct Page {
    version: u32,
    servers: Vec<Line>,
}

/// As it stands in the file.
#[derive(Serialize, Deserialize)]
struct Line {
    certificate: String,
    principal: String,
    key: String,
    addresses: Vec<String>,
}

impl Line {
    fn of(credential: &Credential) -> Line {
        Line {
            certificate: credential.certificate.to_string(),
            principal: credential.principal.clone(),
            key: hex::encode(&credential.key.0),
            addresses: credential.addresses.clone(),
        }
    }

    fn read(self) -> Option<Credential> {
        let key = Key(hex::decode(&self.key)?.try_into().ok()?);
        let certificate = Certificate::read(&self.certificate)?;
        let mut addresses = self.addresses;
        addresses.truncate(ADDRESSES_MAX);
        Some(Credential { certificate, principal: self.principal, key, addresses })
    }
}
