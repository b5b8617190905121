//! What the orchestrator says on the socket.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::exact::{ExactBeat, Nanos};
use crate::plugin_to_orchestrator::Loop;
use crate::rest::changes::Changes;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToPlugin {
    Welcome(Welcome),
    Pong(Pong),
    Timeline(Timeline),
    Position(Position),
    Changes(Followed),
    Clip(Clip),
    MidiReady(MidiReady),
    Reply(Reply),
    TransportSync(TransportSync),
    Resync(Resync),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Welcome {
    pub proto: u32,
    pub session: String,
    /// Who you are here: yours, or another when yours was taken by somebody who is alive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    pub journal_id: String,
    /// Times of another epoch mean nothing: estimate the clock anew.
    pub clock_epoch: String,
    pub server_time: Nanos,
    pub settings: BTreeMap<String, serde_json::Value>,
    pub resume: Resumed,
}

/// What follows a welcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resumed {
    /// The changes since the client's cursor.
    Replay,
    /// Too much has passed: fetch this, then follow from its cursor.
    SnapshotUrl(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pong {
    pub id: u64,
    pub t0: Nanos,
    /// When the ping was read, when this was written; of the server's clock.
    pub t1: Nanos,
    pub t2: Nanos,
}

/// Where the song is, for ever: `beat(t) = beat0 + (t - at_ns) · bpm / 60`. How late this message is does not matter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Timeline {
    pub clock_epoch: String,
    /// One more with every change; an older one that comes late is thrown away.
    pub rev: u64,
    pub leader: Leader,
    pub playing: bool,
    /// In order of time; each holds from its `at_ns` on.
    pub segments: Vec<Segment>,
    #[serde(rename = "loop", skip_serializing_if = "Option::is_none")]
    pub looped: Option<Loop>,
    pub meter: [u8; 2],
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    pub bpm: f64,
    pub beat0: ExactBeat,
    pub at_ns: Nanos,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leader {
    /// The session's own clock.
    Session,
    /// An instance whose host plays.
    Instance(String),
}

/// Where the song is now, for who only shows it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Position {
    pub n: u64,
    pub beat: ExactBeat,
    pub at_ns: Nanos,
    pub playing: bool,
    pub bpm: f64,
}

/// What became of the things a client keeps, in order and without a gap: `from` is what the client has, `to` what it
/// has then, also where nothing in between was for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Followed {
    pub scope: String,
    #[serde(flatten)]
    pub changes: Changes,
}

/// A clip that will be needed: fetch it before it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clip {
    pub region: u64,
    /// `sha256:` and 64 digits.
    pub sha256: String,
    pub len: u64,
    pub url: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MidiReady {
    pub filename: String,
    pub track_type: String,
    /// In beats.
    pub duration: f64,
    pub key: String,
}

/// To each request of this socket one, in the order they came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The request's `type`.
    pub to: String,
    #[serde(flatten)]
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Accepted {
        job: String,
    },
    Refused {
        code: String,
        detail: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        allowed: Vec<String>,
    },
}

/// The seed's word for where the song is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TransportSync {
    #[serde(rename = "isPlaying")]
    pub is_playing: bool,
    #[serde(rename = "currentBeat")]
    pub current_beat: f64,
    pub tempo: f64,
    /// RFC 3339, in UTC.
    pub timestamp: String,
}

/// What you have can no longer be brought up to date by changes: fetch the snapshot and follow from its cursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resync {
    pub reason: String,
    pub snapshot_url: String,
}
