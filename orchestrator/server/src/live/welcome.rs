//! The first word to whoever said hello: who it is here, by which clock, and where its changes go on.

use domain::time::WallTime;
use serde_json::json;
use wire::limits::{LEASE_SECONDS, POSITION_EVERY_MS};
use wire::{Nanos, PROTOCOL, Resume, Resumed, Welcome};

use super::Live;
use super::guest::{Guest, Moment};
use super::resume::Cursor;
use super::telling::snapshot_url;

impl Live {
    /// It has sat down, and says what it has.
    pub fn welcome(&self, guest: &mut Guest, resume: Option<&Resume>, now: Moment) -> Welcome {
        let session = guest.stage.session().clone();
        let resume = match guest.resume(resume, &self.journal_id, now) {
            Cursor::Replay { .. } => Resumed::Replay,
            Cursor::Snapshot { .. } => Resumed::SnapshotUrl(snapshot_url(&session)),
        };
        let settings = [
            ("lease_seconds".to_owned(), json!(LEASE_SECONDS)),
            ("sync_interval_ms".to_owned(), json!(POSITION_EVERY_MS)),
        ];
        let WallTime(server_time) = now.wall;
        Welcome {
            proto: PROTOCOL,
            session: session.to_string(),
            instance: guest.instance.as_ref().map(ToString::to_string),
            journal_id: self.journal_id.clone(),
            clock_epoch: self.clock_epoch(),
            server_time: Nanos(server_time),
            settings: settings.into(),
            resume,
        }
    }
}
