//! The library of MIDI files, as the seed lists, streams and deletes them.

use serde::{Deserialize, Serialize};

use crate::lane::Lane;
use crate::number::{self, Beat, PageSize};
use crate::text::{Cursor, Id};

/// One file: a clip under a name in the seed's form.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct File {
    pub file_id: String,
    /// `{timestamp}_{track_type}_{key}_{tempo}.mid`: a label, never a path.
    pub filename: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub track_type: Option<Lane>,
    /// In beats.
    pub duration: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tempo: Option<f64>,
    /// Of the clip's canonical bytes.
    pub hash: String,
    /// RFC 3339.
    pub created: String,
    pub url: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Files {
    pub files: Vec<File>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "schema", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct FileQuery {
    #[serde(default)]
    #[cfg_attr(feature = "schema", param(value_type = Option<Id>))]
    pub session: Option<Id>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", param(value_type = Option<Lane>))]
    pub track_type: Option<Lane>,
    #[serde(default, deserialize_with = "number::from_text")]
    #[cfg_attr(feature = "schema", param(value_type = Option<PageSize>))]
    pub limit: Option<PageSize>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", param(value_type = Option<Cursor>))]
    pub cursor: Option<Cursor>,
}

/// `POST /api/midi/stream`: the notes of a file, or of all that the session plays, in the order they begin.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Stream {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_id: Option<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Id>,
    /// Where to begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_beat: Option<Beat>,
    /// Where to stop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_beat: Option<Beat>,
}

/// A line of the stream.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Note {
    pub beat: f64,
    pub duration: f64,
    pub pitch: u8,
    pub velocity: u8,
    /// Counted from 0.
    pub channel: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub track_type: Option<Lane>,
}

/// 201: what was uploaded; a file of several tracks becomes several.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Uploaded {
    pub files: Vec<File>,
    /// What the file said and could not be kept.
    pub warnings: Vec<String>,
}
