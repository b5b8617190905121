//! What a plugin, a browser or a script says on the socket.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::exact::{ExactBeat, Nanos};
use crate::rest::generate::Generate;
use crate::text::Id;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToOrchestrator {
    Hello(Hello),
    Ping(Ping),
    HostTransport(HostTransport),
    Switched(Switched),
    /// As the body of `POST /api/midi/generate`; answered by a `reply`.
    GenerateRequest(Box<Generate>),
    /// The seed's word for where its host is; it has no better one.
    TransportSync(crate::TransportSync),
}

/// The first word of a client that knows this protocol.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hello {
    pub proto: u32,
    /// Absent for who plays nothing: a browser, a script.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resume: Option<Resume>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subscribe: Vec<Topic>,
}

/// How far a client has come, scope by scope. The cursor is the client's: nothing is acknowledged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resume {
    pub journal_id: String,
    pub after: BTreeMap<String, u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    Changes,
    /// Which sessions there are, as far as the token may see them.
    House,
    Timeline,
    Positions,
    Clips,
    /// The seed's messages, for who said hello and wants them all the same.
    TransportSync,
    MidiReady,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ping {
    pub id: u64,
    /// Of the client's own clock; it comes back as it was.
    pub t0: Nanos,
}

/// What the host says of its transport, with the moment (of the server's clock, as the client estimates it) it holds for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostTransport {
    pub playing: bool,
    pub beat: ExactBeat,
    pub at_ns: Nanos,
    pub bpm: f64,
    pub meter: [u8; 2],
    #[serde(rename = "loop", default, skip_serializing_if = "Option::is_none")]
    pub looped: Option<Loop>,
    /// A bounce: it plays by its own clock and never leads.
    #[serde(default)]
    pub offline: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Loop {
    pub start: ExactBeat,
    pub end: ExactBeat,
}

/// A player's report: this revision entered at this beat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switched {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latent: Option<String>,
    pub revision: u64,
    pub beat: ExactBeat,
}
