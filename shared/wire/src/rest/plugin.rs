//! Plugins: an instance says that it is there, stays, and is listed.

use serde::{Deserialize, Serialize};

use crate::lane::Lane;
use crate::list;
use crate::number::{Beat, Bpm};
use crate::text::{Id, Name, Token};

/// `POST /api/plugin/register`. Registering again is how an instance comes back: it keeps its chairs.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// The instance's own name, the same each time it is opened.
    pub plugin_id: Id,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// `default` where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Id>,
    /// For those who send no `Authorization` header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<Token>,
    /// Chosen anew whenever the plugin is loaded: two with one `plugin_id` are told apart by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incarnation: Option<Id>,
    #[serde(default, deserialize_with = "list::of::<_, _, 0, 16>", skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schema(max_items = 16))]
    pub capabilities: Vec<Capability>,
}

/// What an instance can do beyond playing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Capability {
    Midi,
    Sound,
    Folder,
    Transport,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Registered {
    pub plugin_id: Id,
    pub status: Status,
    pub session: Id,
    /// For this instance alone: what it sends from now on.
    pub token: String,
    /// When the token ends, RFC 3339.
    pub token_expires: String,
    /// The chairs it sits in.
    pub lanes: Vec<Lane>,
    /// Where to begin to follow `/api/changes`.
    pub cursor: u64,
    pub lease_seconds: u32,
    pub settings: Settings,
}

/// How the seed's plugin is set up.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Settings {
    pub orchestrator_url: String,
    pub websocket_url: String,
    pub monitor_folder: String,
    pub auto_load_files: bool,
    pub sync_interval_ms: u32,
    pub max_file_age_seconds: u32,
    pub supported_formats: Vec<String>,
    pub track_types: Vec<Lane>,
}

/// The states a plugin can be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Disconnected,
    Connected,
    Generating,
    Playing,
    Syncing,
}

/// `GET /api/plugin/status`. Where it is a thing that changes, `status`, `lanes` and `is_leading` are as of that change:
/// who sits where is told by `lane`, who leads by `session`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Instance {
    pub plugin_id: Id,
    pub name: String,
    pub session: Id,
    pub status: Status,
    pub lanes: Vec<Lane>,
    pub is_leading: bool,
    /// RFC 3339; missing where it has not been heard of since the server started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen: Option<String>,
}

/// All instances, or one: then its own fields stand beside the list, as the seed reads them.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Instances {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plugin_id: Option<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    pub plugins: Vec<Instance>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "schema", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct StatusQuery {
    /// `default` where it is missing.
    #[serde(default)]
    #[cfg_attr(feature = "schema", param(value_type = Option<Id>))]
    pub session: Option<Id>,
    /// Only this one.
    #[serde(default)]
    #[cfg_attr(feature = "schema", param(value_type = Option<Id>))]
    pub plugin_id: Option<Id>,
}

/// `POST /api/plugin/heartbeat`: every field but the name is what the plugin happens to know.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Heartbeat {
    pub plugin_id: Id,
    /// `default` where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    #[serde(default, rename = "isPlaying", skip_serializing_if = "Option::is_none")]
    pub is_playing: Option<bool>,
    #[serde(default, rename = "currentBeat", skip_serializing_if = "Option::is_none")]
    pub current_beat: Option<Beat>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tempo: Option<Bpm>,
}

/// `POST /api/plugin/unregister`: it goes, and its chairs are free at once.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Unregister {
    pub plugin_id: Id,
    /// `default` where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Id>,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Heard {
    pub plugin_id: Id,
    pub status: Status,
    pub lease_seconds: u32,
    /// RFC 3339.
    pub server_time: String,
}
