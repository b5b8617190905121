//! Everything a client may see, from a cursor on: what is now, and what changes.

use serde::{Deserialize, Serialize};

use crate::number::{self, Sequence};
use crate::rest::chart::Chart;
use crate::rest::job::Job;
use crate::rest::plugin::Instance;
use crate::rest::region::Region;
use crate::rest::rule::Rule;
use crate::rest::session::{Chair, Session};
use crate::rest::transport::Position;
use crate::text::Id;

/// One thing that clients keep, whole. Files are not among them: there may be any number, and lists have pages.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "entity", content = "body", rename_all = "snake_case")]
pub enum Entity {
    Session(Session),
    Chart(Chart),
    Lane(Chair),
    Region(Region),
    Instance(Instance),
    Rule(Rule),
    Transport(Position),
    Job(Job),
}

/// Its name in `entity`, on the wire and wherever things are kept by kind.
impl Entity {
    pub const SESSION: &str = "session";
    pub const CHART: &str = "chart";
    pub const LANE: &str = "lane";
    pub const REGION: &str = "region";
    pub const INSTANCE: &str = "instance";
    pub const RULE: &str = "rule";
    pub const TRANSPORT: &str = "transport";
    pub const JOB: &str = "job";

    pub const fn kind(&self) -> &'static str {
        match self {
            Entity::Session(_) => Entity::SESSION,
            Entity::Chart(_) => Entity::CHART,
            Entity::Lane(_) => Entity::LANE,
            Entity::Region(_) => Entity::REGION,
            Entity::Instance(_) => Entity::INSTANCE,
            Entity::Rule(_) => Entity::RULE,
            Entity::Transport(_) => Entity::TRANSPORT,
            Entity::Job(_) => Entity::JOB,
        }
    }
}

/// `GET /api/snapshot`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Snapshot {
    pub scope: String,
    /// What numbers belong to: another one once data was restored.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(required = true))]
    pub journal_id: String,
    /// What `state` has in it; follow `/api/changes?journal_id=…&after=` this.
    pub seq: u64,
    pub state: Vec<Kept>,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Kept {
    /// Names it among its kind.
    pub id: String,
    #[serde(flatten)]
    pub entity: Entity,
}

/// What became of one thing by one fact.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Change {
    Changed {
        scope: String,
        seq: u64,
        id: String,
        /// Grows with every change of this thing: an earlier one that comes later is old.
        rev: u64,
        #[serde(flatten)]
        entity: Entity,
    },
    Removed {
        scope: String,
        seq: u64,
        entity: String,
        id: String,
    },
}

/// Data of an event of the stream: everything after `from` up to and with `to`, though it may be nothing to see.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Changes {
    pub from: u64,
    pub to: u64,
    pub items: Vec<Change>,
}

/// The same in a stream of server-sent events, whose ids are `journal_id/to`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Streamed {
    pub journal_id: String,
    #[serde(flatten)]
    pub changes: Changes,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "schema", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ChangesQuery {
    #[serde(default)]
    #[cfg_attr(feature = "schema", param(value_type = Option<Id>))]
    pub session: Option<Id>,
    /// The last fact that is known; only what comes from now on where it is missing.
    #[serde(default, deserialize_with = "number::from_text")]
    #[cfg_attr(feature = "schema", param(value_type = Option<Sequence>))]
    pub after: Option<Sequence>,
    /// The journal that `after` is a number of, as the snapshot has it.
    #[serde(default)]
    #[cfg_attr(feature = "schema", param(value_type = Option<Id>))]
    pub journal_id: Option<Id>,
}
