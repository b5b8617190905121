//! Errors as RFC 9457 has them: one shape for every one, with a `code` that a program can go by.

use serde::{Deserialize, Serialize};

/// `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `urn:ai-band:problem:` and the code in small letters.
    #[serde(rename = "type")]
    pub kind: String,
    /// What the status means.
    pub title: String,
    pub status: u16,
    /// The thing, the place and the way out.
    pub detail: String,
    /// `PLUGIN_NOT_FOUND`: never changes its meaning.
    pub code: String,
    /// What to look for in the log.
    pub request_id: String,
    /// What could have been asked instead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<String>,
    /// Each place in the request that is not as it must be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Fault>,
}

/// One place in a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Fault {
    /// A JSON pointer (RFC 6901) into the body, or the name of a header or a part of the address.
    pub pointer: String,
    pub detail: String,
}
