//! Sessions: one band, one song each.

use serde::{Deserialize, Serialize};

use crate::lane::Lane;
use crate::number::ChannelNumber;
use crate::text::{Id, Name};

/// `POST /api/sessions`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// What it is called in addresses.
    pub session: Id,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Session {
    pub session: Id,
    pub name: String,
    pub tempo: f64,
    pub leader: Leader,
    /// The arrangement's.
    pub revision: u64,
    /// The last fact that is in this answer.
    pub seq: u64,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Sessions {
    pub sessions: Vec<Session>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<crate::text::Cursor>,
}

/// Who decides where the song is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Leader {
    pub policy: Policy,
    /// The instance, where `policy` names one or one leads now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plugin_id: Option<Id>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// The first instance whose host rolls.
    Auto,
    /// The one that is named.
    Instance,
    /// The session's own clock.
    Session,
}

/// A chair of the band.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Chair {
    pub lane: Lane,
    /// The instance that plays it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plugin_id: Option<Id>,
    /// Counted from 0.
    pub channel: u8,
    pub route: Route,
}

/// Where a lane is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Route {
    Sound,
    Midi,
    Both,
}

/// `PUT /api/sessions/{session}/lanes/{lane}/settings`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetLane {
    /// Counted from 0.
    pub channel: ChannelNumber,
    pub route: Route,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Chairs {
    pub lanes: Vec<Chair>,
}

/// `PUT /api/sessions/{session}/lanes/{lane}`: who sits there from now on; nobody where it is missing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Seat {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plugin_id: Option<Id>,
}
