//! What can be asked for: engines and styles, each with what may be turned on it.

use serde::{Deserialize, Serialize};

use crate::lane::Lane;

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Engine {
    pub engine: String,
    pub title: String,
    pub version: String,
    /// Lanes it can write for.
    pub lanes: Vec<Lane>,
    /// JSON Schema of what `POST /api/midi/generate` takes for it.
    #[cfg_attr(feature = "schema", schema(value_type = Object))]
    pub parameters: serde_json::Value,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Engines {
    pub engines: Vec<Engine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Style {
    pub style: String,
    pub title: String,
    /// The chairs it fills unless others are named.
    pub lanes: Vec<Lane>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Styles {
    pub styles: Vec<Style>,
}
