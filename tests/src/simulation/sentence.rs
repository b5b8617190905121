//! What a client asks over HTTP, and what it hears: in the words of the domain and the wire, for nothing parses here.

use domain::ids::{Incarnation, InstanceId};
use domain::session::Command;
use music::clip::Hash;
use wire::rest::changes::Snapshot;

#[derive(Clone, Debug)]
pub enum Request {
    Register {
        instance: InstanceId,
        incarnation: Incarnation,
    },
    Heartbeat(InstanceId),
    Snapshot,
    Clip(Hash),
    /// Whoever does not hear what came of it does not ask again.
    Errand(Box<Command>),
    /// Once, however often it is sent.
    Once {
        key: String,
        command: Box<Command>,
    },
}

#[derive(Clone, Debug)]
pub enum Answer {
    /// It is done, or heard.
    Fine,
    Snapshot(Box<Snapshot>),
    Clip(Vec<u8>),
    /// On the disk: these events of the session.
    Done {
        first: u64,
        count: u64,
    },
    /// Nothing changed, and asking again will not help.
    Refused(String),
    /// Nothing is known of it; ask again.
    Unwell,
}
