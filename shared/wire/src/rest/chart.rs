//! The session's chart: its text, and what it says.

use serde::{Deserialize, Serialize};

use crate::text::ChartText;

/// `PUT /api/sessions/{session}/chart`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Write {
    pub text: ChartText,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Chart {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// As played, repeats and jumps included.
    pub bars: u32,
    /// In beats, as played.
    pub duration: f64,
    pub sections: Vec<String>,
}
