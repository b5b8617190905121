//! Regions: which clip plays where, and what may be asked of them.

use serde::{Deserialize, Serialize};

use crate::lane::Lane;
use crate::list;
use crate::number::{RegionNumber, TickLength, TickNumber, TickShift};
use crate::text::{ChartText, HashText};

/// A stretch of a lane that plays clips. Places are in ticks, 960 to the beat.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Region {
    pub region: RegionNumber,
    pub lane: Lane,
    pub start: i64,
    pub end: i64,
    pub clip: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clip_b: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fill: Option<String>,
    pub into: i64,
    pub looped: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Regions {
    pub revision: u64,
    pub regions: Vec<Region>,
}

/// `POST /api/sessions/{session}/regions`: a new region where nothing is, or instead of what is there.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Place {
    pub lane: Lane,
    pub start: TickNumber,
    pub length: TickLength,
    /// A clip of the library.
    pub clip: HashText,
    #[serde(default)]
    pub looped: bool,
    /// What is there gives way, instead of refusing.
    #[serde(default)]
    pub replace: bool,
}

/// `PUT /api/sessions/{session}/regions`: everything that plays from now on, as one step.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Arrange {
    /// The chart it was made on; the session's stays where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chart: Option<ChartText>,
    #[serde(deserialize_with = "list::of::<_, _, 0, 16384>")]
    #[cfg_attr(feature = "schema", schema(max_items = 16384))]
    pub regions: Vec<Arranged>,
}

/// A region as it is to be; its number is given by the session.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Arranged {
    pub lane: Lane,
    pub start: TickNumber,
    pub length: TickLength,
    /// Clips of the library; the others are as long as the first.
    pub clip: HashText,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clip_b: Option<HashText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fill: Option<HashText>,
    /// Where in its clip it begins; 0 where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<TickShift>,
    #[serde(default)]
    pub looped: bool,
}

const _: () = assert!(music::arrangement::REGIONS_MAX == 16_384, "as many as an arrangement holds");

/// `PATCH /api/sessions/{session}/regions/{region}`: one thing at a time.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "edit", rename_all = "snake_case", deny_unknown_fields)]
pub enum Edit {
    Move { lane: Lane, start: TickNumber },
    Resize { start: TickNumber, length: TickLength },
    Split { at: TickNumber },
    Loop {},
    PlayOnce {},
}

/// What an edit made of the arrangement.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Edited {
    pub revision: u64,
    /// The regions that are new or not as they were.
    pub regions: Vec<Region>,
}

/// `GET /api/sessions/{session}/revisions`: what was done to the song, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Revision {
    /// Counts what was done in this session from 1.
    pub step: u64,
    /// The person in whose name.
    pub by: String,
    pub what: Done,
    /// What was undone or done again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<u64>,
    /// `regions`, `lane`, `chart`, `tempo`, `meter`.
    pub touched: Vec<String>,
    /// The arrangement's, where regions were touched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u64>,
    pub removed: Vec<Region>,
    pub added: Vec<Region>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Done {
    New,
    Undo,
    Redo,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Revisions {
    pub revision: u64,
    pub revisions: Vec<Revision>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<crate::text::Cursor>,
}

/// What `undo` and `redo` did.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Undone {
    pub revision: u64,
    /// The last fact that is in this answer.
    pub seq: u64,
}
