//! Work: what was asked for, how far it is, and what came of it.

use serde::{Deserialize, Serialize};

use crate::number::{self, PageSize};
use crate::rest::midi::File;
use crate::text::{Cursor, Id};

/// Where a job can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum State {
    Queued,
    Running,
    Done,
    Failed,
    Cancelled,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Job {
    pub job_id: String,
    pub kind: String,
    pub status: State,
    pub session: Id,
    /// How often it was begun.
    pub attempt: u32,
    /// Why it failed, or why it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// `GENERATION_FAILED` where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What it made.
    pub files: Vec<File>,
    /// What can be asked of it now: `cancel`, `retry`.
    pub allowed: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "schema", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct JobQuery {
    #[serde(default)]
    #[cfg_attr(feature = "schema", param(value_type = Option<Id>))]
    pub session: Option<Id>,
    #[serde(default)]
    pub status: Option<State>,
    #[serde(default, deserialize_with = "number::from_text")]
    #[cfg_attr(feature = "schema", param(value_type = Option<PageSize>))]
    pub limit: Option<PageSize>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", param(value_type = Option<Cursor>))]
    pub cursor: Option<Cursor>,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Jobs {
    pub jobs: Vec<Job>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
}
