//! Music is asked for: the seed's words, and ours beside them.

use serde::{Deserialize, Serialize};

use crate::lane::Lane;
use crate::list;
use crate::number::{BarNumber, Beats, Bpm, Seed};
use crate::rest::job::State;
use crate::text::{ChartText, Id, KeyText, Progression};

/// `POST /api/midi/generate`. Everything may be missing: then it is the session's chart, and all chairs of its style.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Generate {
    /// The message's name, where a client sends the same over both doors.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    #[serde(
        default,
        deserialize_with = "list::or_none::<_, _, 1, 8>",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", schema(min_items = 1, max_items = 8))]
    pub track_types: Option<Vec<Lane>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chord_progression: Option<Progression>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tempo: Option<Bpm>,
    /// In beats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<Beats>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<KeyText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Id>,
    /// Instead of `chord_progression`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chart: Option<ChartText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<Seed>,
    /// Instead of `track_types`.
    #[serde(
        default,
        deserialize_with = "list::or_none::<_, _, 1, 8>",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", schema(min_items = 1, max_items = 8))]
    pub lanes: Option<Vec<Lane>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bars: Option<Bars>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = MessageKind))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    GenerateRequest,
}

/// Bars of the song in the order they are played, `[from, to)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Bars {
    pub from: BarNumber,
    pub to: BarNumber,
}

/// 202: it is written down and will be done, whatever happens to this process.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Accepted {
    pub job_id: String,
    pub status: State,
    pub session: Id,
    /// Where to ask how it is going; also in `Location`.
    pub url: String,
}
