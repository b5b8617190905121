//! The session's transport: start, stop, pause, reset, seek, tempo, loop, and where it is.

use serde::{Deserialize, Serialize};

use crate::number::{Beat, Bpm};
use crate::text::Id;

/// Routes that name no session mean `default`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "schema", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct SessionQuery {
    #[serde(default)]
    #[cfg_attr(feature = "schema", param(value_type = Option<Id>))]
    pub session: Option<Id>,
}

/// `POST /api/transport/seek`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Seek {
    pub beat: Beat,
}

/// `POST /api/transport/tempo`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetTempo {
    pub tempo: Bpm,
}

/// `POST /api/transport/loop`: both places, or neither to play on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetLoop {
    pub enabled: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_beat: Option<Beat>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_beat: Option<Beat>,
}

/// `GET /api/transport/position`, in the words of the seed's `transport_sync`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Position {
    #[serde(rename = "isPlaying")]
    pub is_playing: bool,
    #[serde(rename = "currentBeat")]
    pub current_beat: f64,
    pub tempo: f64,
    /// RFC 3339, UTC: when it was so.
    pub timestamp: String,
    pub session: Id,
    /// The same place exactly: 1/2³¹ beat, as decimal digits.
    pub beat: String,
    #[serde(rename = "loop", default, skip_serializing_if = "Option::is_none")]
    pub looped: Option<Loop>,
    /// `session`, or the name of the instance whose host leads.
    pub leader: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Loop {
    pub start_beat: f64,
    pub end_beat: f64,
}

/// What became of it: at the session, and at each instance.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Moved {
    #[serde(flatten)]
    pub position: Position,
    pub applied: Vec<Applied>,
}

/// What is known of an instance when this is answered; nobody waits for it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Applied {
    pub plugin_id: Id,
    /// It is told over a socket of its own, and its host is not known to play by itself.
    pub applied: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}
