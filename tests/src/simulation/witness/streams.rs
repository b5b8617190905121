//! What is promised of changes: in order, without a gap, from where a client is; and that nobody has to begin anew who
//! was told that it need not.

use std::collections::BTreeMap;

use wire::rest::changes::Change;
use wire::{Followed, Resumed};

use super::Verdict;
use crate::simulation::network::Connection;

#[derive(Default)]
pub(super) struct Streams(BTreeMap<Connection, Stream>);

#[derive(Clone, Copy, Default)]
struct Stream {
    /// What the client said that it has.
    said: Option<u64>,
    /// Where the next message has to begin.
    at: Option<u64>,
    /// It was told that it goes on where it is.
    goes_on: bool,
}

impl Streams {
    /// A client says what it has.
    pub(super) fn hello(&mut self, connection: Connection, said: Option<u64>, has: Option<u64>) -> Verdict {
        self.0.insert(connection, Stream { said, ..Stream::default() });
        if said == has { Ok(()) } else { Err(format!("a client says that it has {said:?}, and has {has:?}")) }
    }

    pub(super) fn welcomed(&mut self, connection: Connection, resumed: &Resumed) -> Verdict {
        let stream = self.0.entry(connection).or_default();
        (stream.goes_on, stream.at) = match resumed {
            Resumed::Replay => (true, stream.said),
            Resumed::SnapshotUrl(_) => (false, None),
        };
        match stream {
            Stream { goes_on: true, said: None, .. } => Err("a client goes on that has nothing".to_owned()),
            _ => Ok(()),
        }
    }

    pub(super) fn resync(&mut self, connection: Connection) {
        let stream = self.0.entry(connection).or_default();
        (stream.goes_on, stream.at) = (false, None);
    }

    pub(super) fn changes(&mut self, connection: Connection, told: &Followed) -> Verdict {
        let stream = self.0.entry(connection).or_default();
        let (from, to) = (told.changes.from, told.changes.to);
        if let Some(at) = stream.at.filter(|at| *at != from) {
            return Err(format!("changes go on from {from}, and the client has come to {at}"));
        }
        stream.at = Some(to);
        let others = told.changes.items.iter().map(|change| {
            let (Change::Changed { seq, .. } | Change::Removed { seq, .. }) = change;
            *seq
        });
        match others.into_iter().find(|seq| *seq <= from || *seq > to) {
            Some(seq) => Err(format!("changes from {from} to {to} tell of event {seq}")),
            None => Ok(()),
        }
    }

    pub(super) fn snapshot_wanted(&self, connection: Connection) -> Verdict {
        match self.0.get(&connection).filter(|stream| stream.goes_on) {
            Some(stream) => {
                Err(format!("a client that goes on from {:?} has to fetch everything", stream.said))
            }
            None => Ok(()),
        }
    }
}
